package account

import (
	"net/netip"
	"sync"
	"time"
)

// How attempts are limited. Some wrong ones are free, for fingers slip; from then on
// the wait before the next doubles from a second up to a quarter of an hour: some 96 a
// day. NIST SP 800-63B (5.2.2) has an account closed after 100 wrong ones in a row; here
// it stays slow instead, for nobody must be able to shut a control room out. Several
// people may share an address (a panel, a jump host), so that it has more of them free.
// An hour without a wrong attempt forgives one.
const (
	FreeByName    = 3
	FreeByAddress = 10
	FirstWait     = time.Second
	LongestWait   = 15 * time.Minute
	Forgiven      = time.Hour
	// maxBuckets bounds each table: twice the people there can be. At the bound what
	// has the fewest wrong attempts goes first, so that a flood of new names does not
	// set those free that are attacked.
	maxBuckets = 2048
	// remembered is how long an address is known from which a person signed in.
	remembered = 30 * 24 * time.Hour
)

// Limits count wrong attempts and say how long the next must wait. Times should have
// the monotonic reading of time.Now, so that it does not matter when the clock is set;
// a time before an earlier one is taken for that.
//
// An address from which a person has signed in has a count of its own for that person:
// so nobody can keep them out of their own panel by trying their name elsewhere.
type Limits struct {
	mu        sync.Mutex
	names     map[place]*bucket
	addresses map[place]*bucket
	familiar  map[place]time.Time
}

// place is a name at an address. Without an address it stands for all that are not
// familiar, without a name for everybody.
type place struct {
	name    string
	address netip.Addr
}

// bucket is the wrong attempts of a place.
type bucket struct {
	wrong int
	last  time.Time
	until time.Time // the next is not looked at before
}

// NewLimits returns limits at which nobody has tried yet.
func NewLimits() *Limits {
	return &Limits{names: map[place]*bucket{}, addresses: map[place]*bucket{}, familiar: map[place]time.Time{}}
}

// Attempt is one that is not decided yet.
type Attempt struct {
	limits           *Limits
	name, address    place
	familiar         place
	nameUntil, until time.Time // before it
}

// Begin asks for an attempt, which is counted as wrong until it is told to be right. A
// wait above 0 says that it must not be looked at before so long. name may be "" where
// only the address counts.
func (l *Limits) Begin(now time.Time, name string, address netip.Addr) (a *Attempt, wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	address = network(address)
	a = &Attempt{limits: l, name: place{name: name}, address: place{address: address}, familiar: place{name, address}}
	if last, ok := l.familiar[a.familiar]; ok && now.Sub(last) < remembered {
		a.name.address = address
	}
	from := bucketOf(l.addresses, a.address, now)
	wait = from.wait(now)
	var of *bucket
	if name != "" {
		of = bucketOf(l.names, a.name, now)
		wait = max(wait, of.wait(now))
		a.nameUntil = of.until
	}
	if wait > 0 {
		return nil, wait
	}
	a.until = from.until
	from.count(now, FreeByAddress)
	if of != nil {
		of.count(now, FreeByName)
	}
	return a, 0
}

// Wait returns how long the next attempt from the same place must wait.
func (a *Attempt) Wait(now time.Time) (wait time.Duration) {
	a.limits.mu.Lock()
	defer a.limits.mu.Unlock()
	if b := a.limits.addresses[a.address]; b != nil {
		wait = b.wait(now)
	}
	if b := a.limits.names[a.name]; b != nil && a.name.name != "" {
		wait = max(wait, b.wait(now))
	}
	return wait
}

// Right says that the attempt was right: the person's count begins anew. That of the
// address only loses this one, or whoever has one account could try at others for ever.
func (a *Attempt) Right(now time.Time) {
	a.limits.mu.Lock()
	defer a.limits.mu.Unlock()
	delete(a.limits.names, a.name)
	undo(a.limits.addresses[a.address], a.until)
	if a.name.name != "" {
		a.limits.remember(now, a.familiar)
	}
}

// Welcome says that a person has proved who they are in another way than by an attempt
// of Begin with their name: their counts begin anew.
func (l *Limits) Welcome(now time.Time, name string, address netip.Addr) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := place{name, network(address)}
	delete(l.names, p)
	delete(l.names, place{name: name})
	l.remember(now, p)
}

func (l *Limits) remember(now time.Time, p place) {
	if !p.address.IsValid() {
		return
	}
	if len(l.familiar) >= maxBuckets {
		l.forgetOldest()
	}
	l.familiar[p] = now
}

// Undecided says that nothing was found out: the attempt does not count.
func (a *Attempt) Undecided() {
	a.limits.mu.Lock()
	defer a.limits.mu.Unlock()
	undo(a.limits.addresses[a.address], a.until)
	undo(a.limits.names[a.name], a.nameUntil)
}

func undo(b *bucket, until time.Time) {
	if b != nil && b.wrong > 0 {
		b.wrong--
		b.until = until
	}
}

// network is what counts as one address: of IPv6 the 64 bits that a host is given
// (RFC 4291, 2.5.4), within which it may choose as it likes.
func network(a netip.Addr) netip.Addr {
	a = a.Unmap().WithZone("")
	if !a.Is6() {
		return a
	}
	p, _ := a.Prefix(64) // never fails: IPv6 without a zone
	return p.Addr()
}

// bucketOf returns the bucket of a place, for which it makes room.
func bucketOf(m map[place]*bucket, p place, now time.Time) *bucket {
	b := m[p]
	if b == nil {
		if len(m) >= maxBuckets {
			makeRoom(m, now)
		}
		b = &bucket{last: now}
		m[p] = b
	}
	b.forgive(now)
	return b
}

// makeRoom drops what is forgiven, else what has the fewest wrong attempts, of these
// what is longest ago.
func makeRoom(m map[place]*bucket, now time.Time) {
	var least place
	var b *bucket
	for p, x := range m {
		if x.forgive(now); x.wrong == 0 {
			delete(m, p)
		} else if b == nil || x.wrong < b.wrong || x.wrong == b.wrong && x.last.Before(b.last) {
			least, b = p, x
		}
	}
	if len(m) >= maxBuckets {
		delete(m, least)
	}
}

func (l *Limits) forgetOldest() {
	var oldest place
	var at time.Time
	for p, t := range l.familiar {
		if at.IsZero() || t.Before(at) {
			oldest, at = p, t
		}
	}
	delete(l.familiar, oldest)
}

// forgive takes back what is forgiven since.
func (b *bucket) forgive(now time.Time) {
	if now.Before(b.last) { // the clock was set back
		b.until, b.last = now.Add(b.wait(b.last)), now
	}
	if n := int(now.Sub(b.last) / Forgiven); n > 0 {
		b.wrong = max(b.wrong-n, 0)
		b.last = b.last.Add(time.Duration(n) * Forgiven)
	}
}

func (b *bucket) wait(now time.Time) time.Duration {
	return min(max(b.until.Sub(now), 0), LongestWait)
}

// count counts a wrong attempt, with so many free.
func (b *bucket) count(now time.Time, free int) {
	b.wrong++
	b.last = now
	b.until = time.Time{}
	if over := b.wrong - free; over >= 0 {
		b.until = now.Add(min(FirstWait<<min(over, 20), LongestWait))
	}
}
