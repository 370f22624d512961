package main

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/watch"
)

// standingWords are the standings of a line in words.
var standingWords = map[string]message{"candidate": standingCandidate, "known": standingKnown, "pending": standingPending,
	"approved": standingApproved, "rejected": standingRejected}

// standingCells is the column of the standing.
const standingCells = 12

// baselineOptions are what the command baseline takes.
type baselineOptions struct {
	place
	waiting                            *bool
	prefix, key, note, out, trust, who *string
	allFrom                            *string
	why                                *string
	number                             *int
}

func defineBaseline(o options) work {
	x := baselineOptions{place: definePlace(o), waiting: o.on("waiting", optionWaiting), prefix: o.text("prefix", "", optionPrefix), key: o.text("key", "", optionKey),
		note: o.text("note", "", optionNote), out: o.text("o", "", optionBaselineOut), trust: o.text("trust", "", optionTrust), who: o.text("who", "", optionWho),
		allFrom: o.text("all-from", "", optionAllFrom), why: o.text("why", "", optionWhy), number: o.number("n", 0, optionEdition)}
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) == 1 && names[0] == "key" { // of no site
			if *x.out == "" {
				return wrong(wantsValue, "-o")
			}
			return makeKey(s, *x.out)
		}
		if len(names) == 2 && names[0] == "sign" { // a file, wherever it came from
			return x.signFile(s, names[1])
		}
		const many = 64 // words of a subject that nobody put in quotes
		return x.choose(ctx, s, []verb{{"show", 0, 0, x.show}, {"forecast", 0, 0, x.forecast}, {"diff", 0, 2, x.diff},
			{"approve", 0, many, x.decide("approved")}, {"reject", 0, many, x.decide("rejected")}, {"freeze", 0, 0, x.freeze(true)}, {"thaw", 0, 0, x.freeze(false)},
			{"history", 0, 0, x.history}, {"key", 1, 0, nil}, {"sign", 0, 0, x.sign}, {"export", 0, 0, x.export}, {"import", 1, 1, x.importFile(s)}, {"rollback", 1, 1, x.rollback}}, names)
	}
}

func (x *baselineOptions) show([]string) (step, error) {
	return func(v *visit) error {
		l, err := v.Lines(v.ctx, &control.LinesQuery{Waiting: *x.waiting, Edition: *x.number})
		if err != nil {
			return err
		}
		return v.show(l, "", func() { v.lines(l, *x.waiting) })
	}, nil
}

// lines tells the lines of the baseline: id, standing, and what each is about, with
// the names of the devices, and as it is typed where that is another.
func (v *visit) lines(l *control.Lines, waiting bool) {
	for i := range l.Lines {
		x := &l.Lines[i]
		v.plain(0, lang.Pad(x.ID, idCells)+lang.Pad(v.s.word(standingWords, x.Standing), standingCells)+named(x.Subject, x.Names))
		facts := x.Facts
		if x.Days > 0 {
			facts = strings.TrimPrefix(facts+"; ", "; ") + v.s.say(onDays, x.Days)
		}
		v.line(idCells/2, lineFacts, x.Detector, facts, orDash(x.First), orDash(x.Last))
		if len(x.Names) > 0 {
			v.line(idCells/2, lineExact, x.Subject)
		}
	}
	switch {
	case len(l.Lines) == 0 && waiting:
		v.line(0, waitingNone)
	case len(l.Lines) == 0:
		v.line(0, baselineEmpty)
	case waiting:
		v.line(0, waitingHow)
	}
}

// idCells is the column of the ids.
const idCells = 8

// named is a subject with the names of the devices before their addresses.
func named(subject string, names map[string]string) string {
	if len(names) == 0 {
		return subject
	}
	words := strings.Fields(subject)
	for i, word := range words {
		if p, err := netip.ParseAddrPort(word); err == nil {
			if n := names[addr(p.Addr())]; n != "" {
				words[i] = n + " (" + p.Addr().String() + "):" + strconv.Itoa(int(p.Port()))
			}
			continue
		}
		words[i] = withName(word, names)
	}
	return strings.Join(words, " ")
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func (x *baselineOptions) forecast([]string) (step, error) {
	return func(v *visit) error {
		l, err := v.Forecast(v.ctx)
		if err != nil {
			return err
		}
		return v.show(l, "", func() { v.learning(l, true, true) })
	}, nil
}

// difference is what differs between two versions of the baseline: of editions, or 0
// for the present.
type difference struct {
	V       int      `json:"v"`
	Old     int      `json:"old"`
	New     int      `json:"new"`
	Changes []change `json:"changes"`
}

// change is a line that differs: old is null where it is new, new where it is gone.
type change struct {
	Detector string        `json:"detector"`
	Subject  string        `json:"subject"`
	Old      *control.Line `json:"old"`
	New      *control.Line `json:"new"`
}

// diff compares the latest edition with the present, or those that are named.
func (x *baselineOptions) diff(names []string) (step, error) {
	var numbers [2]int
	for i, name := range names {
		n, err := strconv.Atoi(name)
		if err != nil || n < 1 {
			return nil, wrong(wrongEdition, quoted(name))
		}
		numbers[i] = n
	}
	return func(v *visit) error {
		older, newer := numbers[0], numbers[1]
		if older == 0 {
			h, err := v.History(v.ctx)
			if err != nil {
				return err
			}
			if len(h.Editions) == 0 {
				return said(control.NotFound, faultNoEditions)
			}
			older = h.Editions[len(h.Editions)-1].Number
		}
		d, err := v.difference(older, newer)
		if err != nil {
			return err
		}
		return v.show(d, "", func() { v.changes(d) })
	}, nil
}

func (v *visit) difference(older, newer int) (*difference, error) {
	before, err := v.Lines(v.ctx, &control.LinesQuery{Edition: older})
	if err != nil {
		return nil, err
	}
	after, err := v.Lines(v.ctx, &control.LinesQuery{Edition: newer})
	if err != nil {
		return nil, err
	}
	return &difference{V: control.Version, Old: older, New: newer, Changes: changesOf(before.Lines, after.Lines)}, nil
}

// changesOf compares lines.
func changesOf(before, after []control.Line) []change {
	type key struct{ detector, subject string }
	index := map[key][2]*control.Line{}
	for n, list := range [2][]control.Line{before, after} {
		for i := range list {
			k := key{list[i].Detector, list[i].Subject}
			both := index[k]
			both[n] = &list[i]
			index[k] = both
		}
	}
	all := []change{}
	for _, c := range model.Diff(modelLines(before), modelLines(after)) {
		both := index[key{c.Detector, c.Subject}]
		all = append(all, change{c.Detector, c.Subject, both[0], both[1]})
	}
	return all
}

func modelLines(list []control.Line) []model.Line {
	all := make([]model.Line, len(list))
	for i, l := range list {
		all[i] = model.Line{Detector: l.Detector, Standing: l.Standing, Subject: l.Subject, Facts: l.Facts}
	}
	return all
}

// changes tells what differs, a sign before each: + is new, - gone, ~ another.
func (v *visit) changes(d *difference) {
	v.line(0, diffHead, v.version(d.Old), v.version(d.New), len(d.Changes))
	for _, c := range d.Changes {
		sign := "~"
		switch {
		case c.Old == nil:
			sign = "+"
		case c.New == nil:
			sign = "-"
		}
		v.plain(0, sign+" "+named(c.Subject, cmp.Or(c.New, c.Old).Names))
		v.plain(2, c.Detector+": "+v.side(c.Old)+" → "+v.side(c.New))
	}
}

// side is what a line says, in a change.
func (v *visit) side(l *control.Line) string {
	if l == nil {
		return "–"
	}
	return strings.TrimSpace(v.s.word(standingWords, l.Standing) + " " + l.Facts)
}

// version is how an edition is told of.
func (v *visit) version(number int) string {
	if number == 0 {
		return v.s.say(thePresent)
	}
	return v.s.say(theEdition, fmt.Sprint(number))
}

// decide approves or rejects.
func (x *baselineOptions) decide(standing string) func(names []string) (step, error) {
	return func(names []string) (step, error) {
		a, err := x.approval(names)
		if err != nil {
			return nil, err
		}
		a.Standing = standing
		if a.Who, err = person(*x.who); err != nil {
			return nil, err
		}
		return func(v *visit) error {
			done, err := v.Approve(v.ctx, a)
			if err != nil {
				return err
			}
			return v.show(done, "", func() {
				for _, d := range done.Decided {
					v.plain(0, lang.Pad(d.ID, idCells)+lang.Pad(v.s.word(standingWords, d.Standing), standingCells)+named(d.Subject, d.Names))
				}
				v.line(0, decidedLines, len(done.Decided), v.s.word(standingWords, standing), a.Who)
			})
		}, nil
	}
}

// approval is which lines are decided: those of ids, one of a subject, all of a prefix,
// or all of a host.
func (x *baselineOptions) approval(names []string) (*control.Approval, error) {
	ways := 0
	for _, given := range [...]bool{len(names) > 0, *x.prefix != "", *x.allFrom != ""} {
		if given {
			ways++
		}
	}
	if ways != 1 {
		return nil, wrong(wantsSubject)
	}
	ids := strings.FieldsFunc(strings.Join(names, " "), func(r rune) bool { return strings.ContainsRune(" ,、，", r) })
	switch {
	case *x.prefix != "":
		return &control.Approval{Subject: *x.prefix, Prefix: true}, nil
	case *x.allFrom != "":
		return &control.Approval{From: *x.allFrom}, nil
	case !slices.ContainsFunc(ids, func(s string) bool { return !watch.IsLineID(s) }):
		return &control.Approval{IDs: ids}, nil
	}
	return &control.Approval{Subject: strings.Join(names, " ")}, nil
}

// freeze stops learning or lets it go on.
func (x *baselineOptions) freeze(frozen bool) func([]string) (step, error) {
	return func([]string) (step, error) {
		who, err := person(*x.who)
		if err != nil {
			return nil, err
		}
		return func(v *visit) error {
			l, err := v.Freeze(v.ctx, &control.Freeze{Frozen: frozen, Who: who, Why: *x.why})
			if err != nil {
				return err
			}
			m := thawed
			if l.Frozen {
				m = frozenNow
			}
			return v.show(l, "", func() { v.line(0, m) })
		}, nil
	}
}
