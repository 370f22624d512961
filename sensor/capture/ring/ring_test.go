//go:build linux

package ring_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/capture/ring"
	"github.com/banken-ot/banken/sensor/capture/ring/ringtest"
	"github.com/banken-ot/banken/sensor/packet"
)

// small is a configuration for tests: 8 MiB, which a busy machine may leave
// unread for a second.
func small() ring.Config {
	return ring.Config{Interface: ringtest.Port, Promiscuous: true, BlockSize: 64 << 10, Blocks: 128, Retire: 10 * time.Millisecond}
}

func open(t testing.TB, c ring.Config) *ring.Ring {
	t.Helper()
	r, err := ring.Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// taken is an owned copy of a frame.
type taken struct {
	capture.Frame
	octets []byte
}

// rest stops the ring and reads it to its end.
func rest(t testing.TB, r *ring.Ring) (all []taken) {
	t.Helper()
	r.Stop()
	var f capture.Frame
	for {
		err := r.Next(&f)
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatalf("after %d frames: %v", len(all), err)
		}
		all = append(all, taken{f, bytes.Clone(f.Data)})
	}
}

func send(t testing.TB, frames ...[]byte) {
	t.Helper()
	if err := ringtest.NewSender(t, ringtest.Plant).Send(frames...); err != nil {
		t.Fatal(err)
	}
}

var request = ringtest.Between("10.0.0.1:40000", "10.0.0.2:502")

// manyFrames is one frame of every kind there is to tell apart, and n others of
// random lengths, each different.
func manyFrames(n int) [][]byte {
	whole := request.TCP(1, []byte("whole"))
	frames := [][]byte{
		whole,
		ringtest.Tagged(whole, 0x8100, 100),
		ringtest.Tagged(whole, 0x8100, 5<<13|1<<12|4094),                   // priority, drop eligible
		ringtest.Tagged(whole, 0x8100, 6<<13),                              // priority tag, VLAN 0
		ringtest.Tagged(ringtest.Tagged(whole, 0x8100, 7), 0x88a8, 100),    // QinQ
		ringtest.Tagged(ringtest.Tagged(whole, 0x8100, 7), 0x8100, 100),    // QinQ before 802.1ad
		ringtest.Tagged(ringtest.Tagged(whole, 0x9100, 7), 0x88a8, 0x2fff), // inner tag of a number of its own
		ringtest.Tagged(ringtest.Tagged(ringtest.Tagged(whole, 0x8100, 1), 0x8100, 2), 0x88a8, 3),
		request.Ethernet(nil), // header alone
		append(append(bytes.Repeat([]byte{0xff}, 6), 2, 0, 0, 0, 0, 1, 0x88, 0xb8), "GOOSE"...),
		append([]byte{1, 0x80, 0xc2, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 3}, 0x42, 0x42, 3), // IEEE 802.3 with LLC
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		payload := make([]byte, random.IntN(1400))
		for k := range payload {
			payload[k] = byte(random.Uint32())
		}
		f := request.TCP(uint32(i), payload)
		if i%3 == 0 {
			f = ringtest.Tagged(f, 0x8100, uint16(random.Uint32()))
		}
		frames = append(frames, f)
	}
	return frames
}

// same compares the frames captured with those sent.
func same(t *testing.T, sent [][]byte, got []taken) {
	t.Helper()
	if len(got) != len(sent) {
		t.Errorf("%d frames captured, %d were sent", len(got), len(sent))
	}
	for i := range min(len(got), len(sent)) {
		g := &got[i]
		if !bytes.Equal(g.octets, sent[i]) {
			t.Fatalf("frame %d is\n%x, sent was\n%x", i+1, g.octets, sent[i])
		}
		if g.Number != uint64(i+1) || int(g.WireLen) != len(sent[i]) || int(g.CapLen) != len(sent[i]) || g.Link != packet.LinkEthernet || g.Interface != 7 {
			t.Fatalf("frame %d, %d octets, is %+v", i+1, len(sent[i]), g.Frame)
		}
	}
}

func TestFramesAreThoseOfTheWire(t *testing.T) {
	ringtest.Namespace(t)
	c := small()
	c.ID = 7
	r := open(t, c)
	sent := manyFrames(1000)
	before := time.Now()
	send(t, sent...)
	after := time.Now()
	got := rest(t, r)
	same(t, sent, got)
	last := before.UnixNano() - int64(time.Millisecond)
	for _, g := range got {
		if g.Time < last || g.Time > after.UnixNano()+int64(time.Millisecond) {
			t.Fatalf("frame %d has the time %d; the one before has %d, sending ended at %d", g.Number, g.Time, last, after.UnixNano())
		}
		last = g.Time
	}
	tagged := uint64(0)
	for _, f := range sent {
		if (f[12] == 0x81 && f[13] == 0) || (f[12] == 0x88 && f[13] == 0xa8) {
			tagged++
		}
	}
	s := r.Stats()
	n := uint64(len(sent))
	want := ring.Stats{Received: n, Delivered: n, Tagged: tagged, Blocks: s.Blocks}
	if s != want || s.Blocks == 0 {
		t.Errorf("counters are\n%+v, want\n%+v", s, want)
	}
	if r.HardwareTime() {
		t.Error("a virtual interface is said to have a clock")
	}
}

func TestParsedFrame(t *testing.T) {
	ringtest.Namespace(t)
	r := open(t, small())
	send(t, ringtest.Tagged(ringtest.Tagged(request.TCP(9, []byte("octets")), 0x8100, 7), 0x88a8, 100))
	got := rest(t, r)
	if len(got) != 1 {
		t.Fatalf("%d frames", len(got))
	}
	var p packet.Packet
	got[0].Data = got[0].octets
	if err := got[0].Parse(&p); err != nil || string(p.Payload) != "octets" || p.Frame != 1 || p.Time != got[0].Time {
		t.Errorf("parsed: %v, %+v", err, p)
	}
}

func TestSnapLength(t *testing.T) {
	accept := []unix.SockFilter{{Code: unix.BPF_RET | unix.BPF_K, K: 0xffff}}
	long := request.TCP(1, make([]byte, 500))
	tagged := ringtest.Tagged(long, 0x8100, 9)
	for _, filter := range [][]unix.SockFilter{nil, accept} {
		for _, snap := range []int{1, 11, 12, 13, 60, 553, 554, 555, 558, 2000} {
			t.Run(fmt.Sprintf("%d,%d", len(filter), snap), func(t *testing.T) {
				ringtest.Namespace(t)
				c := small()
				c.SnapLen, c.Filter = snap, filter
				r := open(t, c)
				send(t, long, tagged)
				got := rest(t, r)
				if len(got) != 2 {
					t.Fatalf("%d frames", len(got))
				}
				truncated := uint64(0)
				for i, want := range [][]byte{long, tagged} {
					g, n := &got[i], min(snap, len(want))
					if n < len(want) {
						truncated++
					}
					if snap >= 12 && !bytes.Equal(g.octets, want[:n]) {
						t.Errorf("frame %d is %x", i, g.octets)
					}
					if snap >= 12 && int(g.WireLen) != len(want) {
						t.Errorf("frame %d has %d octets on the wire, want %d", i, g.WireLen, len(want))
					}
					if int(g.CapLen) != len(g.octets) || len(g.octets) > snap {
						t.Errorf("frame %d: %d octets, CapLen %d", i, len(g.octets), g.CapLen)
					}
				}
				if n := r.Stats().Truncated; n != truncated {
					t.Errorf("%d counted as truncated, want %d", n, truncated)
				}
			})
		}
	}
}

// port502 is `tcp dst port 502` over IPv4, for frames without a tag in them.
var port502 = []unix.SockFilter{
	{Code: unix.BPF_LD | unix.BPF_H | unix.BPF_ABS, K: 12},
	{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 3, K: 0x0800},
	{Code: unix.BPF_LD | unix.BPF_H | unix.BPF_ABS, K: 36},
	{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 1, K: 502},
	{Code: unix.BPF_RET | unix.BPF_K, K: 0xffff},
	{Code: unix.BPF_RET | unix.BPF_K},
}

func TestFilter(t *testing.T) {
	ringtest.Namespace(t)
	c := small()
	c.Filter = port502
	r := open(t, c)
	var sent, want [][]byte
	for i := range 100 {
		f := request.TCP(uint32(i), nil)
		if i%4 == 0 {
			f = ringtest.Between("10.0.0.1:502", "10.0.0.2:80").TCP(uint32(i), nil)
		} else {
			want = append(want, f)
		}
		sent = append(sent, f)
	}
	send(t, sent...)
	got := rest(t, r)
	if len(got) != len(want) {
		t.Fatalf("%d frames passed, want %d", len(got), len(want))
	}
	for i := range got {
		if !bytes.Equal(got[i].octets, want[i]) {
			t.Errorf("frame %d is %x", i, got[i].octets)
		}
	}
	if s := r.Stats(); s.Received != uint64(len(want)) {
		t.Errorf("%d received, want %d", s.Received, len(want))
	}
}

func TestFilterThatIsNone(t *testing.T) {
	ringtest.Namespace(t)
	c := small()
	c.Filter = []unix.SockFilter{{Code: 0xffff}}
	if _, err := ring.Open(c); !errors.Is(err, ring.ErrConfig) {
		t.Errorf("error is %v", err)
	}
}

// TestOnlyItsInterface has frames on another interface all the while the ring is
// being opened.
func TestOnlyItsInterface(t *testing.T) {
	ringtest.Namespace(t)
	ringtest.Run(t, "ip", "link", "add", "dev", "other0", "type", "veth", "peer", "name", "other1")
	ringtest.Run(t, "ip", "link", "set", "dev", "other0", "up")
	ringtest.Run(t, "ip", "link", "set", "dev", "other1", "up")
	foreign := ringtest.NewSender(t, "other0")
	frame := request.TCP(1, []byte("foreign"))
	stop, done := make(chan struct{}), make(chan error)
	go func() {
		for {
			select {
			case <-stop:
				done <- nil
				return
			default:
				if err := foreign.Send(frame); err != nil {
					done <- err
					return
				}
			}
		}
	}()
	for range 20 {
		r := open(t, small())
		for _, g := range rest(t, r) {
			t.Errorf("a frame of another interface: %x", g.octets)
		}
	}
	close(stop)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if n, _ := ringtest.Counters(t, "other1"); n == 0 {
		t.Error("there were no frames on the other interface")
	}
}

func TestNothingIsSent(t *testing.T) {
	ringtest.Namespace(t)
	_, sentBefore := ringtest.Counters(t, ringtest.Port)
	r := open(t, small())
	send(t, manyFrames(2000)...)
	if got := rest(t, r); len(got) < 2000 {
		t.Errorf("%d frames", len(got))
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	received, _ := ringtest.Counters(t, ringtest.Plant)
	_, sent := ringtest.Counters(t, ringtest.Port)
	if received != 0 || sent != sentBefore {
		t.Errorf("%d frames came back, %d were sent, %d before", received, sent, sentBefore)
	}
}

// TestOwnFramesAreNotCaptured sends through the port that is captured.
func TestOwnFramesAreNotCaptured(t *testing.T) {
	ringtest.Namespace(t)
	alone := open(t, small())
	group, err := ring.OpenGroup(small(), 2)
	if err != nil {
		t.Fatal(err)
	}
	own := ringtest.NewSender(t, ringtest.Port)
	if err := own.Send(manyFrames(50)...); err != nil {
		t.Fatal(err)
	}
	send(t, request.TCP(1, []byte("of others")))
	if n, _ := ringtest.Counters(t, ringtest.Plant); n < 50 {
		t.Fatalf("only %d frames were sent", n)
	}
	if got := rest(t, alone); len(got) != 1 {
		t.Errorf("%d frames captured, want 1", len(got))
	}
	n := 0
	for _, r := range group {
		n += len(rest(t, r))
		if s := r.Stats(); s.Outgoing != 0 {
			t.Errorf("%d outgoing frames reached the ring", s.Outgoing)
		}
		r.Close()
	}
	if n != 1 {
		t.Errorf("%d frames captured by the group, want 1", n)
	}
}
