package value

import (
	"encoding/binary"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// plain is a protocol with spaces of registers.
var plain = &wire.Protocol{Name: "modbus", AppendSpace: func(dst []byte, space uint32) []byte {
	return append(dst, [...]string{"coil", "holding-register"}[space&1]...)
}}

// strict settings leave hardly any room for false deviations.
var strict = baseline.Settings{Lower: map[baseline.Detector]baseline.Budget{baseline.Values: 1e-3, baseline.Relations: 1e-3},
	Top: map[baseline.Detector]baseline.Budget{baseline.Values: 1e-4}}

// world is a site in which events happen.
type world struct {
	t      *testing.T
	d      *Detector
	book   *baseline.Book
	look   *baseline.Look
	day    int64
	start  int64
	second int64
	got    []baseline.Deviation
}

func newWorld(t *testing.T, s baseline.Settings) *world {
	if s.Day == 0 {
		s.Day = 24 * time.Hour
	}
	w := &world{t: t, d: New(s, plain), book: baseline.NewBook(), day: int64(s.Day), start: time.Date(2025, 3, 3, 0, 0, 0, 0, time.UTC).UnixNano()}
	w.look = baseline.NewLook(w.book, func(d *baseline.Deviation) { w.got = append(w.got, *d) })
	w.look.Learn, w.look.Site, w.look.Channel = true, baseline.Ready, baseline.Ready
	return w
}

// at lets time pass.
func (w *world) at(now int64) {
	day := uint32((now-w.start)/w.day) + 1
	w.look.Now = now
	if day != w.look.Day {
		w.look.Day = day
		w.d.NewDay(w.look)
	}
	if now/1e9 != w.second {
		w.second = now / 1e9
		w.d.Tick(w.look)
		w.look.Tick()
	}
}

var (
	server  = netip.MustParseAddrPort("10.0.0.2:502")
	clients = [...]netip.AddrPort{netip.MustParseAddrPort("10.0.0.1:40000"), netip.MustParseAddrPort("10.0.0.5:40000"), netip.MustParseAddrPort("10.0.0.66:40000")}
)

func (w *world) event(now int64, client int, o wire.Operation, points ...wire.Point) {
	w.at(now)
	e := baseline.Event{Time: now, Frame: 7, Client: clients[client], Server: server, Protocol: plain, Station: 1, Operation: o, Function: o.String(),
		Outcome: wire.Answered, Points: points}
	w.send(&e)
}

func (w *world) send(e *baseline.Event) {
	e.ClientID, e.ServerID = w.book.Asset(e.Client.Addr()), w.book.Asset(e.Server.Addr())
	e.Channel = w.book.Channel(baseline.Channel{Client: e.ClientID, Server: e.ServerID, Protocol: w.book.NameOf(e.Protocol.Name), Port: e.Server.Port(), Station: e.Station})
	w.d.Event(w.look, e)
}

// read tells a float, write sets one.
func (w *world) read(now int64, client int, index uint32, x float64) {
	w.event(now, client, wire.Read, wire.Point{Space: 1, Index: index, Count: 1, Value: wire.Float64(x)})
}

func (w *world) write(now int64, client int, index uint32, x float64) {
	w.event(now, client, wire.Write, wire.Point{Space: 1, Index: index, Count: 1, Access: wire.AccessWrite, Value: wire.Float64(x)})
}

// words tells a run of registers.
func words(index uint32, values ...uint16) wire.Point {
	raw := make([]byte, 0, 2*len(values))
	for _, x := range values {
		raw = binary.BigEndian.AppendUint16(raw, x)
	}
	return wire.Point{Space: 1, Index: index, Count: uint32(len(values)), Value: wire.Value{Kind: wire.KindWords, Raw: raw}}
}

// kinds counts what was reported since the last call.
func (w *world) kinds() map[baseline.Kind]int {
	m := map[baseline.Kind]int{}
	for i := range w.got {
		m[w.got[i].Meaning.Kind] += int(w.got[i].Count)
	}
	w.got = nil
	return m
}

// only fails unless exactly this was reported, so often, since the last call.
func (w *world) only(k baseline.Kind, n int) baseline.Deviation {
	w.t.Helper()
	var last baseline.Deviation
	if len(w.got) > 0 {
		last = w.got[len(w.got)-1]
	}
	got := w.got
	if m := w.kinds(); m[k] != n || (n > 0 && len(m) != 1) || (n == 0 && len(m) != 0) {
		for _, d := range got {
			w.t.Logf("  %s %s expected %q seen %q, day %d", d.Meaning.Kind, d.Point, d.Expected, d.Seen, (d.Time-w.start)/w.day+1)
		}
		w.t.Fatalf("day %d: reported %v, want %d of %s", w.look.Day, m, n, k)
	}
	return last
}

// minute is the time of a minute of a day, from 1.
func (w *world) minute(day, minute int) int64 {
	return w.start + int64(day-1)*w.day + int64(minute)*w.day/1440 + 5e8
}

// facts returns what is said of an entry.
func (w *world) facts(subject string) (facts string, standing baseline.Standing) {
	w.t.Helper()
	found := false
	w.d.Entries(w.book, func(e *baseline.Entry) bool {
		if e.Subject == subject {
			facts, standing, found = e.Facts, e.Standing, true
		}
		return true
	})
	if !found {
		w.d.Entries(w.book, func(e *baseline.Entry) bool { w.t.Logf("  %s: %s", e.Subject, e.Facts); return true })
		w.t.Fatalf("no entry %s", subject)
	}
	return facts, standing
}

func point(space, quality uint32, write bool) *wire.Point {
	p := &wire.Point{Space: space, HasQuality: true, Quality: quality}
	if write {
		p.Access = wire.AccessWrite
	}
	return p
}

func itoa(i int) string { return strconv.Itoa(i) }
