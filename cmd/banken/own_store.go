package main

import (
	"context"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/watch"
)

var _ control.Keeper = (*ownSite)(nil)

// maxTrendChanges is how many changes of state a trend tells.
const maxTrendChanges = 1000

// Trend implements control.Keeper.
func (x *ownSite) Trend(_ context.Context, q *control.TrendQuery) (*control.Trend, error) {
	if x.store == nil {
		return nil, told(watch.ErrNoStore)
	}
	to := q.To
	if to.IsZero() {
		to = time.Now().UTC()
	}
	points, width, err := x.store.HealthSpan(q.From, to, q.Points)
	if err != nil {
		return nil, told(err)
	}
	changes, err := x.store.HealthChanges(q.From, to, maxTrendChanges)
	if err != nil {
		return nil, told(err)
	}
	t := &control.Trend{V: control.Version, From: q.From, To: to, WidthSeconds: width.Seconds(), Points: make([]control.TrendPoint, len(points)), Changes: make([]health.Change, len(changes))}
	if q.From.IsZero() && len(points) > 0 {
		t.From = points[0].Start
	}
	for i := range points {
		t.Points[i] = pointOf(&points[i])
	}
	for i, c := range changes {
		t.Changes[i] = health.Change{Time: c.Time, Part: c.Part, From: c.From, To: c.To, Why: c.Why}
	}
	return t, nil
}

func pointOf(h *store.Health) control.TrendPoint {
	return control.TrendPoint{Start: h.Start, CoveredSeconds: h.Covered.Seconds(), Frames: h.Frames, Withheld: h.Withheld, Lost: h.Lost, Unparsed: h.Unparsed, Dropped: h.Dropped,
		Missed: h.Missed, Undecoded: h.Undecoded, BlindSeconds: h.Blind.Seconds(), ByProtocol: h.Transactions}
}

// StoreUsage implements control.Keeper.
func (x *ownSite) StoreUsage(context.Context) (*control.StoreUsage, error) {
	if x.store == nil {
		return nil, told(watch.ErrNoStore)
	}
	u, err := x.store.Usage()
	if err != nil {
		return nil, told(err)
	}
	d := usageOf(&u)
	d.Uncounted = x.site.Uncounted()
	if c := x.store.Condition(); c.Full {
		d.Full = &control.StoreFull{Since: c.Since.UTC(), Text: c.Text, GivenUp: append([]string{}, c.GivenUp...)}
	}
	return d, nil
}

// usageOf is how full a store is, as it is told.
func usageOf(u *store.Usage) *control.StoreUsage {
	d := &control.StoreUsage{V: control.Version, Octets: u.Octets, Free: u.Free, Log: u.Log, Most: u.Most, Reserve: u.Reserve, Disk: u.Disk, DiskFree: u.DiskFree,
		Check: control.StoreCheck{Time: u.LastCheck.Time, TookSeconds: u.LastCheck.Took.Seconds(), Fault: u.LastCheck.Fault}}
	for _, f := range u.Tables {
		d.Tables = append(d.Tables, control.TableFill{Table: f.Table, Name: tableName(f.Table), Lines: f.Lines, Most: f.Most, Oldest: f.Oldest, Days: f.Age.Hours() / 24, Order: f.Order})
	}
	return d
}

// tableNames are what tables of the store hold, in the user's words.
var tableNames = map[string]lang.Text{
	"transactions_hourly": {EN: "transactions by the hour", JA: "トランザクション数（1時間ごと）"},
	"transactions_daily":  {EN: "transactions by the day", JA: "トランザクション数（1日ごと）"},
	"channels":            {EN: "conversations", JA: "通信の組"},
	"health_minutes":      {EN: "state of the sensor by the minute", JA: "センサーの状態（1分ごと）"},
	"health_hours":        {EN: "state of the sensor by the hour", JA: "センサーの状態（1時間ごと）"},
	"health_changes":      {EN: "changes of state of the sensor", JA: "センサーの状態の変化"},
	"assets":              {EN: "devices", JA: "機器"},
	"levels":              {EN: "levels of the site", JA: "サイトの警戒レベルの履歴"},
	"counters":            {EN: "false alarms, promised and come", JA: "誤報の見込みと実績"},
	"notices":             {EN: "notices sent", JA: "通知の記録"},
	"version_contents":    {EN: "contents of baseline editions", JA: "ベースラインの各版の内容"},
	"permits":             {EN: "work permits", JA: "作業許可"},
	"incidents":           {EN: "incidents", JA: "インシデント"},
	"evidence":            {EN: "evidence of incidents", JA: "インシデントの証拠"},
	"dispositions":        {EN: "decisions about incidents", JA: "インシデントへの判断"},
	"incident_assets":     {EN: "index of incidents by device", JA: "インシデントの機器別索引"},
	"audit":               {EN: "audit trail", JA: "監査証跡"},
	"versions":            {EN: "baseline editions", JA: "ベースラインの版"},
	"states":              {EN: "what was learned", JA: "学習した内容"},
	"tags":                {EN: "list of points", JA: "点リスト"},
	"people":              {EN: "people who may sign in", JA: "ログインできる人"},
	"tokens":              {EN: "one-time links", JA: "一回限りのリンク"},
	"meta":                {EN: "settings of the site", JA: "サイトの設定"},
	"drills":              {EN: "drills", JA: "訓練"},
}

// tableName is what a table holds; its own name where there is no other.
func tableName(table string) lang.Text {
	if t, ok := tableNames[table]; ok {
		return t
	}
	return lang.Plain(table)
}
