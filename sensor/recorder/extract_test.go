package recorder

import (
	"bytes"
	"context"
	"errors"
	"net/netip"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

// wanted is a selection by its definition, applied to every frame.
func wanted(list []record, from, to int64, has func(k *flow.Key) bool) (out []record) {
	for i := range list {
		if r := &list[i]; r.Time >= from && r.Time <= to && has(&r.key) {
			out = append(out, *r)
		}
	}
	return out
}

func isFragment(k *flow.Key) bool { return k.APort == 0 && k.BPort == 0 }

// selections returns selections of every kind for a frame, with their definition.
func selections(k flow.Key) map[string]struct {
	Selection
	has func(o *flow.Key) bool
} {
	type choice = struct {
		Selection
		has func(o *flow.Key) bool
	}
	addr := netip.AddrFrom16(k.A).Unmap()
	m := map[string]choice{
		"all":     {All(), func(*flow.Key) bool { return true }},
		"nothing": {Selection{}, func(*flow.Key) bool { return false }},
		"invalid": {Endpoint(netip.AddrPort{}), func(*flow.Key) bool { return false }},
		"flow": {Flow(k), func(o *flow.Key) bool {
			return k.Version != 0 && o.Version == k.Version && o.Protocol == k.Protocol && o.A == k.A && o.B == k.B &&
				(o.APort == k.APort && o.BPort == k.BPort || isFragment(o))
		}},
	}
	if k.Version == 0 {
		return m
	}
	m["address"] = choice{Address(addr), func(o *flow.Key) bool { return o.Version != 0 && (o.A == k.A || o.B == k.A) }}
	m["endpoint"] = choice{Endpoint(netip.AddrPortFrom(addr, k.APort)), func(o *flow.Key) bool {
		return o.Version != 0 && (o.A == k.A && (o.APort == k.APort || k.APort == 0 || isFragment(o)) ||
			o.B == k.A && (o.BPort == k.APort || k.APort == 0 || isFragment(o)))
	}}
	return m
}

// checkExtract extracts moments around frames at random and compares with a plain
// filter over everything that is on disk.
func checkExtract(t *testing.T, r *Recorder, g *traffic, list []record, times int) (found int) {
	t.Helper()
	for range times {
		at := list[g.IntN(len(list))]
		from, to := at.Time-int64(g.IntN(20e9)), at.Time+int64(g.IntN(5e9))
		for name, s := range selections(at.key) {
			got, names, x := extract(t, r, s.Selection, time.Unix(0, from), time.Unix(0, to))
			want := wanted(list, from, to, s.has)
			same(t, got, names, want)
			if len(want) > 0 && name != "nothing" {
				found++
				low, high := timesOf(want)
				if x.First.UnixNano() != low || x.Last.UnixNano() != high {
					t.Fatalf("%s: %+v, want %d to %d", name, x, low, high)
				}
			}
		}
	}
	return found
}

func timesOf(list []record) (low, high int64) {
	by := func(a, b record) int { return int(a.Time - b.Time) }
	return slices.MinFunc(list, by).Time, slices.MaxFunc(list, by).Time
}

// TestExtract: an extraction is a plain filter over all frames, with what is being
// written, with what is ended, after a restart, and with every index gone.
func TestExtract(t *testing.T) {
	dir := t.TempDir()
	r, _ := opened(t, small(dir))
	g := newTraffic(20)
	var list []record
	for range 12_000 {
		list = append(list, g.record(t, r))
		r.step()
		if g.IntN(50) == 0 {
			g.at -= int64(g.IntN(3e9)) // the clock is set back
		}
	}
	found := checkExtract(t, r, g, list, 25)
	closed(t, r)
	r, _ = opened(t, small(dir))
	found += checkExtract(t, r, g, list, 25)
	r.Close()
	for _, name := range files(t, dir, indexSuffix) {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	r, _ = opened(t, small(dir))
	found += checkExtract(t, r, g, list, 5)
	if found < 100 {
		t.Errorf("only %d extractions had frames", found)
	}
	got, names, _ := extract(t, r, All(), time.Time{}, time.Time{})
	same(t, got, names, list)
}

// TestExtractReads: with an index, only a part of the disk is read.
func TestExtractReads(t *testing.T) {
	dir := t.TempDir()
	list := recorded(t, dir, 21, 40_000)
	r, _ := opened(t, small(dir))
	at := list[20_000]
	_, _, x := extract(t, r, All(), time.Unix(0, at.Time-1e9), time.Unix(0, at.Time))
	if segments := len(files(t, dir, segmentSuffix)); x.Segments > 2 || segments < 8 || x.Frames < 20 {
		t.Errorf("%d of %d segments read: %+v", x.Segments, segments, x)
	}
	rare, _ := newTraffic(99).next()
	rare.Time, rare.Data = list[0].Time, segmentOf(v4(1, 1), v4(2, 2), 0, nil)
	k := keyOf(&rare)
	if err := r.Write(&rare, k); err != nil {
		t.Fatal(err)
	}
	r.step()
	if list, _, x := extract(t, r, Flow(k), time.Time{}, time.Time{}); x.Segments != 1 || len(list) != 1 {
		t.Errorf("%+v", x)
	}
}

// TestExtractOpens: Wireshark opens what was extracted, also when there is nothing
// in it.
func TestExtractOpens(t *testing.T) {
	dir := t.TempDir()
	list := recorded(t, dir, 22, 2000)
	r, _ := opened(t, small(dir))
	for _, to := range []time.Time{{}, time.Unix(1, 0)} {
		var b bytes.Buffer
		x, err := r.Extract(t.Context(), All(), time.Time{}, to, &b)
		if err != nil {
			t.Fatal(err)
		}
		name := t.TempDir() + "/x.pcapng"
		if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if n := tsharkFile(t, name); n != int(x.Frames) || (to.IsZero() && n != len(list)) {
			t.Errorf("%d frames, want %d", n, x.Frames)
		}
	}
}

// TestOtherInterfaces: segments of a recorder with other interfaces are extracted
// together with those of this one.
func TestOtherInterfaces(t *testing.T) {
	dir := t.TempDir()
	list := recorded(t, dir, 23, 100)
	c := small(dir)
	c.Interfaces = []capture.Interface{{Name: "new0", Link: packet.LinkEthernet}, interfaces[0]}
	r, _ := opened(t, c)
	f := list[0].Frame
	f.Interface, f.Link, f.Data = 0, packet.LinkEthernet, segmentOf(v4(1, 1), v4(2, 2), 0, nil)
	if err := r.Write(&f, keyOf(&f)); err != nil {
		t.Fatal(err)
	}
	r.step()
	got, names, _ := extract(t, r, All(), time.Time{}, time.Time{})
	same(t, got[:100], names[:100], list)
	if len(got) != 101 || names[100] != "new0" {
		t.Errorf("%d frames, the last of %q", len(got), names[100])
	}
}

// TestExtractFaults: a segment that cannot be read does not hide the others, nor
// is it passed over in silence.
func TestExtractFaults(t *testing.T) {
	dir := t.TempDir()
	list := recorded(t, dir, 24, 20_000)
	r, _ := opened(t, small(dir))
	gone := files(t, dir, segmentSuffix)[1]
	b, err := os.ReadFile(gone)
	if err != nil {
		t.Fatal(err)
	}
	lost, _ := read(t, b)
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	x, err := r.Extract(t.Context(), All(), time.Time{}, time.Time{}, &out)
	mustBe(t, err, os.ErrNotExist)
	if got, _ := read(t, out.Bytes()); len(got) != len(list)-len(lost) || x.Frames != uint64(len(got)) || !contains(err.Error(), "banken-000000000001-") {
		t.Errorf("%d frames, want %d; %v", len(got), len(list)-len(lost), err)
	}
	_, err = r.Extract(t.Context(), All(), time.Time{}, time.Time{}, failingWriter{})
	mustBe(t, err, errWriter)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = r.Extract(ctx, All(), time.Time{}, time.Time{}, &out)
	mustBe(t, err, context.Canceled)
}

type failingWriter struct{}

var errWriter = errors.New("no more")

func (failingWriter) Write([]byte) (int, error) { return 0, errWriter }
