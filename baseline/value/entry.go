package value

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// line is what an entry is made of, by its subject.
type line struct {
	subject string
	index   uint32
	sort    lineSort
}

// lineSort says what a line is about.
type lineSort uint8

const (
	ofVariable lineSort = iota
	ofReaders
	ofRelation
)

// Entries calls yield for every variable, then for every pair of readers and every
// relation, each by subject, until it returns false.
func (d *Detector) Entries(b *baseline.Book, yield func(*baseline.Entry) bool) {
	var x baseline.Entry
	for _, l := range d.lines(b) {
		d.entry(&x, l)
		x.Subject = l.subject
		if !yield(&x) {
			return
		}
	}
}

// lines returns the subjects of everything, sorted.
func (d *Detector) lines(b *baseline.Book) []line {
	list := make([]line, 0, d.vars.n+d.readers.n+len(d.relations.found))
	for n := range uint32(d.vars.n) {
		list = append(list, line{d.subject(b, d.vars.at(n+1)), n + 1, ofVariable})
	}
	for n := range uint32(d.readers.n) {
		list = append(list, line{d.readersSubject(b, d.readers.at(n+1)), n + 1, ofReaders})
	}
	for n := range d.relations.found {
		list = append(list, line{d.relationSubject(b, &d.relations.found[n]), uint32(n), ofRelation})
	}
	slices.SortFunc(list, func(x, y line) int {
		if x.sort != y.sort {
			return int(x.sort) - int(y.sort)
		}
		return strings.Compare(x.subject, y.subject)
	})
	return list
}

// subject is "modbus 10.0.0.2:502 station 1 read holding-register[12]".
func (d *Detector) subject(b *baseline.Book, v *variable) string {
	dst := d.appendPlace(nil, b, v)
	if v.key.written {
		dst = append(dst, " write "...)
	} else {
		dst = append(dst, " read "...)
	}
	return string(d.appendPoint(dst, b, v))
}

func (d *Detector) readersSubject(b *baseline.Book, r *readers) string {
	dst := append([]byte("readers "), d.subject(b, d.vars.at(r.owner))...)
	for i, c := range r.client {
		dst = append(dst, [...]string{" by ", ", "}[i]...)
		dst = appendAddr(dst, b, baseline.AssetID(c))
	}
	return string(dst)
}

func (d *Detector) relationSubject(b *baseline.Book, r *relation) string {
	dst := append([]byte("relation "), d.subject(b, d.candidateOf(r.follows))...)
	dst = append(dst, " ~ "...)
	return string(append(dst, d.subject(b, d.candidateOf(r.leads))...))
}

// candidateOf returns the variable of a candidate.
func (d *Detector) candidateOf(i uint16) *variable {
	return d.vars.at(d.series.at(d.relations.list[i].series).owner)
}

// entry fills in what a line says.
func (d *Detector) entry(x *baseline.Entry, l line) {
	switch l.sort {
	case ofVariable:
		d.variableEntry(x, d.vars.at(l.index))
	case ofReaders:
		r := d.readers.at(l.index)
		d.pairEntry(x, d.vars.at(r.owner), &r.alarm, r.peaks.Len(), string(appendLimit(nil, r.limit)))
	case ofRelation:
		r := &d.relations.found[l.index]
		d.pairEntry(x, d.candidateOf(r.follows), &r.alarm, r.peaks.Len(), d.relationFacts(r))
		x.First = moment(int64(r.first) * 1e9)
	}
}

func moment(ns int64) time.Time { return time.Unix(ns/1e9, 0).UTC() }

func (d *Detector) variableEntry(x *baseline.Entry, v *variable) {
	*x = baseline.Entry{Detector: baseline.Values, Standing: d.standing(v), Facts: d.facts(v), First: moment(int64(v.first) * 1e9), Last: moment(v.at),
		Days: int(v.days), Count: uint64(v.count), Client: baseline.AssetID(v.client), Server: d.units[v.key.unit].server}
}

func (d *Detector) pairEntry(x *baseline.Entry, v *variable, a *alarm, days int, facts string) {
	*x = baseline.Entry{Detector: baseline.Relations, Standing: a.standing(days), Facts: facts, First: moment(int64(v.first) * 1e9), Last: moment(v.at),
		Days: days, Server: d.units[v.key.unit].server}
}

// standing is what became of a variable: what is out for long waits for a person.
func (d *Detector) standing(v *variable) baseline.Standing {
	switch {
	case v.flags&rejected != 0:
		return baseline.Rejected
	case v.flags&(drifting|overflown) != 0 || v.class == setPoint && v.ref != 0 && d.written.at(v.ref).waits():
		return baseline.Pending
	case v.flags&approved != 0:
		return baseline.Approved
	case d.variableState(v).Judges():
		return baseline.Known
	}
	return baseline.Candidate
}

func (a *alarm) standing(days int) baseline.Standing {
	switch {
	case a.rejected:
		return baseline.Rejected
	case a.drifting:
		return baseline.Pending
	case a.approved > 0:
		return baseline.Approved
	case days >= baseline.ProvisionalDays:
		return baseline.Known
	}
	return baseline.Candidate
}

// facts are what was learned of a variable.
func (d *Detector) facts(v *variable) string {
	switch v.class {
	case undecided:
		return string(d.appendKnown(d.appendSort(nil, v), v))
	case varied:
		return "varied"
	case setPoint:
		if v.ref == 0 {
			return ""
		}
		return string(d.written.at(v.ref).appendFacts([]byte("written "), v))
	}
	return string(d.series.at(v.ref).appendFacts(nil, v))
}

func (d *Detector) appendSort(dst []byte, v *variable) []byte {
	switch {
	case d.size(v)-d.candidates(v) == 1 && v.days >= constantDays:
		return append(dst, "constant "...)
	case v.count >= enumerationCount:
		return append(dst, "enumeration "...)
	}
	return append(dst, "values "...)
}

var classNames = [classes]string{numeric: "number", counter: "counter", bits: "bits", continuous: "continuous"}

// appendFacts appends "continuous 200..260, rate up to 3/s, 12 excursions".
func (s *series) appendFacts(dst []byte, v *variable) []byte {
	dst = append(append(dst, classNames[v.class]...), ' ')
	if v.class == bits {
		return append(append(appendBits(append(dst, '('), s.toggled), ") "...), strconv.Itoa(int(s.singles))...)
	}
	if s.learned == nothing {
		return dst
	}
	dst = appendRange(dst, s.learned)
	if s.rate.Len() > 0 {
		dst = appendRate(append(dst, ", rate up to "...), s.fastest)
	}
	if v.class == continuous && s.judged() {
		dst = s.appendLimits(dst)
	}
	dst = strconv.AppendUint(append(dst, ", "...), uint64(s.excursions), 10)
	return append(dst, " excursions"...)
}

// senseless is how many ranges away a limit is none.
const senseless = 100

// appendLimits appends where values are told; of what is too slow to have shown its
// range, or too irregular, that there is no limit.
func (s *series) appendLimits(dst []byte) []byte {
	if most := senseless * s.learned.width(); s.limit.high > s.learned.high+most || s.limit.low < s.learned.low-most {
		return append(dst, ", no limits"...)
	}
	return appendRange(append(dst, ", limits "...), s.limit)
}

// appendLimit appends how far two readers may differ.
func appendLimit(dst []byte, x float64) []byte {
	if math.IsInf(x, 1) {
		return append(dst, "differ: not known yet"...)
	}
	return appendNumber(append(dst, "differ by up to "...), x)
}

// relationFacts are "= 0.5 * x + 12, lag 1m, within 3".
func (d *Detector) relationFacts(r *relation) string {
	y, x := &d.relations.list[r.follows], &d.relations.list[r.leads]
	dst := append(appendNumber([]byte("= "), r.b), " * x + "...)
	dst = appendNumber(dst, y.origin+r.a-r.b*x.origin)
	dst = append(append(dst, ", lag "...), time.Duration(int64(r.lag)*d.relations.length).String()...)
	return string(appendNumber(append(dst, ", within "...), r.limit))
}
