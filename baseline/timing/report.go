package timing

import (
	"math"
	"net/netip"
	"strconv"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// begin begins a deviation about a stream, or its server or client; nil when nothing
// is to be told. It counts what is told against the budget.
func (d *Detector) begin(l *baseline.Look, s *stream, m int, g group) *baseline.Deviation {
	d.record[0].alarm()
	if d.record[0].demoted {
		m = mTimingChange
	}
	client, server := l.Book.Addr(s.client), l.Book.Addr(s.server)
	actor, target := client, server
	switch g {
	case byClient:
		target = client
	case byServer:
		actor = server
	}
	dev := l.Deviation(&meanings[m], actor, target)
	if dev == nil {
		return nil
	}
	dev.Client, dev.Server, dev.Port, dev.Station = client, server, s.port, s.station
	if g == byClient {
		dev.Server, dev.Port, dev.Station = netip.Addr{}, 0, 0
	} else if g == byServer {
		dev.Client = netip.Addr{}
	}
	dev.Protocol = l.Book.Text(l.Book.ChannelOf(s.channel).Protocol)
	dev.Learned, dev.State = int64(s.ref.days)*d.day, d.State(l.Book, s.channel)
	return dev
}

// shift tells of a rate or period that changed.
func (d *Detector) shift(l *baseline.Look, s *stream, g gauge, side int, x, mean, logM float64) {
	if !s.told[g][side].news(l.Now, s.rejected) || s.explained(g, side) {
		return
	}
	s.spoilt = true
	dev := d.begin(l, s, kinds[g][side], byChannel)
	if dev == nil {
		return
	}
	if g == periodLong {
		dev.Expected, dev.Seen = seconds(mean), seconds(x)
	} else {
		per := "/" + seconds(d.length(g))
		dev.Expected, dev.Seen = figure(mean)+per, figure(x)+per
	}
	if g == controlsLong {
		dev.Function = "controls"
	}
	dev.Support, dev.Surprise = s.ref.means[g].n, logM/math.Ln2
	l.Report(dev)
}

// kinds are what a change of each gauge means.
var kinds = [gauges][sides]int{
	readsShort: {mRateUp, mRateDown}, readsLong: {mRateUp, mRateDown},
	controlsLong: {mRateUp, mRateDown}, periodLong: {mPeriodShift, mPeriodShift},
}

// explained reports whether a change is the consequence of one that was told: the
// same rate in the other block, the period of a rate, the rate of what is silent.
func (s *stream) explained(g gauge, side int) bool {
	if side == down && g != periodLong && s.silent.on {
		return true
	}
	switch g {
	case readsShort:
		return s.told[readsLong][side].on || s.told[periodLong][1-side].on
	case readsLong:
		return s.told[readsShort][side].on || s.told[periodLong][1-side].on
	case periodLong:
		return s.told[readsShort][1-side].on || s.told[readsLong][1-side].on
	}
	return false
}

// length is that of the block of a gauge, in seconds.
func (d *Detector) length(g gauge) float64 {
	if g.long() {
		return float64(d.block*longBlocks) / 1e9
	}
	return float64(d.block) / 1e9
}

// seconds writes a duration, to three figures.
func seconds(s float64) string {
	ns := s * 1e9
	if !(ns < math.MaxInt64/2) {
		return "never"
	}
	unit := math.Pow(10, math.Max(math.Floor(math.Log10(math.Max(ns, 1)))-2, 0))
	return time.Duration(math.Round(ns/unit) * unit).String()
}

// figure writes a number to three figures.
func figure(x float64) string {
	if x >= 1000 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}

func count(n uint64) string { return strconv.FormatUint(n, 10) }

// surprise is that of something that did not happen in n times.
func surprise(n uint64) float64 { return math.Log2(float64(n + 1)) }
