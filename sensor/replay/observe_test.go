package replay

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/deploy/conformance"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/sight"
)

// TestSameOrder: everything that is told comes in the same order, octet for octet,
// whatever the number of workers.
func TestSameOrder(t *testing.T) {
	b := busy(t)
	var one script
	play(t, b, 1, &one)
	for _, sort := range []string{"transaction", "message", "flow", "contact", "binding", "visibility", "tick"} {
		if one.count(sort) == 0 {
			t.Errorf("no %s", sort)
		}
	}
	for _, kind := range []baseline.VisibilityKind{baseline.Sighted, baseline.Loss, baseline.OneSided, baseline.ClockStep} {
		found := false
		for _, v := range one.sight {
			found = found || v.Kind == kind
		}
		if !found {
			t.Errorf("no visibility %s", kind)
		}
	}
	for _, workers := range []int{2, 3, 8} {
		var other script
		play(t, b, workers, &other)
		differ(t, fmt.Sprint(workers, " workers"), other.lines, one.lines)
	}
}

// alone is an Output that takes nothing besides.
type alone struct{ s script }

func (a *alone) Transaction(t *wire.Transaction) error { return a.s.Transaction(t) }
func (a *alone) Message(line []byte) error             { return a.s.Message(line) }
func (a *alone) Flow(f *Flow) error                    { return a.s.Flow(f) }

// TestAlone: what is told besides changes nothing of the records.
func TestAlone(t *testing.T) {
	b := busy(t)
	var all script
	play(t, b, 1, &all)
	var want []string
	for _, line := range all.lines {
		if sort, _, _ := strings.Cut(line, " "); sort == "transaction" || sort == "message" || sort == "flow" {
			want = append(want, line)
		}
	}
	for _, workers := range []int{1, 3} {
		var a alone
		play(t, b, workers, &a)
		differ(t, fmt.Sprint(workers, " workers"), a.s.lines, want)
	}
	if x := newObserver(&Options{}, sight.TakersOf(&alone{}), nil); x != nil {
		t.Error("an observer for an output that takes nothing of it")
	}
}

// TestFlows: a contact has the number of its flow, and every connection whose
// handshake was captured has one, answered.
func TestFlows(t *testing.T) {
	for _, e := range conformance.Set() {
		b, err := e.Capture()
		if err != nil {
			t.Fatal(err)
		}
		var s script
		play(t, b, 1, &s)
		of := map[uint64]int{}
		for _, c := range s.contact {
			of[c.Flow]++
			f, ok := s.flows[c.Flow]
			if e.Name == "dnp3/direction-bit" { // where the content says who is the master
				f.Client, f.Server = f.Server, f.Client
			}
			if !ok || f.Client != c.Client || f.Server != c.Server || f.First != c.Time {
				t.Errorf("%s: contact %+v, flow %s > %s", e.Name, c, f.Client, f.Server)
			}
			if !c.Answered && len(s.flows) > 0 && s.flows[c.Flow].Handshake {
				t.Errorf("%s: %+v", e.Name, c)
			}
		}
		for id, f := range s.flows {
			if of[id] != 1 && !strings.Contains(e.Name, "reused") {
				t.Errorf("%s: flow %s > %s has %d contacts", e.Name, f.Client, f.Server, of[id])
			}
		}
	}
}

// TestBefore: a contact that is answered, and where its ends are, is told before the
// first transaction of the connection; and a second before what happened in it.
func TestBefore(t *testing.T) {
	var s script
	play(t, busy(t), 3, &s)
	known := map[string]bool{}
	transactions := 0
	for _, line := range s.lines {
		sort, rest, _ := strings.Cut(line, " ")
		switch sort {
		case "contact":
			_, ends, _ := strings.Cut(rest, "Client:")
			x := strings.Fields(strings.ReplaceAll(ends, "Server:", ""))
			known[x[0]+" "+x[1]], known[x[1]+" "+x[0]] = true, true // the content may say who is the master
		case "transaction":
			transactions++
			ends := fmt.Sprintf("%s %s", member(rest, "client"), member(rest, "server"))
			if !known[ends] && !strings.Contains(rest, `"unasked"`) {
				t.Fatalf("no contact %q before %s", ends, rest)
			}
		}
	}
	if transactions == 0 {
		t.Error("no transactions")
	}
}

// member returns a member of a JSON object whose value is a string.
func member(line, name string) string {
	_, rest, _ := strings.Cut(line, `"`+name+`":"`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

// TestSeconds: each second that begins is told once, before what happens in it; of a
// long pause the first ones and the last.
func TestSeconds(t *testing.T) {
	f := newFilm(t)
	b := segment(1, 2, 1, 40000, 502, 0x10, 1, 1)
	for _, pause := range []time.Duration{0, 400 * time.Millisecond, 700 * time.Millisecond, 5 * time.Second, 24 * time.Hour, -time.Hour, 2 * time.Second} {
		f.now = f.now.Add(pause)
		f.frame(t, b, 0)
	}
	want := []time.Duration{1 * time.Second, 2, 3, 4, 5, 6} // the last five in seconds
	for i := range want[1:] {
		want[i+1] *= time.Second
	}
	for _, workers := range []int{1, 2} {
		var s script
		play(t, f.b.Bytes(), workers, &s)
		var got []time.Duration
		for _, x := range s.ticks {
			got = append(got, time.Duration(x-noon.UnixNano()))
		}
		if len(got) != len(want)+maxTicks+1+2 {
			t.Fatalf("%d seconds", len(got))
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("second %d at %s, want %s", i, got[i], want[i])
			}
		}
		if last := got[len(want)+maxTicks]; last != 24*time.Hour+6*time.Second {
			t.Errorf("after the pause: %s", last)
		}
		if last := got[len(got)-1]; last != 23*time.Hour+8*time.Second {
			t.Errorf("after the clock was set back: %s", last)
		}
	}
}

// TestCut: frames of a protocol that are cut short are told now and then while they
// come, and when they have ended.
func TestCut(t *testing.T) {
	f := newFilm(t)
	b, other := segment(1, 2, 1, 40000, 502, 0x10, 1, 1, make([]byte, 100)...), segment(1, 2, 1, 40000, 80, 0x10, 1, 1, make([]byte, 100)...)
	for i := range 200 {
		f.now = f.now.Add(time.Second)
		cut := 0
		if i >= 10 && i < 25 {
			cut = 7
		}
		f.frame(t, b, cut)
		f.frame(t, other, 50)
	}
	var s script
	play(t, f.b.Bytes(), 1, &s)
	var got []string
	for _, v := range s.sight {
		if v.Part == "frames cut short" {
			got = append(got, fmt.Sprint(v.Kind, " ", v.Amount, " ", int(time.Duration(v.Time-noon.UnixNano()).Seconds())))
		}
	}
	want := "loss 1 11; loss 10 21; sighted 4 85"
	if strings.Join(got, "; ") != want {
		t.Errorf("got %s", strings.Join(got, "; "))
	}
}

// TestGaps: what was not captured of a connection is told when it is over.
func TestGaps(t *testing.T) {
	for name, want := range map[string]string{"network/octets-lost": "loss 7", "network/clean": ""} {
		for _, e := range conformance.Set() {
			if e.Name != name {
				continue
			}
			b, err := e.Capture()
			if err != nil {
				t.Fatal(err)
			}
			var s script
			play(t, b, 1, &s)
			got := ""
			for _, v := range s.sight {
				if v.Kind != baseline.Sighted {
					got = fmt.Sprint(v.Kind, " ", v.Amount)
				}
			}
			if got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
			if want != "" && (len(s.sight) != 2 || s.sight[0].Part != s.sight[1].Part || s.sight[1].Kind != baseline.Sighted) {
				t.Errorf("%s: %+v", name, s.sight)
			}
		}
	}
}

// full is an Output that takes contacts until it is full.
type full struct {
	script
	left int
}

var errFull = errors.New("full")

func (f *full) Contact(*baseline.Contact) error {
	if f.left == 0 {
		return errFull
	}
	f.left--
	return nil
}

// TestOutputFails: the error of an output ends the replay.
func TestOutputFails(t *testing.T) {
	b := busy(t)
	for _, workers := range []int{1, 3} {
		r, err := capture.NewBytes(b, "test")
		if err != nil {
			t.Fatal(err)
		}
		if _, err = Run(context.Background(), r, Options{Protocols: protocols.All, Workers: workers}, &full{left: 5}); !errors.Is(err, errFull) {
			t.Errorf("%d workers: %v", workers, err)
		}
	}
}

// counter counts transactions.
type counter struct{ n int }

func (c *counter) Transaction(*wire.Transaction) error { c.n++; return nil }
func (*counter) Message([]byte) error                  { return nil }
func (*counter) Flow(*Flow) error                      { return nil }

// observing takes everything, and does nothing with it.
type observing struct{ counter }

func (*observing) Contact(*baseline.Contact) error       { return nil }
func (*observing) Binding(*baseline.Binding) error       { return nil }
func (*observing) Visibility(*baseline.Visibility) error { return nil }
func (*observing) Tick(int64) error                      { return nil }

// BenchmarkReplay: a plant that is polled, with an output that observes and one that
// does not. ns/op is a capture; see packets/s.
func BenchmarkReplay(b *testing.B) {
	f := newFilm(b)
	const rounds = 500
	ask, answer := []byte("\x00\x01\x00\x00\x00\x06\x01\x03\x00\x00\x00\x01"), []byte("\x00\x01\x00\x00\x00\x05\x01\x03\x02\x00\x07")
	for i := range uint32(rounds) {
		for h := range uint32(100) {
			f.frame(b, segment(1, 100+h, 1, uint16(40000+h), 502, 0x18, 1+i*12, 1+i*11, ask...), 0)
			f.frame(b, segment(100+h, 1, byte(h), 502, uint16(40000+h), 0x18, 1+i*11, 13+i*12, answer...), 0)
		}
	}
	for _, x := range []struct {
		name string
		out  Output
	}{{"plain", &counter{}}, {"observed", &observing{}}} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprint(x.name, ", ", workers, " workers"), func(b *testing.B) {
				for b.Loop() {
					r, err := capture.NewBytes(f.b.Bytes(), "bench")
					if err != nil {
						b.Fatal(err)
					}
					if _, err := Run(context.Background(), r, Options{Protocols: protocols.All, Workers: workers}, x.out); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(rounds*200)*float64(b.N)/b.Elapsed().Seconds(), "packets/s")
			})
		}
	}
}
