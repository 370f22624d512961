package value

import (
	"math"
	mathbits "math/bits"

	"github.com/banken-ot/banken/baseline"
)

// judgeRelation compares the block that ended with what a relation says.
func (d *Detector) judgeRelation(l *baseline.Look, r *relation) {
	y, x := &d.relations.list[r.follows], &d.relations.list[r.leads]
	if y.has == 0 || x.has <= r.lag {
		r.lasts = lasting{}
		return
	}
	rest := r.lasts.add(y.means[0] - r.a - r.b*x.means[r.lag])
	r.blocks++
	if rest > r.limit || r.rejected && rest > 0 {
		r.spoilt = true
		if r.raise(uint32(l.Now/1e9), rest) && !l.Blind {
			d.reportRelation(l, r)
		}
		return
	}
	r.out = false
	if l.Learn {
		r.today = math.Max(r.today, rest)
	}
}

// turnRelation ends a day of a relation.
func (d *Detector) turnRelation(r *relation) {
	if r.blocks >= fewestBlocks {
		r.rest(r.spoilt)
	}
	if r.blocks >= fewestBlocks && !r.spoilt && r.today >= 0 && r.peaks.Len() < frozenDays {
		r.peaks.Add(r.today)
		d.solveRelation(r)
	}
	r.today, r.blocks, r.spoilt = -1, 0, r.out
}

// solveRelation sets the limit of a relation on the days for it: what is left over by a
// block, three in a row and to the same side, has its share of the budget.
func (d *Detector) solveRelation(r *relation) {
	for _, n := range solveDays {
		if r.peaks.Len() != n {
			continue
		}
		s := d.series.at(d.relations.list[r.follows].series)
		p := d.budget.relation / 2 / float64(uint(1)<<mathbits.Len(uint(len(d.relations.found))))
		r.limit = math.Max(r.peaks.Threshold(p, readersResolution*s.learned.width()), r.approved)
	}
}

// reportRelation reports that two series do not move together any more.
func (d *Detector) reportRelation(l *baseline.Look, r *relation) {
	y, x := &d.relations.list[r.follows], &d.relations.list[r.leads]
	v := d.vars.at(d.series.at(y.series).owner)
	u := &d.units[v.key.unit]
	server := l.Book.Addr(u.server)
	n := l.Deviation(meaning(relationBroken), server, server)
	if n == nil {
		return
	}
	n.Protocol, n.Port, n.Station = l.Book.Text(u.unitKey.protocol), u.port, u.station
	d.describe(l, n, v)
	other := d.vars.at(d.series.at(x.series).owner)
	dst := append(d.appendPlace(nil, l.Book, other), ' ')
	dst = append(d.appendPoint(dst, l.Book, other), ' ')
	n.Expected = string(appendNumber(append(dst, "~ "...), y.origin+r.a+r.b*x.means[r.lag]))
	n.Seen = string(appendNumber(nil, y.origin+y.means[0]))
	n.Support, n.Learned = uint64(r.peaks.Len()), int64(r.peaks.Len())*d.day
	n.Surprise = surprise(r.peaks.P(r.most, readersResolution*d.series.at(y.series).learned.width()))
	l.Report(n)
}
