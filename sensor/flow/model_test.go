package flow

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"sort"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/packet"
)

// model is a connection whose two streams are known, and what the capture shows
// of it.
type model struct {
	r       *rand.Rand
	k       *talk
	isn     [2]uint32
	stream  [2][]byte  // all octets sent
	acks    [2][]int   // of each octet, how much of the other stream its sender had seen
	times   [2][]int64 // when each octet was first sent
	seen    [2][]bool  // octets that the capture holds
	now     int64
	packets []packet.Packet
	sure    int // so many packets are captured, and in order
}

// chances of what happens to packets, in percent.
type chances struct{ lose, repeat, double, delay int }

func newModel(seed uint64, n int, midStream bool) *model {
	m := &model{r: rand.New(rand.NewPCG(seed, 7)), k: newTalk(n), now: start + int64(seed%1000)}
	for i := range m.isn {
		m.isn[i] = m.r.Uint32()
		if m.r.IntN(3) == 0 {
			m.isn[i] = uint32(-m.r.IntN(3000)) // wraps soon
		}
		m.k.seq[i] = m.isn[i] + 1
	}
	if midStream {
		m.sure = 3
		m.speak(client, 40)
		m.speak(server, 40)
		m.speak(client, 40)
		return m
	}
	m.k.seq = m.isn
	for _, p := range m.k.handshake() {
		m.emit(p)
	}
	m.sure = 3
	return m
}

// emit puts a packet on the wire.
func (m *model) emit(p packet.Packet) {
	m.now += int64(m.r.IntN(2 * millisecond))
	p.Time = m.now
	m.packets = append(m.packets, p)
}

// speak lets an end send up to limit new octets in one segment.
func (m *model) speak(from, limit int) {
	b := make([]byte, 1+m.r.IntN(limit))
	for i := range b {
		b[i] = byte(m.r.Uint32())
		m.acks[from] = append(m.acks[from], len(m.stream[from^1]))
		m.times[from] = append(m.times[from], m.now)
	}
	m.stream[from] = append(m.stream[from], b...)
	m.seen[from] = append(m.seen[from], make([]bool, len(b))...)
	m.emit(m.k.data(from, string(b)))
}

// repeat lets an end send some of its latest octets again, cut differently. They
// are not older than the capture waits for.
func (m *model) repeat(from int) {
	all := m.stream[from]
	oldest := sort.Search(len(all), func(i int) bool { return m.times[from][i] > m.now-15*millisecond })
	if len(all)-oldest < 2 {
		return
	}
	begin := max(oldest, len(all)-1-m.r.IntN(4000))
	end := min(len(all), begin+2+m.r.IntN(3000))
	m.emit(m.k.make(from, ack, m.isn[from]+1+uint32(begin), string(all[begin:end])))
}

// converse fills both streams.
func (m *model) converse(turns int, c chances) {
	limits := []int{1, 12, 300, 1460, 1460, 4000}
	for range turns {
		from := m.r.IntN(2)
		for range 1 + m.r.IntN(4) {
			m.speak(from, limits[m.r.IntN(len(limits))])
		}
		if m.r.IntN(3) == 0 {
			m.emit(m.k.send(from^1, ack, ""))
		}
		if m.r.IntN(100) < c.repeat {
			m.repeat(m.r.IntN(2))
		}
	}
	for _, p := range m.k.close() {
		m.emit(p)
	}
}

// capture returns the packets as the capture shows them: some lost, some twice,
// and delayed by up to 15 ms.
func (m *model) capture(c chances) []packet.Packet {
	var shown []packet.Packet
	for i, p := range m.packets {
		kept := i < m.sure || i >= len(m.packets)-3
		if !kept && m.r.IntN(100) < c.lose {
			continue
		}
		m.see(&p)
		if m.r.IntN(100) < c.double {
			shown = append(shown, p)
		}
		if !kept && m.r.IntN(100) < c.delay {
			p.Time += int64(m.r.IntN(15 * millisecond))
		}
		shown = append(shown, p)
	}
	sort.SliceStable(shown, func(i, j int) bool { return shown[i].Time < shown[j].Time })
	return shown
}

// see notes which octets the capture holds.
func (m *model) see(p *packet.Packet) {
	from := client
	if p.SrcPort == m.k.port[server] {
		from = server
	}
	for i := range p.Payload {
		m.seen[from][p.Seq-m.isn[from]-1+uint32(i)] = true
	}
}

// modelCheck is a consumer that compares what it is given with a model.
type modelCheck struct {
	strict
	m         *model
	causal    bool // octets must not come before those they acknowledge
	at        [2]int
	conflicts int
	ended     bool
}

func (c *modelCheck) Octets(f *Flow, dir wire.Direction, p Position, b []byte) {
	c.strict.Octets(f, dir, p, b)
	at, from := c.at[dir], int(dir)
	if at+len(b) > len(c.m.stream[from]) || !bytes.Equal(c.m.stream[from][at:at+len(b)], b) {
		c.fail("%v: other octets at %d", dir, at)
		return
	}
	// One octet may be a FIN, and is not waited for.
	if needs := c.m.acks[from][at]; c.causal && c.at[dir^1]+1 < needs {
		c.fail("%v: octet %d delivered before %d of the other direction", dir, at, needs)
	}
	for i := range b {
		if !c.m.seen[from][at+i] {
			c.fail("%v: octet %d was never captured", dir, at+i)
		}
	}
	c.at[dir] += len(b)
}

func (c *modelCheck) Gap(f *Flow, dir wire.Direction, p Position, n int) {
	c.strict.Gap(f, dir, p, n)
	at := c.at[dir]
	for i := range n {
		if at+i >= len(c.m.seen[dir]) || c.m.seen[dir][at+i] {
			c.fail("%v: gap at %d, but it was captured", dir, at+i)
			return
		}
	}
	c.at[dir] += n
}

func (c *modelCheck) Conflict(f *Flow, dir wire.Direction, p Position, o Overlap) {
	c.strict.Conflict(f, dir, p, o)
	c.conflicts++
}

func (c *modelCheck) End(f *Flow, p Position, why Ending) {
	c.strict.End(f, p, why)
	c.ended = true
	if why != Finished {
		c.fail("ended because %v", why)
	}
	for dir := range c.at {
		if c.at[dir] != len(c.m.stream[dir]) {
			c.fail("%v: %d of %d octets accounted for", wire.Direction(dir), c.at[dir], len(c.m.stream[dir]))
		}
	}
}

// run captures a model and returns what was wrong.
func (m *model) run(shown []packet.Packet, causal bool) string {
	c := &modelCheck{m: m, causal: causal}
	t := New(Config{MaxFlows: 8, MaxHalfOpen: 8, ServerPort: func(_ uint8, port uint16) bool { return port == 502 }}, c)
	for i := range shown {
		p := shown[i]
		p.Frame = uint64(i + 1)
		if m.r.IntN(4) == 0 {
			t.Advance(p.Time, p.Frame-1)
		}
		t.Packet(&p)
		if fault := check(t); fault != "" {
			return fmt.Sprintf("frame %d: %s", p.Frame, fault)
		}
	}
	for range 10 {
		m.now += 10 * second
		t.Advance(m.now, uint64(len(shown)))
	}
	switch {
	case c.fault != "":
		return c.fault
	case !c.ended:
		return "the flow did not end"
	case c.conflicts != 0:
		return "conflict between equal octets"
	}
	return ""
}

// TestModel holds that whatever the capture does to a connection, the consumer
// is given its two streams with exactly the octets never captured as gaps.
func TestModel(t *testing.T) {
	tests := map[string]chances{
		"clean":   {},
		"loss":    {lose: 10},
		"reorder": {delay: 50},
		"span":    {double: 100},
		"repeat":  {repeat: 60},
		"lossy":   {lose: 20, repeat: 60},
		"all":     {lose: 8, repeat: 30, double: 20, delay: 30},
		"worst":   {lose: 40, repeat: 50, double: 30, delay: 80},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(500) {
				m := newModel(seed, int(seed%2), seed%3 == 0)
				m.converse(10+int(seed%20), c)
				// A retransmission says what its sender had seen later. When all
				// that is captured are retransmissions, their order is lost.
				causal := c.repeat == 0 || c.lose == 0 && c.delay == 0
				if fault := m.run(m.capture(c), causal); fault != "" {
					t.Fatalf("seed %d: %s", seed, fault)
				}
			}
		})
	}
}

// TestModelConflict holds that octets sent again with another content change
// nothing but the number of conflicts.
func TestModelConflict(t *testing.T) {
	total := 0
	for seed := range uint64(300) {
		m := newModel(seed, int(seed%2), false)
		m.converse(10, chances{repeat: 100})
		spoiled := m.spoil()
		c := &modelCheck{m: m}
		table := New(Config{}, c)
		for i := range m.packets {
			m.packets[i].Frame = uint64(i + 1)
			table.Packet(&m.packets[i])
		}
		if c.fault != "" {
			t.Fatalf("seed %d: %s", seed, c.fault)
		}
		if c.conflicts != spoiled {
			t.Fatalf("seed %d: %d conflicts of %d", seed, c.conflicts, spoiled)
		}
		total += spoiled
	}
	if total < 300 {
		t.Errorf("only %d conflicts", total)
	}
}

// spoil changes the last octet of retransmissions that end where the stream did,
// and returns how many.
func (m *model) spoil() (n int) {
	var end [2]uint32
	for i := range m.packets {
		p := &m.packets[i]
		from := client
		if p.SrcPort == m.k.port[server] {
			from = server
		}
		if len(p.Payload) == 0 {
			continue
		}
		last := p.Seq + uint32(len(p.Payload))
		if end[from] == last && len(p.Payload) > 1 {
			p.Payload[len(p.Payload)-1] ^= 0x55
			n++
			continue
		}
		m.see(p)
		end[from] = last
	}
	return n
}
