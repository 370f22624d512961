package recorder

import (
	"testing"
	"time"
)

// TestClockBack: a clock that is set back, by hours or to 1970, changes neither
// the order of segments nor what is found.
func TestClockBack(t *testing.T) {
	dir := t.TempDir()
	r, clock := opened(t, small(dir))
	g := newTraffic(90)
	var list []record
	for _, at := range []time.Time{epoch, epoch.Add(-3 * time.Hour), time.Unix(5, 0), epoch.Add(time.Hour), time.Unix(0, 0)} {
		clock.Time, g.at = at, at.UnixNano()
		list = keep(t, r, g, 5000, list)
	}
	checkExtract(t, r, g, list, 10)
	closed(t, r)
	got, names := readAll(t, dir)
	same(t, got, names, list)
	again, _ := opened(t, small(dir))
	checkExtract(t, again, g, list, 10)
	if s := again.Stats(); s.Segments < 5 || s.Oldest.Year() != 1970 || s.Newest.Before(epoch.Add(time.Hour)) {
		t.Errorf("%+v", s)
	}
	before := again.sequence
	newTraffic(91).record(t, again)
	again.step()
	if next := files(t, dir, segmentSuffix); again.writing.sequence != before || last(next, 1)[0] != again.path(again.writing.base, segmentSuffix) {
		t.Errorf("segment %d is not the last of %v", again.writing.sequence, next)
	}
}

// TestAgeClock: with a clock that was wrong, only segments older than the limit by
// their own name are deleted; one from the future waits for the limit of size.
func TestAgeClock(t *testing.T) {
	dir := t.TempDir()
	c := small(dir)
	c.MaxAge = time.Hour
	r, clock := opened(t, c)
	g := newTraffic(92)
	for _, at := range []time.Time{epoch.Add(100 * time.Hour), epoch, epoch.Add(30 * time.Minute), epoch.Add(90 * time.Minute)} {
		clock.Time = at
		keep(t, r, g, 10, nil)
		if err := r.finish(); err != nil {
			t.Fatal(err)
		}
	}
	clock.Time = epoch.Add(91 * time.Minute)
	r.tend()
	if names := files(t, dir, segmentSuffix); len(names) != 2 || !contains(names[0], "000000000000-20260305T160000Z") || !contains(names[1], "000000000003-") {
		t.Errorf("left: %v", names)
	}
}

// TestNames: names are those of a recorder, or foreign.
func TestNames(t *testing.T) {
	at := time.Date(2026, 11, 24, 23, 30, 1, 999, time.FixedZone("JST", 9*3600))
	base := baseName(42, at)
	if base != "banken-000000000042-20261124T143001Z" {
		t.Error(base)
	}
	n, began, got, suffix, ok := parseName(base + segmentSuffix)
	if n != 42 || !began.Equal(at.Truncate(time.Second)) || got != base || suffix != segmentSuffix || !ok {
		t.Error(n, began, got, suffix, ok)
	}
	for _, name := range []string{"", ".pcapng", base, base + ".pcap", base + ".pcapng.gz", "banken-42-20261124T143001Z.pcapng", "x" + base + ".idx",
		"banken-000000000042-20261324T143001Z.pcapng", "banken-00000000004x-20261124T143001Z.pcapng", "banken--00000000042-20261124T143001Z.pcapng",
		"banken-9999999999999999-20261124T143001Z.pcapng", "banken-99999999999999999999999-20261124T143001Z.pcapng", "banken-000000000042.pcapng"} {
		if _, _, _, _, ok := parseName(name); ok {
			t.Errorf("%q is taken for a segment", name)
		}
	}
}
