package recorder

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/capture"
)

// childVariable says what the test program does instead of testing.
const childVariable = "BANKEN_RECORDER_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childVariable) {
	case "record":
		recordChild()
	case "disk":
		os.Exit(diskChild())
	}
	os.Exit(m.Run())
}

// child is the test program with another task.
func child(task string, arguments ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], arguments...)
	cmd.Env = append(os.Environ(), childVariable+"="+task)
	return cmd
}

// recordChild records numbered frames until it is killed. It prints how many it
// knows to be recorded.
func recordChild() {
	dir, next := os.Args[1], 0
	next, _ = strconv.Atoi(os.Args[2])
	c := small(dir)
	c.SyncEvery = gatherTime
	r, err := Open(c)
	if err != nil {
		os.Stderr.WriteString(err.Error())
		os.Exit(1)
	}
	go r.Run(context.Background())
	for first := next; ; {
		f := capture.Frame{Time: time.Now().UnixNano(), Link: interfaces[0].Link, Data: numbered(next)}
		if r.Write(&f, keyOf(&f)) == nil {
			next++
		} else {
			time.Sleep(time.Millisecond)
		}
		if next%20 == 0 {
			time.Sleep(time.Millisecond)
			os.Stdout.WriteString(strconv.Itoa(first+int(r.Stats().Recorded)) + "\n")
		}
	}
}

func numbered(n int) []byte {
	return segmentOf(v4(1, uint16(n)), v4(2, 502), 0, binary.BigEndian.AppendUint64(bytes.Repeat([]byte{1}, n%200), uint64(n)))
}

// TestKill kills a recording process ten times. Nothing is lost that it knew to be
// recorded, whatever is opened is whole, and the next one goes on.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	next := 0
	for round := range 10 {
		known := killOne(t, dir, next, time.Duration(100+37*round)*time.Millisecond)
		for _, name := range files(t, dir, segmentSuffix) {
			wholeBlocks(t, name)
		}
		r, _ := opened(t, small(dir))
		list, _, _ := extract(t, r, All(), time.Time{}, time.Time{})
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if len(list) < known || len(list) <= next {
			t.Fatalf("round %d: %d frames, %d were known to be recorded, %d from before", round, len(list), known, next)
		}
		for i := range list {
			if !bytes.Equal(list[i].Data, numbered(i)) {
				t.Fatalf("round %d: frame %d is another", round, i)
			}
		}
		next = len(list)
		for _, name := range last(files(t, dir, segmentSuffix), 1) {
			tsharkFile(t, name)
		}
	}
	tshark(t, dir, next)
	t.Logf("%d frames in %d segments", next, len(files(t, dir, segmentSuffix)))
}

func last(names []string, n int) []string { return names[max(0, len(names)-n):] }

// killOne has a child record for a while, kills it, and returns how many frames
// it last knew to be recorded.
func killOne(t *testing.T, dir string, next int, after time.Duration) (known int) {
	t.Helper()
	cmd := child("record", dir, strconv.Itoa(next))
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	before := onDisk(t, dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline) && onDisk(t, dir) < before+1000; {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(after)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if stderr.Len() > 0 {
		t.Fatalf("child: %s", stderr.Bytes())
	}
	lines := bytes.Split(stdout.Bytes(), []byte("\n"))
	if len(lines) < 2 {
		t.Fatal("the child has recorded nothing")
	}
	known, err := strconv.Atoi(string(lines[len(lines)-2]))
	if err != nil {
		t.Fatal(err)
	}
	return known
}

// wholeBlocks opens a segment as it was left: it may end amid a block, and has no
// other fault.
func wholeBlocks(t *testing.T, name string) {
	t.Helper()
	r, err := capture.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var f capture.Frame
	for err == nil {
		err = r.Next(&f)
	}
	if err != io.EOF {
		mustBe(t, err, capture.ErrCut)
	}
}

// TestCut: a segment that ends at any octet is put right at the next start, up to
// its last whole block, and recorded after.
func TestCut(t *testing.T) {
	source := t.TempDir()
	list := recorded(t, source, 40, 12)
	name := files(t, source, segmentSuffix)[0]
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	ends := []int{len(fileHeader(interfaces))}
	for i := range list {
		ends = append(ends, ends[i]+enhancedSize(len(list[i].Data)))
	}
	tails := [][]byte{nil, make([]byte, 5000), bytes.Repeat([]byte{0xA5}, 333)}
	for n := 0; n <= len(whole); n += 17 {
		b := append(bytes.Clone(whole[:n]), tails[n%3]...)
		frames := 0
		for frames < len(list) && bytes.HasPrefix(b, whole[:ends[frames+1]]) { // zeros may be the octets that were cut off
			frames++
		}
		checkCut(t, b, list[:frames], n < len(sectionHeader()) && n%3 == 2)
	}
}

// checkCut opens a folder with an interrupted segment. foreign says that nothing
// of it shows that it is one.
func checkCut(t *testing.T, b []byte, want []record, foreign bool) {
	t.Helper()
	dir := t.TempDir()
	name := dir + "/" + baseName(3, epoch) + segmentSuffix
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	r, _ := opened(t, small(dir))
	s := r.Stats()
	if foreign {
		if after, err := os.ReadFile(name); err != nil || !bytes.Equal(after, b) || s.Foreign != 1 {
			t.Fatalf("%d octets: %v, %+v", len(b), err, s)
		}
		return
	}
	if s.Foreign != 0 || s.Octets != onDisk(t, dir) || (len(want) == 0) != (s.Segments == 0) {
		t.Fatalf("%d octets: %+v", len(b), s)
	}
	g := newTraffic(41)
	want = append(want[:len(want):len(want)], g.record(t, r))
	r.step()
	got, names, _ := extract(t, r, All(), time.Time{}, time.Time{})
	same(t, got, names, want)
	closed(t, r)
	got, names = readAll(t, dir)
	same(t, got, names, want)
}

// TestLeftovers: what else an interruption leaves is taken away.
func TestLeftovers(t *testing.T) {
	dir := t.TempDir()
	recorded(t, dir, 42, 100)
	index := files(t, dir, indexSuffix)[0]
	b, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	orphan := dir + "/" + baseName(9, epoch) + indexSuffix
	for _, name := range []string{orphan, orphan + temporarySuffix, index + temporarySuffix} {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r, _ := opened(t, small(dir))
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 || r.Stats().Octets != onDisk(t, dir) || r.sequence != 10 {
		t.Errorf("%v, %v, next %d, %+v", entries, err, r.sequence, r.Stats())
	}
}
