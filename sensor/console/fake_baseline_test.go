package console

import (
	"context"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/permit"
)

func (f *fake) Forecast(context.Context) (*control.Learning, error) {
	l := f.today.Learning
	l.Missing = []string{"days", "bound", "weekdays", "unseen", "hold-out", "approvals", "open"}
	l.Sentence = lang.Text{EN: "Learned 14 days; 0 one-day behaviours; expect at most 0.21 false novelty incidents a day (95 %).", JA: "学習日数 14日、1日だけ観測された動作 0件、新規動作による誤報は1日あたり最大 0.21件の見込み（95 %）"}
	l.Compared = control.Compared{Days: 7, Promised: 0.5, AtMost: 1.9, Observed: 1}
	return &l, f.ask()
}

// fakeLines are lines of the baseline: some hundred of one host, and what the wire may
// say of itself.
func fakeLines() []control.Line {
	both := func(en, ja string) lang.Text { return lang.Text{EN: en, JA: ja} }
	list := []control.Line{
		{ID: "y71wsh", Detector: "whitelist", Standing: "pending", Subject: "host 10.0.0.7 writes", Client: "10.0.0.7", What: both("gives commands: it may write or operate at all", "書込みや操作を行う機器である"), Days: 1, First: "2026-03-11", Last: "2026-03-11"},
		{ID: "a0q0nx", Detector: "tripwire", Standing: "pending", Subject: "umas-start-stop modbus 10.0.0.7 > 10.0.0.5:502 station 1 umas-stop-plc", Client: "10.0.0.7", Server: "10.0.0.5",
			What: both("A controller was told to start or stop (umas stop plc)", "コントローラに運転開始または停止が指示されました（umas stop plc）"), Known: both("asked for; not known to have been done", "要求された（実行されたかは不明）"), Days: 1, First: "2026-03-11", Last: "2026-03-11"},
		{ID: "tc5ac7", Detector: "whitelist", Standing: "pending", Subject: "modbus 10.0.0.7 > 10.0.0.5:502 station 1 write holding-register[12]", Client: "10.0.0.7", Server: "10.0.0.5",
			What: both("writes holding register 40013 (PIC-101.SP Pressure "+evil+")", "保持レジスタ40013（PIC-101.SP 圧力設定値"+evil+"）に書き込む"), Held: true, First: "2026-03-11", Last: "2026-03-11"},
		{ID: "n6x3e0", Detector: "value", Standing: "approved", Subject: "modbus 10.0.0.5:502 station 1 write holding-register[12]", Server: "10.0.0.5",
			What: both("the values that are written to holding register 40013", "保持レジスタ40013に書き込まれる値"), Known: both("200 to 260 kPa", "200〜260 kPa"), Days: 14, First: "2026-03-01", Last: "2026-03-14"},
		{ID: "mv1pk4", Detector: "whitelist", Standing: "rejected", Subject: "tcp internet > 10.0.0.5:443", Client: "internet", Server: "10.0.0.5", What: both("connects by TCP, port 443", "TCPで接続する（ポート443）"), Days: 2, First: "2026-03-01", Last: "2026-03-14"},
	}
	for i := range 120 {
		n := strconv.Itoa(1000 + i)
		list = append(list, control.Line{ID: "z0" + n, Detector: "whitelist", Standing: "pending", Subject: "modbus 10.0.0.10 > 10.0.0.6:502 station 1 write holding-register[" + n + "]", Client: "10.0.0.10", Server: "10.0.0.6",
			What: both("writes holding register 4"+n, "保持レジスタ4"+n+"に書き込む"), Days: 9, First: "2026-03-01", Last: "2026-03-14"})
	}
	return list
}

// Lines pages as the sensor does, but by number.
func (f *fake) Lines(_ context.Context, q *control.LinesQuery) (*control.Lines, error) {
	f.mu.Lock()
	f.asked = append(f.asked, *q)
	f.mu.Unlock()
	c := &control.Lines{V: 1}
	from, _ := strconv.Atoi(q.After)
	for _, l := range fakeLines() {
		if (q.Standing == "" || l.Standing == q.Standing) && strings.Contains(l.Subject+l.What.EN, q.Text) {
			c.Count++
			if c.Count > from && len(c.Lines) < q.Limit {
				c.Lines = append(c.Lines, l)
			}
		}
	}
	if from > 0 {
		c.Previous = "0"
	}
	if from+len(c.Lines) < c.Count {
		c.Next = strconv.Itoa(from + len(c.Lines))
	}
	return c, f.ask()
}

func (f *fake) Freeze(_ context.Context, x *control.Freeze) (*control.Learning, error) {
	return &control.Learning{Frozen: x.Frozen}, f.order(*x)
}

func (f *fake) Channels(_ context.Context, q *control.ChannelsQuery) (*control.Channels, error) {
	f.mu.Lock()
	f.asked = append(f.asked, *q)
	f.mu.Unlock()
	c := &control.Channels{V: 1, Count: 2, All: 212, Next: "10.0.0.10 10.0.0.6 dnp3 20000 4", States: []control.StateSums{{Detector: "whitelist", Counts: [5]int{1, 10, 200, 0, 0}},
		{Detector: "timing", Counts: [5]int{4, 7, 199, 1, 1}}, {Detector: "latency", Counts: [5]int{0, 0, 211, 0, 0}}, {Detector: "value", Counts: [5]int{100, 0, 111, 0, 0}}}}
	c.Channels = []control.Channel{{Client: "10.0.0.10", Server: "10.0.0.5", Protocol: "modbus", Port: 502, Station: 1, Days: 9, Last: f.now, Whitelist: "provisional", Timing: "drifting", Latency: "provisional", Values: "ready"},
		{Client: "10.0.0.10", Server: "10.0.0.6", Protocol: "dnp3", Port: 20000, Station: 4, Days: 1, Last: f.now.Add(-48 * time.Hour), Whitelist: "learning", Timing: "cold", Latency: "learning", Values: "cold"}}
	return c, f.ask()
}

// fakeKey is the fingerprint of a key.
const fakeKey = "SHA256:SmczC4A9XIh1evuTKGFTRKicSYOaB/H3aIetYtBqH1c"

func (f *fake) edition(n int) control.EditionLine {
	return control.EditionLine{Number: n, Time: f.now.Add(time.Duration(n-30) * 24 * time.Hour), Site: "Works " + evil, By: "Sato", Note: "after the spring shutdown " + evil, Key: fakeKey}
}

func (f *fake) History(context.Context) (*control.History, error) {
	return &control.History{V: 1, Zone: f.today.Zone, Editions: []control.EditionLine{f.edition(1), f.edition(2)}}, f.ask()
}

func (f *fake) Differences(_ context.Context, q *control.DifferenceQuery) (*control.Differences, error) {
	f.mu.Lock()
	f.asked = append(f.asked, *q)
	f.mu.Unlock()
	return f.differences(q.Old, q.New), f.ask()
}

func (f *fake) differences(older, newer int) *control.Differences {
	l := fakeLines()
	was := l[3]
	was.Standing = "pending"
	return &control.Differences{V: 1, Old: older, New: newer, Added: 1 + f.beyond, Gone: 1, Changed: 1, Next: "whitelist\tx", Changes: []control.Difference{{New: &l[2]}, {Old: &l[4]}, {Old: &was, New: &l[3]}}}
}

func (f *fake) Examine(_ context.Context, file []byte) (*control.Examined, error) {
	x := &control.Examined{V: 1, Edition: f.edition(7), Trusted: string(file) != "foreign", Differences: *f.differences(0, 7)}
	if string(file) == "bad" {
		return nil, &control.Fault{Code: control.Invalid, Text: lang.Text{EN: "this is no file of a baseline", JA: "学習結果のファイルではありません"}}
	}
	return x, f.ask()
}

func (f *fake) Edition(_ context.Context, n int) ([]byte, error) {
	return []byte("edition " + strconv.Itoa(n)), f.ask()
}

func (f *fake) Next(_ context.Context, who, note string) ([]byte, error) {
	return []byte("next of " + who + ": " + note), f.ask()
}

func (f *fake) Release(_ context.Context, who string, file []byte) (*control.EditionLine, error) {
	return &control.EditionLine{Number: 3}, f.order([]string{"release", who, string(file)})
}

func (f *fake) Import(_ context.Context, who, trust string, file []byte) (*control.EditionLine, error) {
	return &control.EditionLine{Number: 7}, f.order([]string{"import", who, trust, string(file)})
}

func (f *fake) Rollback(_ context.Context, r *control.Rollback) (*control.EditionLine, error) {
	return &control.EditionLine{Number: r.Number}, f.order(*r)
}

// fakePermits is one permit of each state, the first with what was done under it.
func (f *fake) fakePermits() (list []control.Permit) {
	address := netip.MustParseAddr
	for i, state := range []string{"review", "open", "waiting", "closed"} {
		p := control.Permit{State: state, Work: permit.Diff{V: 1, Permit: permit.Permit{Ticket: "W-" + strconv.Itoa(i+1), Who: "Suzuki " + evil, Hosts: []netip.Prefix{permit.Place(address("10.0.0.7"))},
			Assets: []netip.Prefix{permit.Place(address("10.0.0.5")), netip.MustParsePrefix("10.0.1.0/28")}, Operations: []permit.Class{permit.Session, permit.Write, permit.Program},
			From: f.now.Add(-5 * time.Hour), To: f.now.Add(-time.Hour), Approvers: []string{"Ito", "Abe"}}}}
		if state == "review" || state == "closed" {
			p.Work.Closed, p.ClosedBy = f.now.Add(-time.Hour), "time"
		}
		list = append(list, p)
	}
	list[0].Undecided = 2
	line := permit.Line{Asset: address("10.0.0.5"), Host: address("10.0.0.7"), Protocol: "modbus", Station: 1, Operation: "write", Function: "write-single-register", Point: "holding-register[12]", Kind: baseline.Kind("new-write-point"),
		Control: true, Expected: "200..260", Seen: []string{"900"}, Count: 12, Accepted: 10, First: f.now.Add(-4 * time.Hour), Last: f.now.Add(-3 * time.Hour), Frame: 9001}
	rejected, approved := line, line
	rejected.Decision, rejected.By, rejected.Accepted, rejected.More = "rejected", "Ito", 12, 5
	approved.Decision, approved.By, approved.Seen, approved.Frame = "approved", "Ito", nil, 0
	told := control.PermitLine{Title: lang.Text{EN: "A register was written that was never written before", JA: "これまで書き込みのなかった値が書き込まれました"},
		Did: lang.Text{EN: "writes holding register 40013 (PIC-101.SP" + evil + ")", JA: "保持レジスタ40013（PIC-101.SP" + evil + "）に書き込む"}, Usual: lang.Text{EN: "200 to 260 kPa", JA: "200〜260 kPa"}, Seen: lang.Text{EN: "900 kPa", JA: "900 kPa"}}
	bare := control.PermitLine{Title: told.Title}
	list[0].Work.Lines, list[0].Told = []permit.Line{line, line, rejected, approved}, []control.PermitLine{told, bare, told, bare}
	list[0].Work.Omitted, list[0].ReviewedBy = 3, "Ito"
	return list
}

func (f *fake) Permits(context.Context, bool) (*control.Permits, error) {
	return &control.Permits{V: 1, Zone: f.today.Zone, Permits: f.fakePermits()}, f.ask()
}

func (f *fake) Permit(_ context.Context, ticket string) (*control.Permit, error) {
	for _, p := range f.fakePermits() {
		if p.Work.Permit.Ticket == ticket {
			return &p, f.ask()
		}
	}
	return nil, &control.Fault{Code: control.NotFound, Text: lang.Text{EN: "there is no such permit", JA: "その許可はありません"}}
}

func (f *fake) OpenPermit(_ context.Context, q *control.PermitRequest) (*control.Permit, error) {
	if q.Ticket == "W-taken" {
		return nil, &control.Fault{Code: control.Conflict, Text: lang.Text{EN: "a permit of that ticket was closed already", JA: "この番号の作業許可はすでに終了しています"}}
	}
	p := f.fakePermits()[1]
	p.Work.Permit.Ticket = q.Ticket
	return &p, f.order(*q)
}

func (f *fake) ClosePermit(ctx context.Context, q *control.PermitClosing) (*control.Permit, error) {
	p, err := f.Permit(ctx, q.Ticket)
	if err != nil {
		return nil, err
	}
	return p, f.order(*q)
}

func (f *fake) ReviewPermit(ctx context.Context, q *control.PermitReview) (*control.Permit, error) {
	p, err := f.Permit(ctx, q.Ticket)
	if err != nil {
		return nil, err
	}
	return p, f.order(*q)
}
