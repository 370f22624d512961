package watch

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/banken-ot/banken/baseline"
)

// An id is lineDigits digits of Crockford's base 32, which has no letters that are taken
// for others: short enough to be typed, and the same for two of 200,000 lines in one of
// 5000 cases.
const (
	lineDigits = 6
	digits     = "0123456789abcdefghjkmnpqrstvwxyz"
)

// LineID is the short name of an entry of the baseline: the same in every version, as
// long as its subject is.
func LineID(detector, subject string) string {
	h := sha256.Sum256([]byte(detector + "\t" + subject))
	id := make([]byte, lineDigits)
	for i := range id {
		id[i] = digits[h[i]%byte(len(digits))]
	}
	return string(id)
}

// IsLineID reports whether a text has the form of one.
func IsLineID(s string) bool {
	return len(s) == lineDigits && strings.Trim(s, digits) == ""
}

// Choice says which entries of the baseline a person decides about, and why. One of its
// other fields is set.
type Choice struct {
	Subject string     // the one whose subject is this
	Prefix  string     // all that wait, or were decided, whose subject begins so
	IDs     []string   // see LineID
	From    netip.Addr // all that wait and are about what this host does
	Lines   []LineName // each by its whole name
	Why     string     // for the audit trail; "" where it was not said
}

// LineName names an entry of the baseline wholly.
type LineName struct{ Detector, Subject string }

// ErrTwice: an id stands for two entries.
var ErrTwice = errors.New("watch: more than one line has that id")

// DecideAll is Decide for the entries of a choice: all of them, or with an error none.
func (s *Site) DecideAll(c Choice, standing baseline.Standing, who string) ([]Decided, error) {
	switch {
	case c.Prefix != "":
		return s.decideBy(c.Prefix, true, standing, who, c.Why)
	case c.Subject != "":
		return s.decideBy(c.Subject, false, standing, who, c.Why)
	case len(c.Lines) > 0:
		return s.decideLinesNamed(&c, standing, who)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	wanted, subject := c.From.Unmap(), c.From.String()
	if !wanted.IsValid() {
		subject = strings.Join(c.IDs, " ")
		if err := s.checkIDs(c.IDs); err != nil {
			return nil, err
		}
	}
	found, err := s.named(func(e *baseline.Entry) bool {
		if wanted.IsValid() {
			return e.Standing == baseline.Pending && s.model.Book().Addr(e.Client).Unmap() == wanted
		}
		return slices.Contains(c.IDs, LineID(e.Detector.String(), e.Subject))
	}, subject)
	if err != nil {
		return nil, err
	}
	return s.decideNamed(found, subject, standing, who, c.Why)
}

// decideLinesNamed decides about entries by their whole names: all, or when one is not
// there any more, none.
func (s *Site) decideLinesNamed(c *Choice, standing baseline.Standing, who string) ([]Decided, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	wanted := make(map[LineName]bool, len(c.Lines))
	for _, n := range c.Lines {
		wanted[n] = true
	}
	found, err := s.named(func(e *baseline.Entry) bool { return wanted[LineName{e.Detector.String(), e.Subject}] }, c.Lines[0].Subject)
	if err != nil {
		return nil, err
	}
	for _, x := range found {
		delete(wanted, LineName{x.detector.String(), x.subject})
	}
	for _, n := range c.Lines {
		if wanted[n] {
			return nil, fmt.Errorf("%w: %q", ErrNothing, n.Subject)
		}
	}
	return s.decideNamed(found, c.Lines[0].Subject, standing, who, c.Why)
}

// checkIDs checks that each id is that of one entry.
func (s *Site) checkIDs(ids []string) error {
	count := map[string]int{}
	s.model.Entries(func(e *baseline.Entry) bool {
		count[LineID(e.Detector.String(), e.Subject)]++
		return true
	})
	for _, id := range ids {
		switch n := count[id]; {
		case n == 0:
			return fmt.Errorf("%w: %q", ErrNothing, id)
		case n > 1:
			return fmt.Errorf("%w: %q", ErrTwice, id)
		}
	}
	return nil
}
