package notify

import (
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/control"
)

// Kinds of lines in the log.
const (
	kindAlarm   = "alarm"
	kindHealth  = "health"
	kindDigest  = "digest"
	kindSummary = "summary"
	kindTest    = "test"
)

// Results of lines in the log.
const (
	sending = "sending" // noted before it is sent
	sent    = "sent"
	failed  = "failed" // by every channel
	quiet   = "quiet"  // held by quiet hours, for the digest
	capped  = "capped" // held by the bound of an hour, for the summary
	ended   = "ended"  // nobody acknowledged in all rounds; told once more in the digest
)

// key is an incident at a priority: what is told once.
type key struct{ incident, priority string }

// entry is a step of the escalation that was taken.
type entry struct {
	at              time.Time
	contact, result string
}

// matter is what was told of an incident at a priority.
type matter struct {
	steps []entry
	// told is when it was told last, by whatever message, and by whom it was heard.
	told  time.Time
	heard string
	seen  time.Time // when it was last open
}

// held is a step that waits for a digest or summary.
type held struct {
	seq int64
	at  time.Time
	key key
}

// try is a digest or summary.
type try struct {
	at     time.Time
	id     string
	result string
}

// account is what was told to a contact.
type account struct {
	sent            map[string]time.Time // by id; of the last hour
	quiet, capped   []held               // in the order of the log
	digest, summary try
	// bad is the first line since which a channel fails; 0 when none does.
	bad     int64
	badAt   time.Time
	problem string
	heard   time.Time // when it was last reached
}

// state is what follows from the log.
type state struct {
	matters  map[key]*matter
	accounts map[string]*account
	last     int64 // the largest Seq
}

func newState() *state {
	return &state{matters: map[key]*matter{}, accounts: map[string]*account{}}
}

// matter returns what was told of an incident; a new one is kept once a line tells of it.
func (s *state) matter(k key) *matter {
	if m := s.matters[k]; m != nil {
		return m
	}
	return &matter{}
}

func (s *state) account(contact string) *account {
	a := s.accounts[contact]
	if a == nil {
		a = &account{sent: map[string]time.Time{}}
		s.accounts[contact] = a
	}
	return a
}

// maxSteps bounds the steps of an incident at a priority, those that failed included.
const maxSteps = 200

// add takes a line of the log. One that was there before takes its place.
func (s *state) add(n *control.Notice) {
	s.last = max(s.last, n.Seq)
	a := s.account(n.Contact)
	switch n.Kind {
	case kindAlarm, kindHealth:
		s.step(a, n)
	case kindDigest:
		a.digest = try{n.Time, n.ID, n.Result}
		if n.Result == sent {
			a.quiet = s.resolve(a.quiet, n)
		}
	case kindSummary:
		a.summary = try{n.Time, n.ID, n.Result}
		if n.Result == sent {
			a.capped = s.resolve(a.capped, n)
		}
	}
	a.reached(n)
}

// step takes a step of the escalation.
func (s *state) step(a *account, n *control.Notice) {
	if n.Step < 0 || n.Step >= maxSteps {
		return
	}
	k := key{n.Incident, n.Priority}
	m := s.matter(k)
	s.matters[k] = m
	for len(m.steps) <= n.Step { // lines before it may have gone
		m.steps = append(m.steps, entry{n.Time, n.Contact, failed})
	}
	m.steps[n.Step] = entry{n.Time, n.Contact, n.Result}
	m.seen = later(m.seen, n.Time)
	switch n.Result {
	case sending:
		a.sent[n.ID] = n.Time
	case sent:
		a.sent[n.ID] = n.Time
		m.told, m.heard = n.Time, n.Contact
	case failed:
		delete(a.sent, n.ID)
	case quiet, ended:
		a.quiet = append(a.quiet, held{n.Seq, n.Time, k})
	case capped:
		a.capped = append(a.capped, held{n.Seq, n.Time, k})
	}
}

// resolve takes out of a list what a message tells.
func (s *state) resolve(list []held, n *control.Notice) []held {
	i := 0
	for ; i < len(list) && list[i].seq <= n.Through; i++ {
		m := s.matter(list[i].key)
		m.told, m.heard = n.Time, n.Contact
	}
	return list[i:]
}

// reached notes whether the channels of a contact work: any that failed is in the
// detail, also where another one took the message.
func (a *account) reached(n *control.Notice) {
	if n.Result == sent {
		a.heard = later(a.heard, n.Time)
	}
	switch {
	case n.Result != sent && n.Result != failed || strings.HasPrefix(n.Detail, notTried):
	case n.Detail == "":
		a.bad, a.problem = 0, ""
	case a.bad == 0:
		a.bad, a.badAt, a.problem = max(n.Seq, 1), n.Time, n.Detail
	}
}

// forget drops what is of no use any more: incidents that were not open for a day, and
// messages of more than an hour ago.
func (s *state) forget(now time.Time) {
	waits := map[key]bool{}
	for _, a := range s.accounts {
		for id, at := range a.sent {
			if now.Sub(at) > time.Hour {
				delete(a.sent, id)
			}
		}
		for _, list := range [...][]held{a.quiet, a.capped} {
			for i := range list {
				waits[list[i].key] = true
			}
		}
	}
	for k, m := range s.matters {
		if now.Sub(m.seen) > 24*time.Hour && !waits[k] {
			delete(s.matters, k)
		}
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
