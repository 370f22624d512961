package console

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/drill"
	"github.com/banken-ot/banken/sensor/lang"
)

// emptyDay and fullDay are days of the fake sensor of which nothing is known, and too much
// for a page.
const (
	emptyDay = "2020-01-01"
	fullDay  = "2026-03-31"
)

var errNoDay = &control.Fault{Code: control.Invalid, Text: lang.Text{EN: "that is no day", JA: "日付ではありません"}}

// periodOf is a period of the fake sensor, in Japan.
func periodOf(name, layout string, months, days int) (p control.Period, err error) {
	zone := time.FixedZone("JST", 9*3600)
	from, err := time.ParseInLocation(layout, name, zone)
	p = control.Period{Name: name, From: from.UTC(), To: from.AddDate(0, months, days).UTC(), Over: true, Known: true, First: "2026-03-01"[:len(layout)], Last: "2026-04-01"[:len(layout)],
		Previous: from.AddDate(0, -months, -days).Format(layout), Next: from.AddDate(0, months, days).Format(layout)}
	return p, err
}

func (f *fake) ReportDay(_ context.Context, date string) (*control.DayReport, error) {
	if date == "" {
		date = "2026-04-01"
	}
	p, err := periodOf(date, time.DateOnly, 0, 1)
	if err != nil {
		return nil, errNoDay
	}
	d := &control.DayReport{V: 1, Site: f.today.Site, Zone: "Asia/Tokyo", Time: f.now, Period: p, Verdict: lang.Text{EN: "All that had to be done was done (1).", JA: "必要な対応はすべて完了しました（1件）。"}}
	if date == emptyDay {
		d.Period.Known, d.Verdict = false, lang.Text{EN: "Nothing is known of this day: the sensor was not at work.", JA: "この日の記録はありません。センサーは稼働していませんでした。"}
		return d, f.ask()
	}
	times := 1
	if date == fullDay {
		times = 40
	}
	f.fillDay(d, times)
	return d, f.ask()
}

// fillDay fills a day, each list with so many lines.
func (f *fake) fillDay(d *control.DayReport, times int) {
	at := func(h float64) time.Time { return d.Period.From.Add(time.Duration(h * float64(time.Hour))) }
	d.Highest = 4
	d.Levels = []control.LevelSpan{{From: at(0), To: at(9), Level: 1}, {From: at(9), To: at(9.7), Level: 4}, {From: at(9.7), To: at(13), Level: 2}, {From: at(13), To: at(14.2), Level: 2, Blind: true}, {From: at(14.2), To: at(24), Level: 1}}
	for n := range times {
		t := at(9 + float64(n%10)/5)
		i := f.incidents[0]
		i.Opened, i.State, i.Disposition = t, "closed", "work"
		d.Incidents = append(d.Incidents, control.ReportIncident{Brief: i, Equipment: []string{"PLC-1 " + evil, "PLC-2", "取水ポンプPLC"}, More: 2, By: "保守用ノートPC " + evil,
			Decisions: []alert.Decision{{Time: t.Add(20 * time.Minute), Who: "tanaka", What: "work", Why: evil}}})
		d.MustDo = append(d.MustDo, control.ReportDue{ID: i.ID, Priority: "act", Title: i.Title, Due: t.Add(time.Hour), Done: t.Add(20 * time.Minute), By: "tanaka", As: "work"},
			control.ReportDue{ID: i.ID, Priority: "attend", Title: i.Title, Due: t.Add(8 * time.Hour), Late: true})
		d.Sight.Blind = append(d.Sight.Blind, control.BlindTime{From: at(13), To: at(14.2), What: lang.Text{EN: "port eth1 lost frames", JA: "ポートeth1で取りこぼしが発生しました"}})
		d.Devices = append(d.Devices, control.NewDevice{Address: "10.0.0.77", Name: evil, Vendor: "Example Works", First: t})
		d.Permits = append(d.Permits, control.ReportWork{Ticket: "W-4711", Who: "鈴木" + evil, From: at(10), To: at(12), State: "review", Done: 12, Undecided: 3})
		d.Decisions = append(d.Decisions, control.ReportDeed{Time: t, Who: "sato", What: "baseline-approved", Subject: "x", Said: lang.Text{EN: "操作盤1 → PLC-1: writes 40013", JA: "操作盤1 → PLC-1：40013に書き込む"}, Count: 3})
		d.Edits = append(d.Edits, control.ReportDeed{Time: t, Who: "sato", What: "asset-import", Subject: "12 assets" + evil})
	}
	d.Count, d.SignIns = times, 4
	d.Sight.Recorded, d.Sight.Days, d.Sight.LookedHours, d.Sight.BlindHours = true, 1, 24, 1.2
	d.Sight.Protocols = []control.ProtocolCount{{Protocol: "modbus", Transactions: 123456}, {Protocol: "dnp3", Transactions: 789}}
	d.Promise = fakePromise()
}

func fakePromise() []control.Promise {
	say := "%s accepted: at most 0.03. Of 1 that came, 0 were found to be false. That is within what was promised. By what came, between 0 and 3.7 are to be expected in such a time; a statement like this is right 95 times in 100."
	ja := "%s誤報は最大0.03件です。届いた1件のうち、問題なしと判断されたものは0件です。約束の範囲内です。この実績から、同じ長さの期間に見込まれる誤報は0～3.7件です（100回中95回は当たる範囲）。"
	return []control.Promise{{Tier: "top", Days: 1, Opened: 1, Promised: .033, High: 3.7, Kept: "yes", Text: lang.Text{EN: fmt.Sprintf(say, "Upper tiers:"), JA: fmt.Sprintf(ja, "「要対応」以上の")}},
		{Tier: "lower", Days: 1, Promised: 1, High: 3.7, Kept: "yes", Text: lang.Text{EN: fmt.Sprintf(say, "Lower tiers:"), JA: fmt.Sprintf(ja, "「要注視」以下の")}}}
}

func (f *fake) ReportMonth(_ context.Context, month string) (*control.MonthReport, error) {
	if month == "" {
		month = "2026-03"
	}
	p, err := periodOf(month, "2006-01", 1, 0)
	if err != nil {
		return nil, errNoDay
	}
	m := &control.MonthReport{V: 1, Site: f.today.Site, Zone: "Asia/Tokyo", Time: f.now, Period: p, Sign: "look", Verdict: lang.Text{EN: "Nothing of what was seen calls for action any more. But not everything was seen, for 9 h in all.",
		JA: "見えていた範囲では、対応が残っているものはありません。ただし、合計9時間にわたり、見えていない部分がありました。"}}
	if month == emptyDay[:7] {
		m.Period.Known, m.Verdict = false, lang.Text{EN: "Nothing is known of this month: the sensor was not at work.", JA: "この月の記録はありません。センサーは稼働していませんでした。"}
		return m, f.ask()
	}
	f.fillMonth(m)
	return m, f.ask()
}

// fillMonth fills a month.
func (f *fake) fillMonth(m *control.MonthReport) {
	figure := func(en, ja, value, note, noteJA string) control.ReportFigure {
		return control.ReportFigure{Name: lang.Text{EN: en, JA: ja}, Value: lang.Plain(value), Note: lang.Text{EN: note, JA: noteJA}}
	}
	m.Figures = []control.ReportFigure{figure("Highest level", "最も高かった警戒レベル", "4 / 5", "at level 3 or above: 42 min", "レベル3以上の時間：42分"),
		figure("Incidents that called for action", "対応が必要だったアラーム", "3", "still open: 0; found suspicious: 0", "未完了：0件、不審と判断：0件"),
		figure("Until somebody took one on (median)", "対応開始までの時間（中央値）", "12 min", "longest: 1 h 5 min; until it was decided: 25 min (median)", "最長：1時間5分、判断まで：25分（中央値）"),
		figure("Share of the time in which all was seen", "すべてが見えていた時間の割合", "98.7 %", "not at work: 0 min; not everything seen: 9 h", "停止：0分、見えていない部分あり：9時間"),
		figure("False alarms that called for action", "「要対応」以上の誤報", "1", "accepted: at most 1", "許容：最大1件")}
	for n := range 31 {
		d := control.MonthDay{Date: fmt.Sprintf("%s-%02d", m.Period.Name, n+1), Highest: 1 + n%7/5, LookedHours: 24, Lower: n % 3}
		if n == 11 {
			d.Highest, d.Top = 4, 2
		}
		if n == 20 {
			d.Highest, d.BlindHours = 3, 9
		}
		m.Days = append(m.Days, d)
	}
	day := &control.DayReport{Period: m.Period}
	f.fillDay(day, 3)
	m.Sight, m.Attention, m.Permits, m.Promise = day.Sight, day.Incidents, day.Permits, day.Promise
	m.Sight.Days, m.Sight.LookedHours, m.Sight.BlindHours, m.Sight.Frames, m.Sight.Lost = 31, 744, 9, 1234567890, 42
	m.Seen, m.New, m.Opened, m.Counted = 42, 1, 31, 31
	took := control.Took{Count: 3, MedianSeconds: 720, LongestSeconds: 3900}
	m.Incidents = []control.Tally{{Priority: "act", Opened: 1, Work: 1, Acknowledge: took, Decide: took}, {Priority: "attend", Opened: 2, Work: 1, False: 1, Acknowledge: took, Decide: took},
		{Priority: "track*", Opened: 9, Itself: 9}, {Priority: "track", Opened: 19, Itself: 19}}
	m.Approvals = control.Approvals{Waiting: 4, Stale: 2, StaleDays: 14, Oldest: m.Period.From, Unused: 1, UnusedDays: 90, Approved: 3, Rejected: 1, First: []control.Line{{ID: "abc123", First: "2026-03-02",
		Client: "10.0.0.10", Server: "internet", Names: map[string]string{"10.0.0.10": "操作盤1" + evil}, What: lang.Text{EN: "tcp port 443", JA: "TCPポート443"}}}}
	m.Exits = control.Exits{Count: 2, New: 1, Approved: 1, Waiting: 1, Ways: []control.Exit{{Address: "10.0.0.10", Name: evil, Protocol: "tcp", Port: 443, Standing: "pending", New: true, First: m.Period.From, Last: f.now},
		{Address: "10.0.0.5", In: true, Protocol: "udp", Port: 123, Standing: "approved", First: m.Period.From, Last: f.now}}}
	m.Drills = []drill.Brief{{Number: 1, Title: lang.Text{EN: "A laptop scans", JA: "不明なPCによる探索"}, Leader: "伊藤" + evil, Started: m.Period.From, Acknowledged: 130, Decided: -1}}
	for n := range 12 {
		m.Devices = append(m.Devices, control.ReportDevice{Address: fmt.Sprintf("10.0.0.%d", 20+n), Name: "PLC-" + strings.Repeat("1", n%3), Vendor: "Example Works", Model: "EW-200" + evil, Firmware: "2.1.7", Since: m.Period.From})
	}
	m.Changes = []control.Deeds{{What: "person-add", Count: 1}, {What: "signin", Count: 62}, {What: "drill-start", Count: 1}, {What: "something-new" + evil, Count: 1}}
	m.Forecast = f.today.Learning
	m.Forecast.Compared = control.Compared{Days: 14, Promised: 1.2, AtMost: 3.4, Observed: 2}
	m.Own = control.OwnHealth{Blind: 2, Notices: 1, Changes: 1, Latest: []control.ReportChange{{Time: m.Period.From, Part: "port eth1", From: "capturing", To: "losing", Why: evil}}, Silenced: []string{"timing"},
		StoreOctets: 200 << 20, Disk: 64 << 30, DiskFree: 40 << 30, AuditLines: 1234, AuditHash: strings.Repeat("0123456789abcdef", 4)}
	m.Omitted = map[string]int{"exits": 7}
}
