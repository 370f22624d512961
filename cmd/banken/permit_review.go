package main

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/guide"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/permit"
)

// local has the times of a permit told in the site's zone.
func (v *visit) local(p *control.Permit) {
	w := &p.Work.Permit
	w.From, w.To = w.From.In(v.zone), w.To.In(v.zone)
}

// permit tells of a permit in two lines, and of what was done.
func (v *visit) permit(p *control.Permit) {
	w := &p.Work.Permit
	v.line(0, permitLine, w.Ticket, v.s.word(permitStates, p.State), w.Who, v.clock(w.From), v.clock(w.To), len(p.Work.Lines))
	if p.State == "closed" || p.State == "review" {
		v.line(1, permitClosedBy, v.closer(p), v.at(p.Work.Closed))
	}
	v.undecided(1, p)
}

// closer is who closed a permit.
func (v *visit) closer(p *control.Permit) string {
	if p.ClosedBy == "time" {
		return v.s.say(closedByTime)
	}
	return p.ClosedBy
}

// undecided tells how many lines of a permit wait, and how they are decided.
func (v *visit) undecided(indent int, p *control.Permit) {
	if p.Undecided > 0 {
		v.line(indent, permitUndecided, p.Undecided, p.Work.Permit.Ticket)
	}
}

// words are those for what was done under a permit.
func (v *visit) words(p *control.Permit) permit.Words {
	return permit.Words{Zone: v.zone, Name: func(a netip.Addr) string { return withName(addr(a), p.Names) }, Title: kindTitle}
}

// kindTitle is what a kind of deviation means, in a short line.
func kindTitle(k baseline.Kind) lang.Text {
	if a, ok := guide.Of(k); ok {
		return a.Title
	}
	return lang.Plain(string(k))
}

// withName is an address with the name it has.
func withName(address string, names map[string]string) string {
	if n := names[address]; n != "" {
		return n + " (" + address + ")"
	}
	return address
}

func (x *permitOptions) end(names []string) (step, error) {
	by, err := person(*x.by)
	if err != nil {
		return nil, err
	}
	return func(v *visit) error {
		p, err := v.ClosePermit(v.ctx, &control.PermitClosing{Ticket: names[0], Who: by})
		if err != nil {
			return err
		}
		return v.show(p, p.Zone, func() {
			v.local(p)
			v.line(0, permitEnded, p.Work.Permit.Ticket)
			v.plain(0, strings.TrimSuffix(p.Work.Text(v.s.lang, v.words(p)), "\n"))
			v.reviewHow(p)
		})
	}, nil
}

// reviewHow tells how what was done is decided, where something waits.
func (v *visit) reviewHow(p *control.Permit) {
	if p.Undecided > 0 {
		v.line(0, permitReview, p.Work.Permit.Ticket)
	}
}

// review shows what was done under a permit that has ended, or decides about it.
func (x *permitOptions) review(names []string) (step, error) {
	by, err := person(*x.by)
	if err != nil {
		return nil, err
	}
	q := &control.PermitReview{Ticket: names[0], ApproveAll: *x.approveAll, Who: by}
	if q.Approve, err = lineNumbers("--approve", *x.approve); err != nil {
		return nil, err
	}
	if q.Reject, err = lineNumbers("--reject", *x.reject); err != nil {
		return nil, err
	}
	if !q.ApproveAll && len(q.Approve)+len(q.Reject) == 0 {
		return func(v *visit) error { return v.reviewed(names[0]) }, nil
	}
	return func(v *visit) error {
		p, err := v.ReviewPermit(v.ctx, q)
		if err != nil {
			return err
		}
		return v.show(p, p.Zone, func() { v.decided(p, by) })
	}, nil
}

// lineNumbers reads numbers of lines, and spans of them as 2-5.
func lineNumbers(option string, list []string) (numbers []int, err error) {
	for _, text := range list {
		first, last, span := strings.Cut(text, "-")
		if !span {
			last = first
		}
		from, err1 := strconv.Atoi(first)
		to, err2 := strconv.Atoi(last)
		if err1 != nil || err2 != nil || from < 1 || to < from || to > permit.MaxLines {
			return nil, wrong(wrongLine, option, quoted(text))
		}
		for n := from; n <= to; n++ {
			numbers = append(numbers, n)
		}
	}
	return numbers, nil
}

// reviewed shows what was done under a permit, and what was decided of it.
func (v *visit) reviewed(ticket string) error {
	p, err := v.Permit(v.ctx, ticket)
	if err != nil {
		return err
	}
	return v.show(p, p.Zone, func() {
		v.local(p)
		v.permit(p)
		v.plain(0, strings.TrimSuffix(p.Work.LinesText(v.s.lang, v.words(p), func(*permit.Line) bool { return true }), "\n"))
		switch {
		case p.State == "open" || p.State == "waiting":
			v.line(0, permitNotEnded, p.Work.Permit.Ticket)
		case p.Undecided > 0:
			v.reviewHow(p)
		case len(p.Work.Lines) > 0:
			v.line(0, permitDecided)
		}
	})
}

// decided tells what was decided of a permit, and what still waits.
func (v *visit) decided(p *control.Permit, by string) {
	yes, no := p.Work.Decided()
	if p.Undecided == 0 {
		v.line(0, permitReviewed, p.Work.Permit.Ticket, yes, no, by)
		return
	}
	v.line(0, permitPartly, p.Work.Permit.Ticket, yes, no, p.Undecided)
	waits := func(l *permit.Line) bool { return l.Decision == "" }
	v.plain(0, strings.TrimSuffix(p.Work.LinesText(v.s.lang, v.words(p), waits), "\n"))
	v.reviewHow(p)
}
