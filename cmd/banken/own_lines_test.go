package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/banken-ot/banken/baseline/edition"
	"github.com/banken-ot/banken/sensor/control"
)

// invaded is a plant that was operated for ten days, and then intruded upon.
func invaded(t testing.TB) *ownSite {
	t.Helper()
	return openPlant(t, plantSite(t, func(site *ownSite) { intrude(t, site, operate(t, site, 10)) }))
}

func lineIDs(list []control.Line) (ids []string) {
	for i := range list {
		ids = append(ids, list[i].ID)
	}
	return ids
}

// TestLinesPaged: whatever is decided while somebody goes from page to page, forth and
// back, each line that stays is seen once, in the same order.
func TestLinesPaged(t *testing.T) {
	ctx, site := context.Background(), invaded(t)
	all, err := site.Lines(ctx, &control.LinesQuery{Limit: control.MaxPage})
	if err != nil || all.Count != len(all.Lines) || all.Next != "" || all.Previous != "" || all.Count < 30 {
		t.Fatal(all, err)
	}
	whole, err := site.Lines(ctx, &control.LinesQuery{})
	if err != nil || len(whole.Lines) != all.Count || slices.Equal(lineIDs(whole.Lines), lineIDs(all.Lines)) {
		t.Error("all at once are other lines, or in the order of pages", err)
	}
	for _, size := range []int{1, 7, 30, 1000} {
		var there []string
		q := control.LinesQuery{Limit: size}
		for {
			p, err := site.Lines(ctx, &q)
			if err != nil {
				t.Fatal(err)
			}
			there = append(there, lineIDs(p.Lines)...)
			if q.After = p.Next; p.Next == "" {
				break
			}
		}
		if !slices.Equal(there, lineIDs(all.Lines)) {
			t.Errorf("pages of %d: %v", size, there)
		}
		back := []string{}
		q = control.LinesQuery{Limit: size, Before: "whitelist\tzzz 255.255.255.255 > 255.255.255.255:1"}
		for {
			p, err := site.Lines(ctx, &q)
			if err != nil {
				t.Fatal(err)
			}
			back = append(lineIDs(p.Lines), back...)
			if q.Before = p.Previous; p.Previous == "" {
				break
			}
		}
		if !slices.Equal(back, there) {
			t.Errorf("pages of %d, back: %v", size, back)
		}
	}
}

// TestLinesDecidedMeanwhile: what waits becomes less from page to page, and nothing that
// waits is passed over.
func TestLinesDecidedMeanwhile(t *testing.T) {
	ctx, site := context.Background(), invaded(t)
	q := control.LinesQuery{Limit: 2, Standing: "pending"}
	decided := 0
	for range 20 {
		p, err := site.Lines(ctx, &q)
		if err != nil {
			t.Fatal(err)
		}
		a := control.Approval{Standing: "rejected", Who: "Ito", Why: "not ours"}
		for _, l := range p.Lines {
			if l.Standing != "pending" {
				t.Errorf("%+v does not wait", l)
			}
			a.Lines = append(a.Lines, control.LineName{Detector: l.Detector, Subject: l.Subject})
		}
		if len(a.Lines) > 0 {
			d, err := site.Approve(ctx, &a)
			if err != nil {
				t.Fatal(err)
			}
			decided += len(d.Decided)
		}
		if q.After = p.Next; p.Next == "" {
			break
		}
	}
	left, err := site.Lines(ctx, &control.LinesQuery{Limit: 100, Waiting: true})
	if err != nil || len(left.Lines) > 0 || decided != 8 {
		t.Errorf("%d were decided, %v still wait, %v", decided, lineIDs(left.Lines), err)
	}
	if text := auditOf(t, site, "baseline-rejected"); !strings.Contains(text, `"why":"not ours"`) {
		t.Error("the reason is not in the trail:", text)
	}
}

// TestLineGone: of lines of which one is not there any more, none is decided.
func TestLineGone(t *testing.T) {
	ctx, site := context.Background(), invaded(t)
	a := control.Approval{Standing: "approved", Who: "Ito", Lines: []control.LineName{{Detector: "whitelist", Subject: "host " + panel + " writes"}, {Detector: "whitelist", Subject: "host 10.9.9.9 writes"}}}
	var f *control.Fault
	if _, err := site.Approve(ctx, &a); !errors.As(err, &f) || f.Code != control.Conflict {
		t.Error(err)
	}
	if p, err := site.Lines(ctx, &control.LinesQuery{Waiting: true, Limit: 100}); err != nil || p.Count != 8 {
		t.Errorf("%+v, %v", p, err)
	}
	a.Lines = append(a.Lines[:1], control.LineName{Detector: "tripwire", Subject: "umas-start-stop modbus " + laptop + " > " + controller + ":502 station 1 umas-stop-plc 0x41"})
	if d, err := site.Approve(ctx, &a); err != nil || len(d.Decided) != 2 {
		t.Error(d, err)
	}
}

// auditOf is the details of what was done of one sort.
func auditOf(t *testing.T, site *ownSite, what string) (text string) {
	t.Helper()
	got, err := site.Audit(context.Background(), &control.AuditQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range got.Lines {
		if l.What == what {
			text += string(l.Detail)
		}
	}
	return text
}

// TestLinesFound: words, also of the names of devices; and what cannot be asked for.
func TestLinesFound(t *testing.T) {
	ctx, site := context.Background(), invaded(t)
	for text, count := range map[string]int{"操作盤1 PLC-1 WRITE": 2, "10.0.0.99 sis-1": 4, "mx3dah": 1, "nothing at all": 0} {
		p, err := site.Lines(ctx, &control.LinesQuery{Text: text, Limit: 100})
		if err != nil || p.Count != count {
			t.Errorf("%q: %d, %v", text, p.Count, err)
		}
	}
	for _, q := range []control.LinesQuery{{Limit: 1, After: "x"}, {Limit: 1, Before: "\t"}, {Standing: "good"}, {Limit: 1, Edition: 7}} {
		var f *control.Fault
		if _, err := site.Lines(ctx, &q); !errors.As(err, &f) {
			t.Errorf("%+v: %v", q, err)
		}
	}
	p, err := site.Lines(ctx, &control.LinesQuery{Text: "mx3dah", Limit: 1})
	if err != nil || p.Lines[0].What.EN != "writes holding register 40013 (address 12)" || p.Lines[0].Client != panel || p.Lines[0].Server != controller || p.Lines[0].Held {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err = site.Lines(ctx, &control.LinesQuery{Text: "umas-stop-plc/65", Limit: 1}); err != nil || !p.Lines[0].Held {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestChannels: how far each channel was learned, filtered and page by page.
func TestChannels(t *testing.T) {
	ctx, site := context.Background(), invaded(t)
	all, err := site.Channels(ctx, &control.ChannelsQuery{})
	if err != nil || all.Count != 4 || all.All != 4 || all.States[0] != (control.StateSums{Detector: "whitelist", Counts: [5]int{2, 0, 2, 0, 0}}) {
		t.Fatalf("%+v, %v", all, err)
	}
	if c := all.Channels[0]; c.Client != panel || c.Server != controller || c.Days != 9 || c.Whitelist != "provisional" || c.Timing != "learning" || c.Values != "provisional" {
		t.Errorf("%+v", c)
	}
	for state, count := range map[string]int{"any cold": 3, "whitelist cold": 2, "timing learning": 2, "any drifting": 0} {
		if c, err := site.Channels(ctx, &control.ChannelsQuery{State: state}); err != nil || c.Count != count || len(c.Channels) != count {
			t.Errorf("%s: %+v, %v", state, c, err)
		}
	}
	seen := []control.Channel{}
	q := control.ChannelsQuery{Limit: 1, Text: "modbus"}
	for {
		c, err := site.Channels(ctx, &q)
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, c.Channels...)
		if q.After = c.Next; c.Next == "" {
			break
		}
	}
	if !slices.Equal(seen, all.Channels) {
		t.Error(seen)
	}
	for _, q := range []control.ChannelsQuery{{State: "cold"}, {State: "x cold"}, {State: "timing x"}, {After: "x"}, {After: "a b c d e"}} {
		var f *control.Fault
		if _, err := site.Channels(ctx, &q); !errors.As(err, &f) {
			t.Errorf("%+v: %v", q, err)
		}
	}
}

// TestDifferences: what differs is what model.Diff finds, on pages, and a file is looked
// at as it would be used, without being used.
func TestDifferences(t *testing.T) {
	ctx, site := context.Background(), openPlant(t, signedSite(t))
	if _, err := site.Approve(ctx, &control.Approval{Subject: "host " + panel + " writes", Standing: "approved", Who: "Ito"}); err != nil {
		t.Fatal(err)
	}
	v := &visit{Site: site, ctx: ctx}
	want, err := v.difference(1, 0)
	if err != nil || len(want.Changes) == 0 {
		t.Fatal(want, err)
	}
	var got []control.Difference
	q := control.DifferenceQuery{Old: 1, Limit: 1}
	for {
		d, err := site.Differences(ctx, &q)
		if err != nil || d.Added+d.Gone+d.Changed != len(want.Changes) {
			t.Fatal(d, err)
		}
		got = append(got, d.Changes...)
		if q.After = d.Next; d.Next == "" {
			break
		}
	}
	for _, w := range want.Changes {
		if !slices.ContainsFunc(got, func(d control.Difference) bool { return sameLine(d.Old, w.Old) && sameLine(d.New, w.New) }) {
			t.Errorf("%+v is missing", w)
		}
	}
	if len(got) != len(want.Changes) {
		t.Errorf("%d differences, not %d", len(got), len(want.Changes))
	}
	file, err := site.Edition(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	x, err := site.Examine(ctx, file)
	if err != nil || !x.Trusted || x.Edition.Number != 1 || x.Differences.Changed+x.Differences.Added+x.Differences.Gone != len(want.Changes) {
		t.Errorf("%+v, %v", x, err)
	}
	for name, file := range map[string][]byte{"nothing": nil, "unsigned": nextFile(t, site), "changed": bytes.Replace(file, []byte("by: "), []byte("by: X"), 1)} {
		var f *control.Fault
		if _, err := site.Examine(ctx, file); !errors.As(err, &f) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func sameLine(a, b *control.Line) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Subject == b.Subject && a.Standing == b.Standing && a.Facts == b.Facts
}

func nextFile(t *testing.T, site *ownSite) []byte {
	t.Helper()
	file, err := site.Next(context.Background(), "Ito", "")
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// TestSignFile: a file that was handed out is signed away from the site, and taken back.
func TestSignFile(t *testing.T) {
	dir := signedSite(t)
	site, key, signed := openPlant(t, dir), testKey(t, dir, 1), dir+"/signed"
	file := dir + "/next"
	if err := os.WriteFile(file, nextFile(t, site), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, out, said := execute(nil, "baseline", "sign", file, "--key", key, "-o", signed); status != exitOK || !strings.Contains(out, "SHA256:") {
		t.Fatal(status, out, said)
	}
	b, err := os.ReadFile(signed)
	if err != nil {
		t.Fatal(err)
	}
	e, err := edition.Read(bytes.NewReader(b))
	if err != nil || e.Verify() != nil {
		t.Fatal(err, e.Verify())
	}
	if line, err := site.Release(context.Background(), "Ito", b); err != nil || line.Number != 2 {
		t.Error(line, err)
	}
	for _, args := range [][]string{{file, "-o", signed}, {file, "--key", key}, {key, "--key", key, "-o", signed}} {
		if status, out, said := execute(nil, append([]string{"baseline", "sign"}, args...)...); status == exitOK || said == "" {
			t.Errorf("%v: %d %s", args, status, out)
		}
	}
}

// BenchmarkLinesPage is a page of the largest baseline there is.
func BenchmarkLinesPage(b *testing.B) {
	site := invaded(b)
	var text bytes.Buffer
	for i := range 200_000 {
		fmt.Fprintf(&text, "whitelist\tpending\tmodbus 10.%d.%d.1 > 10.9.%d.9:502 station 1 write holding-register[%d]\tL4\t3 days\t2026-03-02 .. 2026-03-16\n", i%7, i%251, i%13, i)
	}
	b.ReportAllocs()
	for b.Loop() {
		if p, err := site.page(text.Bytes(), &control.LinesQuery{Limit: 100, Waiting: true}); err != nil || p.Count != 200_000 {
			b.Fatal(err)
		}
	}
}
