package watch

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/edition"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/store"
)

// ErrNothing: what a person named is not there.
var ErrNothing = errors.New("watch: nothing in the baseline is named so")

// ErrNoStore: there is nowhere to keep it.
var ErrNoStore = errors.New("watch: without a store nothing can be kept")

// Text returns the baseline as people read it: see model.Model.WriteText.
func (s *Site) Text() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text()
}

func (s *Site) text() ([]byte, error) {
	var b bytes.Buffer
	err := s.model.WriteText(&b)
	return b.Bytes(), s.errorf("baseline", err)
}

// Forecast returns how much of what is normal is known, and what is still to come.
func (s *Site) Forecast() model.Forecast {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.model.Forecast()
}

// Decided is one entry that a person decided about.
type Decided struct {
	Detector string `json:"detector"`
	Subject  string `json:"subject"`
	Standing string `json:"standing"`
}

// Decide notes what a person decided about every entry whose subject is, or where all
// is set begins with, what is given: Approved or Rejected. Only what waits or was
// decided before is looked at, not what is known by itself, unless it is named whole.
func (s *Site) Decide(subject string, all bool, standing baseline.Standing, who string) ([]Decided, error) {
	return s.decideBy(subject, all, standing, who, "")
}

func (s *Site) decideBy(subject string, all bool, standing baseline.Standing, who, why string) ([]Decided, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list, err := s.named(func(e *baseline.Entry) bool {
		waits := e.Standing == baseline.Pending || e.Standing == baseline.Approved || e.Standing == baseline.Rejected
		return e.Subject == subject || all && waits && strings.HasPrefix(e.Subject, subject) && e.Standing != standing
	}, subject)
	if err != nil {
		return nil, err
	}
	return s.decideNamed(list, subject, standing, who, why)
}

// name names an entry.
type name struct {
	detector baseline.Detector
	subject  string
}

// named returns the entries that are meant; ErrNothing when there is none.
func (s *Site) named(meant func(*baseline.Entry) bool, as string) (list []name, err error) {
	s.model.Entries(func(e *baseline.Entry) bool {
		if meant(e) {
			list = append(list, name{e.Detector, e.Subject})
		}
		return true
	})
	if len(list) == 0 {
		return nil, fmt.Errorf("%w: %q", ErrNothing, as)
	}
	return list, nil
}

// decideNamed decides about entries, notes it, and what follows from it.
func (s *Site) decideNamed(list []name, subject string, standing baseline.Standing, who, why string) ([]Decided, error) {
	done := s.decideEach(list, standing)
	if len(done) == 0 {
		return nil, fmt.Errorf("%w: %q", ErrNothing, subject)
	}
	if standing == baseline.Approved {
		s.settleApproved(who)
	}
	return done, errors.Join(s.record(who, "baseline-"+standing.String(), cutSubject(subject), auditOf(done, why)), s.settle(true), s.save())
}

// decideEach decides about entries.
func (s *Site) decideEach(list []name, standing baseline.Standing) (done []Decided) {
	names := make([]model.EntryName, len(list))
	for i, x := range list {
		names[i] = model.EntryName{Detector: x.detector, Subject: x.subject}
	}
	for i, there := range s.model.DecideEach(names, standing) {
		if there {
			done = append(done, Decided{list[i].detector.String(), list[i].subject, standing.String()})
		}
	}
	return done
}

// maxSubject bounds what a line of the audit trail is about: what was typed may be
// hundreds of ids, of which the line names the first anyway.
const maxSubject = 256

func cutSubject(s string) string {
	if len(s) <= maxSubject {
		return s
	}
	return strings.ToValidUTF8(s[:maxSubject], "") + "..."
}

// settleApproved closes the incidents of those of whom nothing waits for approval any
// more: what they did was approved, and that was the answer.
func (s *Site) settleApproved(who string) {
	waits := map[string]bool{}
	s.model.Entries(func(e *baseline.Entry) bool {
		asked := e.Detector == baseline.Whitelist || e.Detector == baseline.Tripwire // as alert.Approvable
		if asked && (e.Standing == baseline.Pending || e.Standing == baseline.Rejected) {
			waits[s.model.Book().Addr(e.Client).String()] = true
		}
		return true
	})
	for _, i := range s.desk.Incidents() {
		if !i.Approvable() || waits[i.Actor] {
			continue
		}
		if changes, err := s.desk.Judge(i.ID, s.now(), alert.Work, who, "all of it was approved in the baseline"); err == nil {
			s.note(changes)
		}
	}
}

// maxAudited is how many entries a line of the audit trail names: what is decided at
// once may be thousands, and a line has a bound.
const maxAudited = 64

// maxWhy bounds a reason in the audit trail, octets.
const maxWhy = 1000

// auditOf is what the audit trail keeps of decisions: why, how many, and the first.
func auditOf(done []Decided, why string) any {
	return struct {
		Why   string    `json:"why,omitempty"`
		Count int       `json:"count"`
		First []Decided `json:"first"`
	}{cutWhy(why), len(done), done[:min(len(done), maxAudited)]}
}

func cutWhy(why string) string { return strings.ToValidUTF8(why[:min(len(why), maxWhy)], "") }

// record notes in the audit trail what a person did, where there is one.
func (s *Site) record(who, what, subject string, detail any) error {
	s.revision.bump()
	if s.o.Store == nil {
		return nil
	}
	return s.errorf("audit", s.o.Store.Write(func(tx *store.Tx) error { return s.audit(tx, who, what, subject, detail) }))
}

// Freeze stops all learning, or lets it go on.
func (s *Site) Freeze(frozen bool, who, why string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.model.Freeze(frozen)
	what := "baseline-freeze"
	if !frozen {
		what = "baseline-thaw"
	}
	return errors.Join(s.record(who, what, s.o.Name, why), s.save())
}

// add keeps an edition.
func (s *Site) add(e *edition.Edition, who, what string) error {
	return s.errorf("baseline", s.o.Store.Write(func(tx *store.Tx) error {
		return errors.Join(tx.AddVersion(versionOf(e)), s.audit(tx, who, what, fmt.Sprintf("edition %d", e.Number), e.Note))
	}))
}

// last returns the latest edition, nil when there is none.
func (s *Site) last() (*edition.Edition, error) {
	list, err := s.o.Store.Versions()
	if err != nil || len(list) == 0 {
		return nil, s.errorf("baseline", err)
	}
	return s.edition(int(list[len(list)-1].Number))
}

func (s *Site) edition(number int) (*edition.Edition, error) {
	v, err := s.o.Store.Version(int64(number))
	if err != nil {
		return nil, s.errorf("baseline", err)
	}
	return editionOf(&v), nil
}

// Edition returns an edition by its number; 0 is the latest.
func (s *Site) Edition(number int) (*edition.Edition, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.o.Store == nil {
		return nil, ErrNoStore
	}
	if number == 0 {
		e, err := s.last()
		if e == nil && err == nil {
			err = fmt.Errorf("%w: no edition was signed yet", ErrNothing)
		}
		return e, err
	}
	return s.edition(number)
}

// Editions returns all editions without their contents, oldest first.
func (s *Site) Editions() ([]store.Version, error) {
	if s.o.Store == nil {
		return nil, ErrNoStore
	}
	list, err := s.o.Store.Versions()
	return list, s.errorf("baseline", err)
}

// ErrOther: the readable part of an edition is not that of its state.
var ErrOther = errors.New("watch: the readable lines were changed: they are not those of the state beside them; use `banken baseline approve` and `reject` instead")

// Use has the site go on from an edition, whose signature the caller has checked:
// the way back to an earlier one, and how a baseline comes from another sensor.
func (s *Site) Use(e *edition.Edition, who string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.understand(e)
	if err != nil {
		return err
	}
	s.model = m
	return errors.Join(s.record(who, "baseline-use", fmt.Sprintf("edition %d", e.Number), e.Note), s.save())
}

func versionOf(e *edition.Edition) *store.Version {
	return &store.Version{Number: int64(e.Number), Time: e.Time, Site: e.Site, By: e.By, Note: e.Note, Text: e.Text, Blob: e.State,
		Key: e.Key, Signature: e.Signature, Parent: e.Parent, Hash: store.Hash(e.Hash())}
}

func editionOf(v *store.Version) *edition.Edition {
	return &edition.Edition{Site: v.Site, Number: int(v.Number), Time: v.Time, By: v.By, Note: v.Note, Parent: v.Parent, Text: v.Text, State: v.Blob,
		Key: v.Key, Signature: v.Signature}
}

// Draft returns the present baseline as an edition that nobody signed yet.
func (s *Site) Draft() (*edition.Edition, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text, err := s.text()
	return &edition.Edition{Site: s.o.Name, Number: 1, Time: s.clock().Truncate(time.Second), Text: text, State: s.model.AppendState(nil)}, err
}
