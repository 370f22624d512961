package recorder

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestLimit: whatever the sizes of frames, what is on disk never exceeds the
// limit, and is not much less.
func TestLimit(t *testing.T) {
	for seed := range uint64(4) {
		dir := t.TempDir()
		c := small(dir)
		c.MaxOctets = 4<<20 + int64(seed)*777_777
		r, clock := opened(t, c)
		g := newTraffic(seed)
		g.flows = 200
		most := int64(0)
		for n := range 40_000 {
			g.record(t, r)
			if g.IntN(50) == 0 {
				clock.Time = clock.Add(time.Duration(g.IntN(500)) * time.Millisecond)
				r.step()
				size := onDisk(t, dir)
				if size > c.MaxOctets || size != r.Stats().Octets {
					t.Fatalf("frame %d: %d octets on disk, %d at most, stats %d", n, size, c.MaxOctets, r.Stats().Octets)
				}
				most = max(most, size)
			}
		}
		if most < c.MaxOctets-2*c.SegmentOctets || r.Stats().Deleted == 0 {
			t.Errorf("at most %d of %d octets; %+v", most, c.MaxOctets, r.Stats())
		}
		for _, seg := range r.segments {
			if seg.index == 0 || seg.size() > c.SegmentOctets {
				t.Errorf("%+v is larger than %d", seg, c.SegmentOctets)
			}
		}
		closed(t, r)
		if size := onDisk(t, dir); size > c.MaxOctets {
			t.Errorf("%d octets on disk, %d at most", size, c.MaxOctets)
		}
	}
}

// TestSmallerLimit: a limit that was lowered holds from the start.
func TestSmallerLimit(t *testing.T) {
	dir := t.TempDir()
	recorded(t, dir, 7, 40_000)
	c := small(dir)
	c.MaxOctets = 2 << 20
	before := onDisk(t, dir)
	r, _ := opened(t, c)
	if size := onDisk(t, dir); size > c.MaxOctets || before < 2*c.MaxOctets || size != r.Stats().Octets {
		t.Errorf("%d octets on disk, before %d; %+v", size, before, r.Stats())
	}
}

// TestMendLimit: an index is not made anew where it would exceed the limit, with
// the segment that is being written at its full size; but as soon as it fits.
func TestMendLimit(t *testing.T) {
	dir := t.TempDir()
	list := recorded(t, dir, 11, 3000)
	index := files(t, dir, indexSuffix)[0]
	info, err := os.Stat(index)
	if err != nil {
		t.Fatal(err)
	}
	r, _ := opened(t, small(dir))
	r.tend() // begins a segment
	r.segments[0].bad = true
	for _, missing := range []int64{1, 0} {
		r.config.MaxOctets = r.segments[0].octets + info.Size() + r.config.SegmentOctets - missing
		seg, ok := r.unindexed(0)
		if err := r.mend(seg, false); err != nil || !ok {
			t.Fatal(err)
		}
		if _, err := os.Stat(index); (err == nil) != (missing == 0) || r.Stats().Octets != onDisk(t, dir) {
			t.Errorf("%d octets missing: %v, %+v", missing, err, r.Stats())
		}
		got, names, _ := extract(t, r, All(), time.Time{}, time.Time{})
		same(t, got, names, list)
	}
}

// recorded makes a folder with segments.
func recorded(t testing.TB, dir string, seed uint64, frames int) (list []record) {
	t.Helper()
	r, clock := opened(t, small(dir))
	g := newTraffic(seed)
	for range frames {
		list = append(list, g.record(t, r))
		if g.IntN(100) == 0 {
			clock.Time = clock.Add(time.Millisecond)
			r.step()
		}
	}
	closed(t, r)
	return list
}

// TestAge: nothing is kept that was recorded longer ago than the limit says, by
// the running recorder and by the next.
func TestAge(t *testing.T) {
	dir := t.TempDir()
	c := small(dir)
	c.SegmentTime, c.MaxAge = 10*time.Second, time.Minute
	r, clock := opened(t, c)
	g := newTraffic(8)
	for range 600 {
		g.at = clock.UnixNano()
		g.record(t, r)
		r.step()
		if s := r.Stats(); clock.Sub(s.Oldest) > c.MaxAge || (clock.Sub(epoch) > c.MaxAge && clock.Sub(s.Oldest) < c.MaxAge-2*c.SegmentTime) {
			t.Fatalf("after %v the oldest frame is of %v ago", clock.Sub(epoch), clock.Sub(s.Oldest))
		}
		clock.Time = clock.Add(time.Second)
	}
	closed(t, r)
	if n := len(files(t, dir, segmentSuffix)); n < 4 {
		t.Errorf("%d segments left", n)
	}
	next, err := Open(c) // the time is now; the segments are of another year
	if err != nil {
		t.Fatal(err)
	}
	defer next.Close()
	if s := next.Stats(); s.Segments != 0 || onDisk(t, dir) != 0 {
		t.Errorf("%+v", s)
	}
}

// TestIdle: a segment ends in its time also when nothing comes, and one without a
// frame leaves no file.
func TestIdle(t *testing.T) {
	dir := t.TempDir()
	r, clock := opened(t, small(dir))
	r.tend()
	if r.Stats().State != Recording || len(files(t, dir, segmentSuffix)) != 1 {
		t.Errorf("%+v", r.Stats())
	}
	clock.Time = clock.Add(time.Minute)
	r.step()
	if onDisk(t, dir) != 0 || r.Stats().Octets != 0 {
		t.Errorf("%+v", r.Stats())
	}
	newTraffic(9).record(t, r)
	r.step()
	clock.Time = clock.Add(time.Minute)
	r.step()
	if len(files(t, dir, indexSuffix)) != 1 || r.writing.file != nil {
		t.Errorf("%+v", r.Stats())
	}
}

// TestForeign: what is not of a recorder is left as it is, and reported.
func TestForeign(t *testing.T) {
	dir := t.TempDir()
	foreign := map[string][]byte{
		"notes.txt":         []byte("do not touch"),
		"capture.pcapng":    sectionHeader(),
		"banken-1-x.pcapng": nil,
		"banken-000000000001-20260301T120000Z.pcapng":   []byte("no capture, but as long as the header of a section is"),
		"banken-000000000002-20260301T120000Z.pcapng":   appendBlock(nil, blockSection, bytes.Repeat([]byte{1}, 100)),
		"banken-000000000003-20260301T120000Z.idx":      []byte("no index"),
		"banken-000000000004-20260301T120000Z.pcapng.1": nil,
	}
	for name, b := range foreign {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	folder := filepath.Join(dir, "banken-000000000005-20260301T120000Z.pcapng")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	c := small(dir)
	c.Log = logTo(&log)
	c.MaxOctets = 2 << 20
	r, _ := opened(t, c)
	if n := r.Stats().Foreign; n != len(foreign)+1 || !contains(log.String(), "left alone") {
		t.Errorf("%d foreign, want %d: %s", n, len(foreign)+1, log.Bytes())
	}
	g := newTraffic(10)
	for range 20_000 {
		g.record(t, r)
		r.step()
	}
	closed(t, r)
	for name, want := range foreign {
		if b, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Equal(b, want) {
			t.Errorf("%s: %q, %v", name, b, err)
		}
	}
	if _, err := os.Stat(folder); err != nil || r.Stats().Deleted == 0 {
		t.Errorf("%v, %+v", err, r.Stats())
	}
}

// TestLocked: two recorders do not share a folder.
func TestLocked(t *testing.T) {
	dir := t.TempDir()
	r, _ := opened(t, small(dir))
	_, err := Open(small(dir))
	mustBe(t, err, ErrLocked)
	if !contains(err.Error(), dir) {
		t.Errorf("%v does not name the folder", err)
	}
	closed(t, r)
	again, err := Open(small(dir))
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
}
