package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/record"
	"github.com/banken-ot/banken/sensor/replay"
)

// TestSet: every capture of the set is decoded as its protocol, and its records
// can be scored: against themselves they are all right.
func TestSet(t *testing.T) {
	names := map[string]bool{}
	var all []byte
	for _, e := range Set() {
		if names[e.Name] {
			t.Errorf("%s: the name is used twice", e.Name)
		}
		names[e.Name] = true
		b, err := e.Capture()
		if err != nil {
			t.Fatalf("%s: %v", e.Name, err)
		}
		messages, _, err := Records(e.Name, b)
		if err != nil {
			t.Fatal(err)
		}
		if len(messages) == 0 && len(e.Case.Steps) > 0 && !strings.Contains(e.Name, "garbage") {
			t.Errorf("%s: no message", e.Name)
		}
		for line := range bytes.Lines(messages) {
			var record map[string]any
			if err := json.Unmarshal(line, &record); err != nil {
				t.Fatalf("%s: %v", e.Name, err)
			}
			if record["protocol"] != e.Protocol.Name {
				t.Errorf("%s: a message of %v", e.Name, record["protocol"])
			}
		}
		all = append(all, messages...)
	}
	scores, err := Compare(bytes.NewReader(all), bytes.NewReader(all), func(f Fault) { t.Error(f) })
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range scores {
		t.Logf("%s: %+v", name, *s)
		if s.Right != s.Items || s.Found != s.Messages || s.Items == 0 {
			t.Errorf("%s: %+v", name, *s)
		}
	}
}

// TestNetwork: what happens to a connection on its way to the capture changes
// nothing in what was said, or is told of.
func TestNetwork(t *testing.T) {
	const (
		read, write   = "read-holding-registers answered", "write-single-register answered"
		both          = read + "; " + write
		unanswered    = "read-holding-registers unanswered"
		contested     = "write-single-register unanswered conflicting-overlap"
		contestedRead = contested + "; " + read
	)
	want := map[string]string{"clean": both, "span-duplicates": both, "vlan": both, "retransmission": both, "out-of-order": both,
		"mid-stream": both, "port-reused-after-reset": both + "; " + both, "conflicting-overlap": contestedRead,
		"octets-lost": write + "; " + unanswered, "other-protocol-on-the-port": both}
	for _, e := range network() {
		name := strings.TrimPrefix(e.Name, "network/")
		b, err := e.Capture()
		if err != nil {
			t.Fatal(err)
		}
		_, lines, err := Records(e.Name, b)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for line := range bytes.Lines(lines) {
			var r struct {
				Function, Outcome string
				Defects           []string
			}
			if err := json.Unmarshal(line, &r); err != nil {
				t.Fatal(err)
			}
			got = append(got, strings.Join(append([]string{r.Function, r.Outcome}, r.Defects...), " "))
		}
		if got := strings.Join(got, "; "); got != want[name] {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want[name])
		}
		delete(want, name)
	}
	if len(want) > 0 {
		t.Errorf("no such situations: %v", want)
	}
}

// plant writes all cases, again and again between other hosts, to one capture.
func plant(t testing.TB, rounds int) []byte {
	t.Helper()
	var b bytes.Buffer
	s, err := NewScript(&b)
	if err != nil {
		t.Fatal(err)
	}
	set := Set()
	for round := range rounds {
		for i := range set {
			host := byte(1 + (round*7+i)%100)
			if set[i].write != nil {
				continue
			}
			if err := s.Case(set[i].Protocol, &set[i].Case, host, 255-host); err != nil {
				t.Fatal(err)
			}
		}
	}
	return b.Bytes()
}

// TestWorkers: the records of a capture are the same, octet for octet, whatever
// the number of workers.
func TestWorkers(t *testing.T) {
	b := plant(t, 2)
	var wantTranscript, wantJSON []byte
	for _, workers := range []int{1, 2, 3, 8} {
		transcript, records := run(t, b, workers)
		if workers == 1 {
			wantTranscript, wantJSON = transcript, records
			if len(transcript) == 0 || len(records) == 0 {
				t.Fatal("nothing came out")
			}
			continue
		}
		if !bytes.Equal(transcript, wantTranscript) {
			t.Errorf("%d workers: another transcript: %s", workers, firstDifference(transcript, wantTranscript))
		}
		if !bytes.Equal(records, wantJSON) {
			t.Errorf("%d workers: other records: %s", workers, firstDifference(records, wantJSON))
		}
	}
}

func run(t testing.TB, b []byte, workers int) (transcript, records []byte) {
	t.Helper()
	var text, lines bytes.Buffer
	both := &tee{record.NewTranscript(&text), record.NewJSON(&lines)}
	r, err := capture.NewBytes(b, "plant")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := replay.Run(context.Background(), r, replay.Options{Protocols: protocols.All, Workers: workers, Transcript: true}, both); err != nil {
		t.Fatal(err)
	}
	if err := both.a.Close(); err != nil {
		t.Fatal(err)
	}
	if err := both.b.Close(); err != nil {
		t.Fatal(err)
	}
	return text.Bytes(), lines.Bytes()
}

// tee writes to two outputs.
type tee struct{ a, b record.Writer }

func (x *tee) Transaction(t *wire.Transaction) error { return x.b.Transaction(t) }
func (x *tee) Message(line []byte) error             { return x.a.Message(line) }
func (x *tee) Flow(*replay.Flow) error               { return nil }

func firstDifference(got, want []byte) string {
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "\n got " + g[i] + "\nwant " + w[i]
		}
	}
	return "one is longer"
}

// TestTruncated: a capture cut short yields what a whole one does up to there,
// and says where it was cut.
func TestTruncated(t *testing.T) {
	b := plant(t, 1)
	cut := b[:len(b)*2/3-1]
	r, err := capture.NewBytes(cut, "cut.pcap")
	if err != nil {
		t.Fatal(err)
	}
	var lines bytes.Buffer
	out := record.NewTranscript(&lines)
	_, err = replay.Run(context.Background(), r, replay.Options{Protocols: protocols.All, Transcript: true}, out)
	if err == nil || !strings.Contains(err.Error(), "at octet") {
		t.Errorf("error: %v", err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	whole, _ := run(t, b, 1)
	if lines.Len() == 0 || !bytes.HasPrefix(whole, lines.Bytes()) {
		t.Errorf("%d octets of lines, not the beginning of the whole's", lines.Len())
	}
}
