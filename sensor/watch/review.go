package watch

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/permit"
	"github.com/banken-ot/banken/sensor/store"
)

// Reviewed is a permit that has ended, with what was done under it and what people
// decided about that.
type Reviewed struct {
	ClosedBy string
	Work     permit.Diff
	Kept     store.Permit // without the diff
}

// EndedPermit returns a permit that has ended.
func (s *Site) EndedPermit(ticket string) (Reviewed, error) {
	if s.o.Store == nil {
		return Reviewed{}, ErrNoStore
	}
	kept, err := s.o.Store.Permit(ticket)
	if errors.Is(err, store.ErrNotFound) || err == nil && kept.Closed.IsZero() {
		return Reviewed{}, fmt.Errorf("%w: no permit %q has ended", ErrNothing, ticket)
	}
	if err != nil {
		return Reviewed{}, s.errorf("permit", err)
	}
	return reviewedOf(kept)
}

func reviewedOf(kept store.Permit) (Reviewed, error) {
	d, err := permit.ParseDiff([]byte(kept.Diff))
	kept.Diff = ""
	return Reviewed{ClosedBy: kept.ClosedBy, Work: d, Kept: kept}, err
}

// Unreviewed returns the permits that have ended and of which something waits for a
// decision, in the order in which they began.
func (s *Site) Unreviewed() (all []Reviewed, err error) {
	if s.o.Store == nil {
		return nil, nil
	}
	list, err := s.o.Store.UnreviewedPermits()
	if err != nil {
		return nil, s.errorf("permits", err)
	}
	for _, kept := range list {
		r, err := reviewedOf(kept)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// ReviewPermit notes what a person decided about lines of a permit that has ended:
// all of it, or with an error none. What is approved belongs to operation from then
// on: it is no news when it is seen again, and the baseline then approves it. What is
// rejected is told whenever it is seen. When nothing waits any more the permit is
// reviewed.
func (s *Site) ReviewPermit(ticket string, r permit.Review, who string) (Reviewed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x, err := s.EndedPermit(ticket)
	if err != nil {
		return x, err
	}
	before := make([]string, len(x.Work.Lines))
	for i := range before {
		before[i] = x.Work.Lines[i].Decision
	}
	if err := x.Work.Review(r, who, s.clock()); err != nil {
		return x, err
	}
	did := lineNumbers(&x.Work, before)
	did.Why = cutWhy(r.Why)
	if err := s.keepReview(ticket, &x, who, did); err != nil {
		return x, err
	}
	s.agreed.Take(&x.Work)
	s.revision.bump()
	var changed []permit.Line
	for i, l := range x.Work.Lines {
		if l.Decision != before[i] {
			changed = append(changed, l)
		}
	}
	return x, errors.Join(s.decideLines(changed, ticket, who), s.settle(true), s.save())
}

// lineNumbers are the numbers of the lines that were approved and rejected just now.
func lineNumbers(d *permit.Diff, before []string) (n reviewAudit) {
	for i := range d.Lines {
		switch now := d.Lines[i].Decision; {
		case now == before[i]:
		case now == baseline.Approved.String():
			n.Approved = append(n.Approved, i+1)
		default:
			n.Rejected = append(n.Rejected, i+1)
		}
	}
	return n
}

// reviewAudit is what the audit trail keeps of a review.
type reviewAudit struct {
	Why      string `json:"why,omitempty"`
	Approved []int  `json:"approved,omitempty"`
	Rejected []int  `json:"rejected,omitempty"`
	Open     int    `json:"open"`
}

func (s *Site) keepReview(ticket string, x *Reviewed, who string, did reviewAudit) error {
	doc, err := x.Work.Encode(store.MaxDocument)
	if err != nil {
		return s.errorf("permit", err)
	}
	at := s.clock()
	did.Open = x.Work.Open()
	x.Kept.ReviewedBy = who
	return s.errorf("permit", s.o.Store.Write(func(tx *store.Tx) error {
		keep := tx.DecidePermit
		if did.Open == 0 {
			keep, x.Kept.Reviewed = tx.ReviewPermit, at
		}
		return errors.Join(keep(ticket, at, who, string(doc)), s.audit(tx, who, "permit-review", ticket, did))
	}))
}

// decideLines has the baseline decide what waits there of lines that were decided.
func (s *Site) decideLines(list []permit.Line, ticket, who string) error {
	var done []Decided
	for i := range list {
		l := &list[i]
		standing, ok := baseline.ParseStanding(l.Decision)
		if !ok {
			continue
		}
		waiting, err := s.named(func(e *baseline.Entry) bool {
			return s.waitsFor(e, l, standing)
		}, ticket)
		if err == nil { // else there is none: what is only read is not kept under a permit
			done = append(done, s.decideEach(waiting, standing)...)
		}
	}
	if len(done) == 0 {
		return nil
	}
	s.settleApproved(who)
	return s.record(who, "baseline-permit", ticket, auditOf(done, ""))
}

// waitsFor reports whether an entry is to be decided with a line: one that waits, or one
// of the very point that was decided otherwise before.
func (s *Site) waitsFor(e *baseline.Entry, l *permit.Line, standing baseline.Standing) bool {
	if !l.Control && e.Detector != baseline.Tripwire {
		return false
	}
	switch e.Standing {
	case baseline.Pending:
		return s.belongs(e, l, standing == baseline.Rejected)
	case baseline.Approved, baseline.Rejected:
		return e.Standing != standing && l.Point != "" && s.belongs(e, l, true)
	}
	return false
}

// belongs reports whether an entry of the baseline is of what a line tells: the host,
// the function and the point of it. narrow leaves out what other lines may be of too.
func (s *Site) belongs(e *baseline.Entry, l *permit.Line, narrow bool) bool {
	addr := func(id baseline.AssetID) netip.Addr { return s.model.Book().Addr(id).Unmap() }
	if addr(e.Client) != l.Host {
		return false
	}
	if e.Server == 0 {
		return !narrow && e.Detector == baseline.Whitelist && e.Subject == "host "+l.Host.String()+" writes"
	}
	subject := e.Subject + " "
	if addr(e.Server) != l.Asset || l.Protocol != "" && !strings.Contains(subject, " station "+strconv.FormatUint(uint64(l.Station), 10)+" ") {
		return false
	}
	of := func(s string) bool { return s != "" && strings.Contains(subject, " "+s+" ") }
	if narrow && l.Point != "" {
		return of(l.Point)
	}
	return of(l.Point) || of(l.Function)
}

// agree recalls what people approved of permits that have ended.
func (s *Site) agree() error {
	list, err := s.o.Store.AllPermits(s.clock().Add(-agreedFor))
	if err != nil {
		return err
	}
	for i := range list {
		if list[i].Closed.IsZero() {
			continue
		}
		d, err := permit.ParseDiff([]byte(list[i].Diff))
		if err != nil {
			return err
		}
		s.agreed.Take(&d)
	}
	return nil
}

// agreedFor is how long what was approved of a permit is recalled when it is not seen
// again: as long as the history of the level. What was seen again is in the baseline.
const agreedFor = store.LevelAge

// permitted reports whether a deviation is work: under a permit that is open, or as
// approved of one that has ended.
func (s *Site) permitted(d *baseline.Deviation) (ticket string, ok bool) {
	if ticket, ok = s.board.Note(d); ok {
		return ticket, ok
	}
	ticket, fresh, ok := s.agreed.Covers(d)
	if fresh {
		s.retaken = append(s.retaken, retaken{ticket, permit.Line{Asset: d.Target.Unmap(), Host: d.Actor.Unmap(), Protocol: d.Protocol, Station: d.Station,
			Function: d.Function, Point: d.Point, Control: d.Meaning.Control, Decision: baseline.Approved.String()}})
	}
	return ticket, ok
}

// retaken is something approved that is seen again.
type retaken struct {
	ticket string
	line   permit.Line
}

// retake has the baseline approve what was approved before and is seen again.
func (s *Site) retake() (err error) {
	list := s.retaken
	s.retaken = nil
	for _, x := range list {
		err = errors.Join(err, s.decideLines([]permit.Line{x.line}, x.ticket, byBanken))
	}
	return err
}

// byBanken is who does what follows from what a person decided.
const byBanken = "banken"
