package recorder

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestRound: what was written is read again, with the same octets, times, lengths
// and interfaces, from segments that are all ended.
func TestRound(t *testing.T) {
	dir := t.TempDir()
	r, _ := opened(t, small(dir))
	g := newTraffic(1)
	var want []record
	for range 30_000 {
		want = append(want, g.record(t, r))
		if g.IntN(100) == 0 {
			r.step()
		}
	}
	closed(t, r)
	got, names := readAll(t, dir)
	same(t, got, names, want)
	segments := files(t, dir, segmentSuffix)
	if n := len(files(t, dir, indexSuffix)); n != len(segments) || n < 5 {
		t.Errorf("%d segments, %d indices", len(segments), n)
	}
	if s := r.Stats(); s.Recorded != 30_000 || s.Dropped() != 0 || s.Octets != onDisk(t, dir) || s.Segments != len(segments) ||
		s.Oldest.UnixNano() != want[0].Time || s.Newest.UnixNano() != want[len(want)-1].Time || s.State != Stopped {
		t.Errorf("%+v", s)
	}
	tshark(t, dir, len(want))
}

// program finds a program of Wireshark, which continuous integration must have.
func program(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatalf("%s is needed and not installed", name)
	}
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	return path
}

// tshark has every segment of a folder opened by Wireshark's programs, which must
// find so many frames in all and nothing to complain of.
func tshark(t testing.TB, dir string, frames int) {
	t.Helper()
	total := 0
	names := files(t, dir, segmentSuffix)
	for _, name := range names {
		total += tsharkFile(t, name)
	}
	infos, err := exec.Command(program(t, "capinfos"), append([]string{"-t", "-K"}, names...)...).CombinedOutput()
	if err != nil || bytes.Count(infos, []byte("Wireshark/... - pcapng")) != len(names) {
		t.Fatalf("capinfos: %v: %s", err, infos)
	}
	if total != frames {
		t.Errorf("tshark finds %d frames, want %d", total, frames)
	}
}

func tsharkFile(t testing.TB, name string) int {
	t.Helper()
	cmd := exec.Command(program(t, "tshark"), "-n", "-r", name, "-T", "fields", "-e", "frame.number")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || strings.Contains(stderr.String(), "cut short") || strings.Contains(stderr.String(), "damaged") {
		t.Fatalf("tshark: %s: %v: %s", name, err, stderr.Bytes())
	}
	return bytes.Count(out, []byte("\n"))
}

// TestInterfaces: Wireshark names the interfaces, and nanoseconds are nanoseconds.
func TestInterfaces(t *testing.T) {
	dir := t.TempDir()
	r, _ := opened(t, small(dir))
	g := newTraffic(2)
	f, k := g.next()
	f.Interface, f.Link, f.Time = 1, interfaces[1].Link, 1_772_366_400_123_456_789
	if err := r.Write(&f, k); err != nil {
		t.Fatal(err)
	}
	closed(t, r)
	out, err := exec.Command(program(t, "tshark"), "-n", "-r", files(t, dir, segmentSuffix)[0], "-T", "fields",
		"-e", "frame.interface_name", "-e", "frame.time_epoch").Output()
	if err != nil || strings.TrimSpace(string(out)) != "span1\t1772366400.123456789" {
		t.Errorf("tshark: %v: %q", err, out)
	}
}

// TestModes: what was recorded is not for everyone to read.
func TestModes(t *testing.T) {
	before := syscall.Umask(0)
	defer syscall.Umask(before)
	dir := filepath.Join(t.TempDir(), "a", "recorder")
	r, _ := opened(t, small(dir))
	newTraffic(3).record(t, r)
	closed(t, r)
	for name, want := range map[string]os.FileMode{dir: 0o750, files(t, dir, segmentSuffix)[0]: 0o640, files(t, dir, indexSuffix)[0]: 0o640} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, want %v; %v", name, info.Mode().Perm(), want, err)
		}
	}
}

// TestRefused: a frame that cannot be recorded is refused, and counted.
func TestRefused(t *testing.T) {
	r, _ := opened(t, small(t.TempDir()))
	f, k := newTraffic(4).next()
	for _, change := range []func(){
		func() { f.Interface = uint32(len(interfaces)) },
		func() { f.Interface, f.Link = 0, 228 },
		func() { f.Interface, f.Link, f.Time = 0, interfaces[0].Link, -1 },
		func() { f.Time, f.Data = 1, make([]byte, 256<<10+1) },
	} {
		change()
		mustBe(t, r.Write(&f, k), ErrFrame)
	}
	f.Data = f.Data[1:]
	if err := r.Write(&f, k); err != nil {
		t.Errorf("the largest frame: %v", err)
	}
	r.step()
	closed(t, r)
	mustBe(t, r.Write(&f, k), ErrStopped)
	if s := r.Stats(); s.Refused != 4 || s.Recorded != 1 || s.DroppedState != 1 {
		t.Errorf("%+v", s)
	}
}

// TestQueue: a full queue drops and counts, and does not wait; what it took is
// recorded.
func TestQueue(t *testing.T) {
	dir := t.TempDir()
	r, _ := opened(t, small(dir))
	g := newTraffic(5)
	var want []record
	for len(want) < 1000 || r.Stats().DroppedFull < 10 {
		f, k := g.next()
		if err := r.Write(&f, k); err == nil {
			want = append(want, record{f, k})
		} else {
			mustBe(t, err, ErrFull)
		}
	}
	closed(t, r)
	got, names := readAll(t, dir)
	same(t, got, names, want)
	if s := r.Stats(); s.DroppedFull < 10 || s.Recorded != uint64(len(want)) {
		t.Errorf("%+v", s)
	}
}

// TestRun: a recorder that runs writes without being asked, and ends its segment
// when it is to end.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	c := small(dir)
	states := make(chan State, 10)
	c.Changed = func(s State, err error) { states <- s }
	r, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	stop := running(t, r)
	want := []record{newTraffic(6).record(t, r)}
	for deadline := time.Now().Add(10 * time.Second); r.Stats().Recorded == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not written: %+v", r.Stats())
		}
	}
	if s := r.Stats(); s.State != Recording || s.Segments != 1 {
		t.Errorf("%+v", s)
	}
	stop()
	mustBe(t, r.Run(t.Context()), ErrRunning)
	got, names := readAll(t, dir)
	same(t, got, names, want)
	if a, b := <-states, <-states; a != Recording || b != Stopped || len(files(t, dir, indexSuffix)) != 1 {
		t.Errorf("%v, %v", a, b)
	}
}
