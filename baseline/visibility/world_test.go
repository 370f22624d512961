package visibility

import (
	"net/netip"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/protocols/wire"
)

const second = int64(time.Second)

// plant is a small site: clients that poll servers every ten seconds.
type plant struct {
	t        *testing.T
	settings baseline.Settings
	book     *baseline.Book
	look     *baseline.Look
	d        *Detector
	told     []baseline.Deviation
	polls    []poll
	protocol wire.Protocol
}

// poll is a channel that is polled.
type poll struct {
	client, server int
	every          int64
	next           int64
	outcome        wire.Outcome
	stopped        bool
}

func newPlant(t *testing.T, day time.Duration, polls ...poll) *plant {
	p := &plant{t: t, settings: baseline.Settings{Day: day}, book: baseline.NewBook(), polls: polls, protocol: wire.Protocol{Name: "modbus"}}
	p.look = baseline.NewLook(p.book, func(d *baseline.Deviation) { p.told = append(p.told, *d.Clone()) })
	p.look.Now = 1_800_000_000 * second
	p.look.Learn, p.look.Site = true, baseline.Ready
	p.d = New(p.settings)
	for i := range p.polls {
		p.polls[i].next = p.look.Now + int64(i)*second
		if p.polls[i].outcome == 0 {
			p.polls[i].outcome = wire.Answered
		}
	}
	return p
}

func host(n int) netip.Addr { return netip.AddrFrom4([4]byte{10, 0, byte(n >> 8), byte(n)}) }

func (p *plant) event(client, server int, o wire.Outcome) {
	e := baseline.Event{Time: p.look.Now, Client: netip.AddrPortFrom(host(client), 1000), Server: netip.AddrPortFrom(host(server), 502),
		Protocol: &p.protocol, Outcome: o, Operation: wire.Read, Function: "read-coils"}
	e.ClientID, e.ServerID = p.book.Asset(e.Client.Addr()), p.book.Asset(e.Server.Addr())
	e.Channel = p.book.Channel(baseline.Channel{Client: e.ClientID, Server: e.ServerID, Port: 502})
	p.d.Event(p.look, &e)
}

// tick lets a second pass as the model does.
func (p *plant) tick() {
	p.look.Now += second
	p.look.Blind = p.d.Blind()
	p.look.Learn = !p.look.Blind
	p.d.Tick(p.look)
	p.look.Tick()
}

// run lets time pass, with its polls.
func (p *plant) run(d time.Duration) {
	for end := p.look.Now + int64(d); p.look.Now < end; {
		p.tick()
		for i := range p.polls {
			x := &p.polls[i]
			for x.next <= p.look.Now {
				x.next += x.every
				if !x.stopped {
					p.event(x.client, x.server, x.outcome)
				}
			}
		}
	}
}

func (p *plant) sight(k baseline.VisibilityKind, part string, amount uint64) {
	p.d.Visibility(p.look, &baseline.Visibility{Time: p.look.Now, Kind: k, Part: part, Amount: amount})
}

// count returns how often a kind was told.
func (p *plant) count(k baseline.Kind) (n int) {
	for i := range p.told {
		if p.told[i].Meaning.Kind == k {
			n++
		}
	}
	return n
}

func (p *plant) want(k baseline.Kind, n int) {
	p.t.Helper()
	if got := p.count(k); got != n {
		p.t.Errorf("%s was told %d times, want %d (of %d)", k, got, n, len(p.told))
	}
}

func (p *plant) blind(want bool) {
	p.t.Helper()
	if p.d.Blind() != want || (p.d.BlindSince() != 0) != want {
		p.t.Errorf("blind is %v since %d, want %v", p.d.Blind(), p.d.BlindSince(), want)
	}
}

func every(client, server, seconds int) poll {
	return poll{client: client, server: server, every: int64(seconds) * second}
}

func water() []poll {
	return []poll{every(1, 11, 10), every(1, 12, 10), every(1, 13, 5), every(2, 11, 30)}
}

// restart replaces the detector with one restored from its state.
func (p *plant) restart() {
	p.t.Helper()
	var w, again snapshot.Writer
	p.d.AppendState(&w)
	d := New(p.settings)
	r := snapshot.NewReader(w.B)
	d.Restore(r)
	if err := r.End(); err != nil {
		p.t.Fatal(err)
	}
	d.AppendState(&again)
	if string(again.B) != string(w.B) {
		p.t.Fatal("the restored state is another one")
	}
	p.d = d
}
