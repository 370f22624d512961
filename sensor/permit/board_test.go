package permit

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
)

func opened(t *testing.T, permits ...Permit) *Board {
	t.Helper()
	b := NewBoard()
	for _, p := range permits {
		if err := b.Open(epoch, p); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func named(ticket string, from, to time.Duration) Permit {
	p := valid()
	p.Ticket, p.From, p.To = ticket, epoch.Add(from), epoch.Add(to)
	return p
}

func TestBoard(t *testing.T) {
	b := opened(t, named("c", 2*time.Hour, 3*time.Hour), named("a", 0, 2*time.Hour), named("b", 0, 4*time.Hour))
	for at, want := range map[time.Duration]string{-1: "[]", 0: "[a b]", 2 * time.Hour: "[b c]", 3 * time.Hour: "[b]", 4 * time.Hour: "[]"} {
		tickets := []string{}
		for _, p := range b.At(epoch.Add(at)) {
			tickets = append(tickets, p.Ticket)
		}
		if got := fmt.Sprint(tickets); got != want {
			t.Errorf("%v: %s, want %s", at, got, want)
		}
	}
	if asset := netip.MustParseAddr("10.0.0.1"); !b.Holds(asset, epoch) || b.Holds(asset, epoch.Add(4*time.Hour)) || b.Holds(netip.MustParseAddr("10.0.0.2"), epoch) {
		t.Error("Holds is wrong")
	}
	d := deviation()
	if ticket, ok := b.Note(d); ticket != "a" || !ok {
		t.Errorf("noted under %q", ticket)
	}
	d.Event = epoch.Add(150 * time.Minute).UnixNano()
	if ticket, _ := b.Note(d); ticket != "b" {
		t.Errorf("noted under %q", ticket)
	}
	d.Operation = wire.Restart
	if _, ok := b.Note(d); ok {
		t.Error("a restart was noted")
	}
	over := b.Ended(epoch.Add(3 * time.Hour))
	if len(over) != 2 || over[0].Permit.Ticket != "a" || over[1].Permit.Ticket != "c" || !over[0].Closed.Equal(epoch.Add(2*time.Hour)) || len(over[0].Lines) != 1 || len(over[1].Lines) != 0 {
		t.Errorf("%+v", over)
	}
	left, ok := b.Close("b", epoch.Add(200*time.Minute))
	if !ok || len(left.Lines) != 1 || !left.Closed.Equal(epoch.Add(200*time.Minute)) || len(b.Works()) != 0 {
		t.Errorf("%+v", left)
	}
	if _, ok := b.Close("b", epoch); ok {
		t.Error("closed twice")
	}
}

func TestBoardRefuses(t *testing.T) {
	b := opened(t, valid())
	late := named("x", 0, time.Hour)
	for name, test := range map[string]struct {
		now    time.Time
		permit Permit
		want   []string
	}{
		"same ticket": {epoch, valid(), []string{`ticket: "W-4711" has an open permit`}},
		"over":        {epoch.Add(time.Hour), late, []string{"to: is over"}},
		"faults too":  {epoch.Add(time.Hour), func() Permit { p := late; p.Who = ""; return p }(), []string{"who: is missing", "to: is over"}},
	} {
		checkFaults(t, name, b.Open(test.now, test.permit), test.want)
	}
	for n := len(b.Works()); n < MaxOpen; n++ {
		if err := b.Open(epoch, named(fmt.Sprint(n), 0, time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	checkFaults(t, "full", b.Open(epoch, late), []string{"the permit: 64 permits are open"})
	checkFaults(t, "full", NewBoardOf(t, b).Restore(Diff{Permit: late}), []string{"the permit: 64 permits are open"})
	b.Close("W-4711", epoch)
	if err := b.Open(epoch, late); err != nil {
		t.Error(err)
	}
}

// NewBoardOf is a board that was restored from what another had.
func NewBoardOf(t *testing.T, b *Board) *Board {
	t.Helper()
	c := NewBoard()
	for _, d := range b.Works() {
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		kept, err := ParseDiff(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Restore(kept); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// TestOwned: what the board has is its own, and what it gives is the caller's.
func TestOwned(t *testing.T) {
	p := valid()
	b := opened(t, p)
	p.Hosts[0], p.Approvers[0] = prefixes("10.9.9.9")[0], "x"
	got := b.At(epoch)[0]
	got.Assets[0] = prefixes("10.9.9.9")[0]
	if again := b.At(epoch)[0]; !reflect.DeepEqual(again, valid()) {
		t.Errorf("%+v", again)
	}
	b.Note(deviation())
	b.Works()[0].Lines[0].Seen[0] = "x"
	if got := b.Works()[0].Lines[0].Seen[0]; got != "900" {
		t.Error(got)
	}
}

// done is a board with a few things done.
func done(t *testing.T) *Board {
	b := opened(t, valid())
	for n := range 20 {
		d := deviation()
		d.Event += int64(n)
		d.Seen = fmt.Sprint(900 + n%18)
		d.Outcome = []wire.Outcome{wire.Answered, wire.Refused}[n%2]
		if _, ok := b.Note(d); !ok {
			t.Fatal("not noted")
		}
	}
	d := deviation()
	d.Target, d.Expected, d.Point, d.Count, d.Operation, d.Frame = netip.MustParseAddr("2001:db8::1"), "", "", 500, wire.Program, 99
	b.Note(d)
	d = deviation()
	d.Meaning, d.Operation, d.Protocol, d.Seen, d.Expected, d.Point = &contact, wire.OperationNone, "", "", "", ""
	b.Note(d)
	return b
}

func TestDiff(t *testing.T) {
	d, _ := done(t).Close("W-4711", epoch.Add(2*time.Hour))
	at := epoch.Add(time.Hour)
	if len(d.Lines) != 3 || d.Omitted != 0 || d.Open() != 3 {
		t.Fatalf("%+v", d)
	}
	values := d.Lines[1]
	if values.Count != 20 || values.Accepted != 10 || values.Expected != "200..260" || len(values.Seen) != MaxValues || values.Seen[0] != "900" || values.More != 2 ||
		!values.First.Equal(at) || !values.Last.Equal(at.Add(19)) || values.Frame != 7 || values.Operation != "write" {
		t.Errorf("%+v", values)
	}
	if program := d.Lines[2]; program.Count != 500 || program.Accepted != 500 || program.Expected != "" {
		t.Errorf("%+v", program)
	}
	if err := d.Review(Review{Approve: []int{1}, Reject: []int{2}}, "田中", at); err != nil {
		t.Error(err)
	}
	if d.Open() != 1 || d.Lines[1].Decision != "rejected" || d.Lines[1].By != "田中" || !d.Lines[1].At.Equal(at) {
		t.Errorf("%+v", d.Lines[1])
	}
	for name, err := range map[string]error{"line 4": d.Review(Review{Approve: []int{3, 4}}, "a", at), "line 0": d.Review(Review{Reject: []int{0}}, "a", at),
		"nobody": d.Review(Review{All: true}, "", at), "nothing": d.Review(Review{}, "a", at), "both": d.Review(Review{Approve: []int{3}, Reject: []int{3}}, "a", at)} {
		if f := (Faults)(nil); !errors.As(err, &f) || d.Open() != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
	all := d
	all.Lines = slices.Clone(d.Lines)
	if err := all.Review(Review{All: true}, "田中", at); err != nil || all.Open() != 0 {
		t.Errorf("%v, %+v", err, all.Lines)
	}
	if yes, no := all.Decided(); yes != 2 || no != 1 {
		t.Errorf("%d approved, %d rejected", yes, no)
	}
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := ParseDiff(b); err != nil || !reflect.DeepEqual(again, d) {
		t.Errorf("%v\n%+v\n%+v", err, again, d)
	}
}

func TestDiffText(t *testing.T) {
	d, _ := done(t).Close("W-4711", epoch.Add(2*time.Hour))
	if err := d.Review(Review{Approve: []int{3}}, "田中", epoch); err != nil {
		t.Fatal(err)
	}
	d.Omitted = 12345
	values := "900, 901, 902, 903, 904, 905, 906, 907, 908, 909, 910, 911, 912, 913, 914, 915"
	words := Words{Name: func(a netip.Addr) string { return "<" + a.String() + ">" },
		Title: func(k baseline.Kind) lang.Text {
			return lang.Text{EN: "title of " + string(k), JA: string(k) + "の題"}
		}, Zone: time.FixedZone("", 9*3600)}
	want := wholeEnglish + "\n" +
		"   1  [undecided] title of new-pair\n      <10.0.0.50> → <10.0.0.1>, session, Write Single Register\n      done 1×, 1× accepted by the device, first 11-24 19:00 +09:00 (frame 7)\n" +
		"   2  [undecided] title of new-value\n      <10.0.0.50> → <10.0.0.1>, write, Write Single Register, holding-register 12, modbus, station 1\n" +
		"      before: 200..260; under the permit: " + values + " and 2 more\n      done 20×, 10× accepted by the device, first 11-24 19:00 +09:00 (frame 7)\n" +
		"   3  [approved by 田中] title of new-value\n      <10.0.0.50> → <2001:db8::1>, program, Write Single Register, modbus, station 1\n" +
		"      before: never seen; under the permit: 900\n      done 500×, 500× accepted by the device, first 11-24 19:00 +09:00 (frame 99)\n" +
		"12,345 more operations found no room in this list\n"
	if got := d.Text(lang.English, words); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := d.Text(lang.Japanese, Words{}); !strings.Contains(got, "[承認：田中] new-value\n      10.0.0.50 → 2001:db8::1、プログラム・ファイル、") {
		t.Error(got)
	}
	empty := Diff{Permit: valid()}
	if got := empty.Text(lang.English, Words{}); !strings.Contains(got, "nothing out of the ordinary") {
		t.Error(got)
	}
}

// TestDiffBounds: a flood finds no room, is counted, and changes nothing that is
// there.
func TestDiffBounds(t *testing.T) {
	b := opened(t, valid())
	b.Note(deviation())
	before := b.Works()[0].Lines[0]
	for n := range MaxLines + 500 {
		d := deviation()
		d.Point = fmt.Sprintf("%05d%s", n, strings.Repeat("あ", 200))
		d.Seen = strings.Repeat("9", 10_000)
		d.Count = 3
		b.Note(d)
	}
	d := b.Works()[0]
	if len(d.Lines) != MaxLines || d.Omitted != 3*501 {
		t.Errorf("%d lines, %d omitted", len(d.Lines), d.Omitted)
	}
	for _, l := range d.Lines {
		if len(l.Point) > maxValue || !strings.HasPrefix(l.Point, "0") && l.Point != before.Point || len(l.Seen[0]) > maxValue {
			t.Fatalf("%+v", l)
		}
		if l.Point == before.Point && !reflect.DeepEqual(l, before) {
			t.Errorf("%+v", l)
		}
	}
	b.Note(deviation())
	if d, _ := b.Close("W-4711", epoch); d.Omitted != 3*501 {
		t.Error("a line that is there finds no room")
	}
}

// TestRestore: a board that was kept and restored amid the work ends with the same
// diff as one that was not.
func TestRestore(t *testing.T) {
	straight, kept := done(t), NewBoardOf(t, done(t))
	for _, b := range []*Board{straight, kept} {
		for n := range 5 {
			d := deviation()
			d.Event, d.Seen, d.Point = d.Event+100, fmt.Sprint(n), fmt.Sprint("coil ", n%3)
			b.Note(d)
			b.Note(deviation())
		}
	}
	a, _ := straight.Close("W-4711", epoch)
	b, _ := kept.Close("W-4711", epoch)
	if !reflect.DeepEqual(a, b) {
		t.Errorf("got  %+v\nwant %+v", b, a)
	}
	checkFaults(t, "no permit", NewBoard().Restore(Diff{Permit: Permit{Ticket: "x"}}), []string{"who", "hosts", "assets", "operations", "from", "to", "approvers"})
	c := opened(t, valid())
	checkFaults(t, "there already", c.Restore(a), []string{"ticket: \"W-4711\" has an open permit"})
}

func TestParseDiff(t *testing.T) {
	for _, s := range []string{"", "{}", `{"v":1,"permit":{}}`, `{"v":2,"permit":` + whole + `}`, `{"v":1,"permit":` + whole + `,"lines":[{"decision":"maybe"}]}`,
		`{"v":1,"permit":` + whole + `,"lines":[` + strings.Repeat("{},", MaxLines) + `{}]}`,
		`{"v":1,"permit":` + whole + `,"lines":[{"seen":[` + strings.Repeat(`"",`, MaxValues) + `""]}]}`} {
		if _, err := ParseDiff([]byte(s)); err == nil {
			t.Errorf("%.60s is read", s)
		}
	}
	if d, err := ParseDiff([]byte(`{"v":1,"permit":` + whole + `,"lines":[{"decision":"approved"}]}`)); err != nil || d.Open() != 0 {
		t.Errorf("%v, %+v", err, d)
	}
}

// TestConcurrent: the board is asked, changed and noted at once.
func TestConcurrent(t *testing.T) {
	b := opened(t, valid())
	var all sync.WaitGroup
	for n := range 4 {
		all.Go(func() {
			for range 200 {
				b.Note(deviation())
				b.At(epoch)
				b.Holds(netip.MustParseAddr("10.0.0.1"), epoch)
				ticket := fmt.Sprint("t", n)
				if err := b.Open(epoch, named(ticket, 3*time.Hour, 4*time.Hour)); err != nil {
					t.Error(err)
				}
				b.Works()
				b.Close(ticket, epoch)
			}
		})
	}
	all.Wait()
	if d, _ := b.Close("W-4711", epoch); len(d.Lines) != 1 || d.Lines[0].Count != 800 {
		t.Errorf("%+v", d.Lines)
	}
}

// TestNothing: deviations that no permit covers, and repeated ones, cost nothing.
func TestNothing(t *testing.T) {
	b := opened(t, valid())
	other := deviation()
	other.Operation = wire.Restart
	same := deviation()
	b.Note(same)
	if n := testing.AllocsPerRun(100, func() { b.Note(other); b.Note(same) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
