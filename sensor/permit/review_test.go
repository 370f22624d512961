package permit

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// TestEncode: a diff that is too large keeps its first lines, and says what is left
// out; the diff itself is not changed.
func TestEncode(t *testing.T) {
	b := opened(t, valid())
	for n := range 2 * MaxLines {
		for value := range 20 {
			d := deviation()
			d.Point, d.Seen = fmt.Sprint("holding-register ", n), fmt.Sprint("a value of some length ", value)
			b.Note(d)
		}
	}
	whole, _ := b.Close("W-4711", epoch.Add(time.Hour))
	for _, limit := range []int{16 << 20, 1 << 20, 1 << 14, 1 << 10} {
		text, err := whole.Encode(limit)
		if err != nil || len(text) > limit {
			t.Fatalf("%d octets of %d, %v", len(text), limit, err)
		}
		d, err := ParseDiff(text)
		if err != nil {
			t.Fatal(err)
		}
		sum := d.Omitted
		for _, l := range d.Lines {
			sum += l.Count
		}
		if want := uint64(2 * MaxLines * 20); sum != want {
			t.Errorf("limit %d: %d operations of %d", limit, sum, want)
		}
		if limit == 1<<20 && (len(d.Lines) < 2000 || uint64(len(d.Lines[0].Seen))+d.Lines[0].More != 20) {
			t.Errorf("%d lines, %+v", len(d.Lines), d.Lines[0])
		}
	}
	if len(whole.Lines) != MaxLines || len(whole.Lines[0].Seen) != MaxValues {
		t.Error("the diff itself was changed")
	}
	if _, err := whole.Encode(100); err == nil {
		t.Error("a permit in 100 octets")
	}
}

// TestAgreed: what people approved is known again when it is the same, of values when
// it is one of those; nothing else, and nothing that was rejected.
func TestAgreed(t *testing.T) {
	key := baseline.Meaning{Kind: "new-write", Detector: baseline.Whitelist, Control: true}
	other := baseline.Meaning{Kind: "new-writer", Detector: baseline.Whitelist, Control: true}
	late := baseline.Meaning{Kind: "late", Detector: baseline.Latency}
	b := opened(t, valid())
	change := func(f func(*baseline.Deviation)) *baseline.Deviation {
		d := deviation()
		f(d)
		return d
	}
	written := deviation()
	register := change(func(d *baseline.Deviation) { d.Meaning, d.Point = &key, "holding-register 20" })
	refused := change(func(d *baseline.Deviation) { d.Meaning, d.Point = &key, "holding-register 30" })
	slow := change(func(d *baseline.Deviation) { d.Meaning = &late })
	for _, d := range []*baseline.Deviation{written, register, refused, slow} {
		if _, ok := b.Note(d); !ok {
			t.Fatalf("not noted: %+v", d)
		}
	}
	diff, _ := b.Close("W-4711", epoch.Add(time.Hour))
	if len(diff.Lines) != 4 {
		t.Fatalf("%+v", diff.Lines)
	}
	var r Review
	for i := range diff.Lines {
		if diff.Lines[i].Point == "holding-register 30" {
			r.Reject = append(r.Reject, i+1)
		}
	}
	r.All = true
	a := NewAgreed()
	a.Take(&diff)
	if _, _, ok := a.Covers(written); ok {
		t.Error("known before it was approved")
	}
	if err := diff.Review(r, "田中", epoch); err != nil {
		t.Fatal(err)
	}
	a.Take(&diff)
	for name, x := range map[string]struct {
		d    *baseline.Deviation
		want bool
	}{
		"the same value":    {written, true},
		"another value":     {change(func(d *baseline.Deviation) { d.Seen = "901" }), false},
		"the same register": {register, true},
		"as another kind":   {change(func(d *baseline.Deviation) { d.Meaning, d.Point = &other, "holding-register 20" }), true},
		"with any value":    {change(func(d *baseline.Deviation) { d.Meaning, d.Point, d.Seen = &key, "holding-register 20", "5" }), true},
		"another register":  {change(func(d *baseline.Deviation) { d.Meaning, d.Point = &key, "holding-register 21" }), false},
		"what was rejected": {refused, false},
		"from elsewhere": {change(func(d *baseline.Deviation) {
			d.Meaning, d.Point, d.Actor = &key, "holding-register 20", netip.MustParseAddr("10.0.0.99")
		}), false},
		"slower answers": {slow, false},
	} {
		ticket, _, ok := a.Covers(x.d)
		if ok != x.want || ok && ticket != "W-4711" {
			t.Errorf("%s: %v, %q", name, ok, ticket)
		}
	}
	again := *register
	again.Event += 1e9
	if _, fresh, _ := a.Covers(&again); fresh {
		t.Error("a moment later it is fresh again")
	}
	again.Event += retakeAfter
	if _, fresh, _ := a.Covers(&again); !fresh {
		t.Error("much later it is not fresh")
	}
	if err := diff.Review(Review{Reject: []int{1, 2, 3, 4}}, "佐藤", epoch); err != nil {
		t.Fatal(err)
	}
	a.Take(&diff)
	for _, d := range []*baseline.Deviation{written, register} {
		if _, _, ok := a.Covers(d); ok {
			t.Errorf("known after it was rejected: %+v", d)
		}
	}
}
