// Package session remembers who has signed in to the console: in memory only, so that a
// restart signs everybody out.
//
// A session is named by an id of 128 random bits that only the browser has; the store
// keeps its SHA-256. It ends when it is not used for a while, after half a day in any
// case, when its person signs out, is disabled, or gets another role or password. Each
// sign-in begins a new one, and ends the one the browser had before: an id that somebody
// planted is worth nothing (session fixation, OWASP Session Management Cheat Sheet).
//
// Forms carry a token that follows from the id by HMAC-SHA-256, which a page of somebody
// else cannot know. Times are those of the callers, who use time.Now: its monotonic
// reading makes it not matter when the clock is set.
package session

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"sync"
	"time"

	"github.com/banken-ot/banken/sensor/account"
)

// Bounds of the sessions.
const (
	// MaxSessions is more than there are people who look at one console at a time. At
	// the bound the one that was not used for longest ends.
	MaxSessions = 1000
	// MaxOfPerson is how many one person may have: a panel, a desk, a few left open.
	// One more ends their own oldest, so that nobody can push others out.
	MaxOfPerson = 10
	// DefaultIdle and DefaultLongest are how long a session lasts unused, and at most: a
	// shift.
	DefaultIdle    = 30 * time.Minute
	DefaultLongest = 12 * time.Hour
	// checkEvery is how old what is known of a person may be.
	checkEvery = 5 * time.Second

	idOctets = 16
	maxID    = 64 // of what a browser sends as one
)

// Options say how long sessions last. The zero value is usable.
type Options struct {
	Idle    time.Duration // unused; 0 is DefaultIdle
	Longest time.Duration // in any case; 0 is DefaultLongest
	// Current returns a person as they are now, the zero value where there is no such
	// person any more; it is asked at most every few seconds. An error ends no session.
	// Where it is nil, whoever changes people calls Refresh.
	Current func(ctx context.Context, name string) (account.Person, error)
}

// Session is one as it is at a moment.
type Session struct {
	Person account.Person
	Begun  time.Time
	Used   time.Time
	Ends   time.Time // at the latest
	Form   string    // the token of its forms
}

// Store keeps the sessions. It may be used by any number of goroutines.
type Store struct {
	o   Options
	key []byte // of the tokens of forms
	mu  sync.Mutex
	all map[key]*entry
}

type key [sha256.Size]byte

type entry struct {
	Session
	checked time.Time
}

// New returns a store without sessions.
func New(o Options) *Store {
	o.Idle, o.Longest = cmp.Or(o.Idle, DefaultIdle), cmp.Or(o.Longest, DefaultLongest)
	s := &Store{o: o, key: make([]byte, sha256.Size), all: map[key]*entry{}}
	rand.Read(s.key) // never fails: crypto/rand
	return s
}

// Begin begins a session of a person who has just signed in, and returns its id. The one
// the browser had before, if any, ends.
func (s *Store) Begin(now time.Time, p account.Person, before string) (id string) {
	b := make([]byte, idOctets)
	rand.Read(b) // never fails: crypto/rand
	id = base64.RawURLEncoding.EncodeToString(b)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, hash(before))
	s.makeRoom(now, p.Name)
	s.all[hash(id)] = &entry{Session{Person: p, Begun: now, Used: now, Ends: now.Add(s.o.Longest), Form: s.form(id)}, now}
	return id
}

// Look returns the session of an id, which is used by that. ok is false when there is
// none, or none any more.
func (s *Store) Look(ctx context.Context, now time.Time, id string) (x Session, ok bool) {
	return s.look(ctx, now, id, true)
}

// Peek is Look for what a page asks for by itself: that nobody sits there any more is
// not to be missed because of it.
func (s *Store) Peek(ctx context.Context, now time.Time, id string) (x Session, ok bool) {
	return s.look(ctx, now, id, false)
}

func (s *Store) look(ctx context.Context, now time.Time, id string, used bool) (x Session, ok bool) {
	x, check := s.find(now, id, used)
	if !check || s.o.Current == nil {
		return x, x.Form != ""
	}
	p, err := s.o.Current(ctx, x.Person.Name) // without the lock: it asks another process
	if err != nil {
		return x, true
	}
	p.Name = x.Person.Name // also of the zero value
	s.Refresh(now, p)
	x, _ = s.find(now, id, false)
	return x, x.Form != ""
}

// find returns a session, and whether its person is to be looked at again.
func (s *Store) find(now time.Time, id string, used bool) (x Session, check bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := hash(id)
	e := s.all[k]
	if e == nil {
		return x, false
	}
	if s.over(e, now) {
		delete(s.all, k)
		return x, false
	}
	if used {
		e.Used = now
	}
	return e.Session, now.Sub(e.checked).Abs() >= checkEvery
}

// over reports whether a session is at its end. One that begins in the future, because
// the clock was set back, is too.
func (s *Store) over(e *entry, now time.Time) bool {
	return !now.Before(e.Ends) || now.Sub(e.Used) >= s.o.Idle || now.Before(e.Begun.Add(-time.Minute))
}

// End ends a session: its person signs out.
func (s *Store) End(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, hash(id))
}

// Refresh takes a person as they are now: their sessions end if they are disabled, or
// have another role or password than when they signed in.
func (s *Store) Refresh(now time.Time, p account.Person) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, e := range s.all {
		switch {
		case e.Person.Name != p.Name:
		case !p.Disabled.IsZero() || p.Role != e.Person.Role || p.Revision != e.Person.Revision:
			delete(s.all, k)
		default:
			e.Person, e.checked = p, now
		}
	}
}

// Revoke ends all sessions of a person, and returns how many there were.
func (s *Store) Revoke(name string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, e := range s.all {
		if e.Person.Name == name {
			delete(s.all, k)
			n++
		}
	}
	return n
}

// Len returns how many sessions there are, with those that are at their end and were not
// looked at since.
func (s *Store) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.all)
}

// SameForm reports whether a form that a session sent has its token.
func (s *Store) SameForm(id, token string) bool {
	return len(id) <= maxID && hmac.Equal([]byte(token), []byte(s.form(id)))
}

func (s *Store) form(id string) string {
	h := hmac.New(sha256.New, s.key)
	h.Write([]byte("form " + id))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// hash is under what an id is kept. No id is as long as what is cut off.
func hash(id string) key { return sha256.Sum256([]byte(id[:min(len(id), maxID)])) }

// makeRoom drops what is at its end; then, if need be, the person's own oldest, or the
// one that was not used for longest.
func (s *Store) makeRoom(now time.Time, name string) {
	own := 0
	for k, e := range s.all {
		if s.over(e, now) {
			delete(s.all, k)
		} else if e.Person.Name == name {
			own++
		}
	}
	switch {
	case own >= MaxOfPerson:
		s.dropOldest(func(e *entry) bool { return e.Person.Name == name })
	case len(s.all) >= MaxSessions:
		s.dropOldest(func(*entry) bool { return true })
	}
}

func (s *Store) dropOldest(among func(*entry) bool) {
	var oldest key
	var last *entry
	for k, e := range s.all {
		if among(e) && (last == nil || e.Used.Before(last.Used)) {
			oldest, last = k, e
		}
	}
	delete(s.all, oldest)
}
