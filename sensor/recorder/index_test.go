package recorder

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/flow"
)

// mended runs a recorder until every segment has an index.
func mended(t *testing.T, r *Recorder) {
	t.Helper()
	stop := running(t, r)
	defer stop()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(time.Millisecond) {
		if _, ok := r.unindexed(0); !ok {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("not mended: %+v", r.Stats())
		}
	}
}

// TestIndexRebuilt: an index made anew from its segment is the one that was
// written while recording.
func TestIndexRebuilt(t *testing.T) {
	dir := t.TempDir()
	recorded(t, dir, 30, 20_000)
	before := map[string][]byte{}
	for i, name := range files(t, dir, indexSuffix) {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		before[name] = b
		if err := damage(name, b, i); err != nil {
			t.Fatal(err)
		}
	}
	r, _ := opened(t, small(dir))
	mended(t, r)
	for name, want := range before {
		if b, err := os.ReadFile(name); err != nil || !bytes.Equal(b, want) {
			t.Errorf("%s differs: %d octets, want %d; %v", name, len(b), len(want), err)
		}
	}
	if s := r.Stats(); s.Mended != uint64(len(before)) || s.Octets != onDisk(t, dir) || len(before) < 4 {
		t.Errorf("%+v", s)
	}
}

// damage damages an index in one of the ways there are.
func damage(name string, b []byte, way int) error {
	switch way % 4 {
	case 0:
		return os.Remove(name)
	case 1:
		return os.Truncate(name, int64(len(b)/2))
	case 2:
		return os.WriteFile(name, nil, 0o600)
	}
	b = bytes.Clone(b)
	b[20] ^= 1
	return os.WriteFile(name, b, 0o600)
}

// TestIndexDamaged: an index with any octet changed makes no difference to what is
// extracted, and is made anew.
func TestIndexDamaged(t *testing.T) {
	dir := t.TempDir()
	list := recorded(t, dir, 31, 3000)
	name := files(t, dir, indexSuffix)[0]
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	g := newTraffic(32)
	for range 60 {
		b := bytes.Clone(whole)
		b[g.IntN(len(b))] ^= byte(1 + g.IntN(255))
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		r, _ := opened(t, small(dir))
		got, names, _ := extract(t, r, All(), time.Time{}, time.Time{})
		same(t, got, names, list)
		if seg, ok := r.unindexed(0); ok { // found by Extract; else by Open
			if err := r.mend(seg, false); err != nil {
				t.Fatal(err)
			}
		}
		if b, err := os.ReadFile(name); err != nil || !bytes.Equal(b, whole) || r.Stats().Octets != onDisk(t, dir) {
			t.Fatalf("not made anew: %v, %+v", err, r.Stats())
		}
		r.Close()
	}
}

// TestHostileIndex: an index whose sums are right and whose numbers are not is of
// no use, and does no harm.
func TestHostileIndex(t *testing.T) {
	sound := func() *index {
		return &index{runs: []run{{at: 100, octets: 50, posted: 1}, {at: 150, octets: 50, posted: 2}}, keys: make([]flow.Key, 1), postings: []uint32{0, 0}}
	}
	if !sound().sound(200) {
		t.Error("a sound index is refused")
	}
	for i, change := range []func(x *index){
		func(x *index) { x.runs[1].octets = 51 },
		func(x *index) { x.runs[1].at = 149 },
		func(x *index) { x.runs[0].at = -1 },
		func(x *index) { x.runs[1].posted = 3 },
		func(x *index) { x.runs[1].posted = 0 },
		func(x *index) { x.postings[1] = 1 },
	} {
		x := sound()
		if change(x); x.sound(200) {
			t.Errorf("change %d is taken for sound", i)
		}
	}
}

// TestIndexBounds: with more flows than an index tells apart, and with keys that
// collide, everything is still found, and the index does not grow.
func TestIndexBounds(t *testing.T) {
	dir := t.TempDir()
	c := small(dir)
	r, _ := opened(t, c)
	g := newTraffic(33)
	var list []record
	for i := range 8000 {
		f, _ := g.next()
		f.Interface, f.Link = 0, interfaces[0].Link
		f.Data = segmentOf(v4(byte(i), uint16(1+i/7)), v4(byte(i>>5), 502), 0, nil)
		f.CapLen, f.WireLen = uint32(len(f.Data)), uint32(len(f.Data))
		list = append(list, record{f, keyOf(&f)})
		if err := r.Write(&f, list[i].key); err != nil {
			t.Fatal(err)
		}
		r.step()
	}
	if n := len(r.index.keys); n != cap(r.index.keys) || cap(r.index.keys) != MinSegmentOctets/flowsShare {
		t.Errorf("%d keys", n)
	}
	if found := checkExtract(t, r, g, list, 20); found < 50 {
		t.Errorf("%d found", found)
	}
	closed(t, r)
}

// TestSpanEdges: both ends of a span of time are in it.
func TestSpanEdges(t *testing.T) {
	x := newIndex(MinSegmentOctets)
	x.add(100, 50, 20, &flow.Key{})
	x.add(150, 50, 10, &flow.Key{})
	all := All()
	for _, c := range []struct{ from, to, spans int64 }{{20, 30, 1}, {21, 30, 0}, {0, 10, 1}, {0, 9, 0}, {12, 13, 1}} {
		if n := len(x.spans(&all, c.from, c.to)); int64(n) != c.spans {
			t.Errorf("%+v: %d spans", c, n)
		}
	}
}

// TestIndexCollisions: keys of one hash do not slow the index down, and are found.
func TestIndexCollisions(t *testing.T) {
	x := newIndex(MinSegmentOctets)
	for i := range x.slots {
		x.slots[i] = 1
	}
	x.keys, x.last = append(x.keys, flow.Key{Version: 4}), append(x.last, 0)
	k := flow.Key{Version: 6}
	x.add(100, 50, 1, &k)
	s := Flow(k)
	if spans := x.spans(&s, 0, 2); len(spans) != 1 || spans[0] != (span{100, 150}) {
		t.Errorf("%+v", spans)
	}
}

// TestDamagedSegment: a fault in the middle of an old segment takes what follows
// in it, and nothing else; the file is left as it is.
func TestDamagedSegment(t *testing.T) {
	dir := t.TempDir()
	list := recorded(t, dir, 34, 20_000)
	name, index := files(t, dir, segmentSuffix)[1], files(t, dir, indexSuffix)[1]
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	whole, _ := read(t, b)
	copy(b[len(b)/2:], "not a block, whatever follows or came before")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(index); err != nil {
		t.Fatal(err)
	}
	r, _ := opened(t, small(dir))
	mended(t, r)
	got, _, _ := extract(t, r, All(), time.Time{}, time.Time{})
	if missing := len(list) - len(got); missing < len(whole)/3 || missing > 2*len(whole)/3 {
		t.Errorf("%d frames missing of the %d in the segment", missing, len(whole))
	}
	after, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(after, b) || r.Stats().Damaged != 1 || r.Stats().Repaired != 0 {
		t.Errorf("%v, %+v", err, r.Stats())
	}
}
