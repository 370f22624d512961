package console

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/health"
)

// period is how far back a trend goes, and in which steps: those of the chart, and those
// of the table beside it.
type period struct {
	name        string
	long        time.Duration
	chart, rows time.Duration
}

const day = 24 * time.Hour

// periods are those that are shown. What is more than two days old is known by the hour.
var periods = [...]period{{"day", day, 5 * time.Minute, time.Hour}, {"week", 7 * day, time.Hour, 6 * time.Hour}, {"month", 31 * day, 2 * time.Hour, day},
	{"year", 366 * day, day, 30 * day}}

// periodNamed is the one of a name; the day where there is none.
func periodNamed(name string) period {
	for _, p := range periods {
		if p.name == name {
			return p
		}
	}
	return periods[0]
}

// stage is what was seen in a span of time.
type stage struct {
	Start   time.Time
	Covered time.Duration // of it that is known
	Frames  uint64
	Lost    uint64
	Blind   time.Duration
}

func (s *stage) add(o *stage) {
	s.Covered += o.Covered
	s.Frames += o.Frames
	s.Lost += o.Lost
	s.Blind += o.Blind
}

// Rate is how many frames a second came.
func (s *stage) Rate() float64 { return perSecond(s.Frames, s.Covered) }

// LostRate is how many frames a second were lost.
func (s *stage) LostRate() float64 { return perSecond(s.Lost, s.Covered) }

// BlindPercent is how much of the time was blind.
func (s *stage) BlindPercent() float64 {
	if s.Covered <= 0 {
		return 0
	}
	return min(100*s.Blind.Seconds()/s.Covered.Seconds(), 100)
}

func perSecond(n uint64, d time.Duration) float64 {
	if d <= 0 {
		return 0
	}
	return float64(n) / d.Seconds()
}

// longestStep is how long two looks are apart at most, for what came between them to be
// known: the sensor looks once a minute.
const longestStep = 5 * time.Minute

// between is what came between two looks; false where the sensor was started anew, or was
// not there.
func between(a, b *health.Status) (s stage, ok bool) {
	s.Start, s.Covered = a.Time, b.Time.Sub(a.Time)
	if s.Covered <= 0 || s.Covered > longestStep || !a.Started.Equal(b.Started) {
		return s, false
	}
	before := map[string]*health.Port{}
	for i := range a.Ports {
		before[a.Ports[i].Name] = &a.Ports[i]
	}
	for i := range b.Ports {
		p, o := &b.Ports[i], before[b.Ports[i].Name]
		if o == nil {
			continue
		}
		s.Frames += grown(came(o), came(p))
		s.Lost += grown(lost(o), lost(p))
		s.Blind = max(s.Blind, time.Duration((p.BlindSeconds-o.BlindSeconds)*float64(time.Second)))
	}
	return s, true
}

func grown(a, b uint64) uint64 { return b - min(a, b) }

// came is how many frames reached a port.
func came(p *health.Port) uint64 {
	sum := p.Sum()
	return max(sum.Received, p.Filter.Passed+p.Filter.Withheld)
}

// lost is how many frames and transactions of a port were lost.
func lost(p *health.Port) uint64 {
	sum := p.Sum()
	return sum.DroppedKernel + sum.DroppedSensor
}

// stages adds up what came, in steps of a width up to a time; those of which nothing is
// known have no Covered.
func stages(looks []health.Status, from time.Time, width time.Duration, count int) []stage {
	list := steps(from, width, count)
	for i := 1; i < len(looks); i++ {
		s, ok := between(&looks[i-1], &looks[i])
		if n := int(looks[i].Time.Sub(from) / width); ok && n >= 0 && n < count && !looks[i].Time.Before(from) {
			list[n].add(&s)
		}
	}
	return list
}

// trend returns what was seen in a period up to now, in steps of a width: as the sensor's
// store knows it, or where there is none, as far back as its memory goes.
func (c *Console) trend(ctx context.Context, p period, width time.Duration, zone *time.Location) ([]stage, error) {
	now := c.o.Now()
	count := int((p.long + width - 1) / width)
	from := aligned(now, width, zone).Add(-time.Duration(count-1) * width)
	kept, err := c.o.Sensor.Trend(ctx, &control.TrendQuery{From: from, To: now})
	if err == nil {
		return keptStages(kept.Points, from, width, count), nil
	}
	if !keepsNothing(err) {
		return nil, err
	}
	looks, err := c.o.Sensor.Looks(ctx, from)
	if err != nil {
		return nil, err
	}
	return stages(looks.Samples, from, width, count), nil
}

// keepsNothing reports whether an error is that the sensor has no store.
func keepsNothing(err error) bool {
	f := faultOf(err)
	return f != nil && (f.Code == control.NoSite || f.Code == control.Conflict)
}

// keptStages adds up what is kept, in steps of a width.
func keptStages(points []control.TrendPoint, from time.Time, width time.Duration, count int) []stage {
	list := steps(from, width, count)
	for i := range points {
		p := &points[i]
		s := stage{Covered: span64(p.CoveredSeconds), Frames: uint64(max(p.Frames, 0)), Lost: uint64(max(p.Lost, 0)) + uint64(max(p.Dropped, 0)), Blind: span64(p.BlindSeconds)}
		if n := int(p.Start.Sub(from) / width); n < count && !p.Start.Before(from) {
			list[n].add(&s)
		}
	}
	return list
}

func span64(seconds float64) time.Duration { return time.Duration(seconds * float64(time.Second)) }

// steps are those of a span, of which nothing is known yet.
func steps(from time.Time, width time.Duration, count int) []stage {
	list := make([]stage, count)
	for i := range list {
		list[i].Start = from.Add(time.Duration(i) * width)
	}
	return list
}

// aligned is where the step begins that a time is in: at full hours, and days of the
// site.
func aligned(t time.Time, width time.Duration, zone *time.Location) time.Time {
	_, offset := t.In(zone).Zone()
	shift := time.Duration(offset) * time.Second
	return t.Add(shift).Truncate(width).Add(-shift)
}

// trendForm is a trend as the chart takes it. A step of which nothing is known is null.
type trendForm struct {
	V     int        `json:"v"`
	Span  string     `json:"span"`
	Step  int        `json:"step_seconds"`
	Time  []int64    `json:"time"` // seconds since 1970
	Rate  []*float64 `json:"packets_per_second"`
	Lost  []*float64 `json:"lost_per_second"`
	Blind []*float64 `json:"blind_percent"`
}

// showTrend answers with a trend in JSON.
func (c *Console) showTrend(w http.ResponseWriter, r *http.Request, v *view) {
	if !c.situated(w, r, v) {
		return
	}
	p := periodNamed(r.FormValue("span"))
	list, err := c.trend(r.Context(), p, p.chart, v.Zone)
	if err != nil {
		c.failed(w, v, err)
		return
	}
	f := trendForm{V: 1, Span: p.name, Step: int(p.chart / time.Second)}
	for i := range list {
		s := &list[i]
		f.Time = append(f.Time, s.Start.Unix())
		f.Rate, f.Lost, f.Blind = append(f.Rate, known(s, s.Rate())), append(f.Lost, known(s, s.LostRate())), append(f.Blind, known(s, s.BlindPercent()))
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(f) // who does not listen any more is not told
}

func known(s *stage, x float64) *float64 {
	if s.Covered <= 0 {
		return nil
	}
	return &x
}
