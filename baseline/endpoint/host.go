package endpoint

import "github.com/banken-ot/banken/baseline"

const (
	// learnDays is on how many days an interface must be at an address to be known.
	learnDays = 3
	// maxSeats bounds the interfaces of one address: two routers, a team of four,
	// and those that wait.
	maxSeats = 8
	// varied is how many interfaces an address has, on a day each, when it is handed
	// out to whoever comes.
	varied = 3
	// within is how long what was told of an endpoint bears on a write, ns; and how
	// long claims belong together.
	within = int64(600e9)
	// together is how long uses by turns belong together, ns.
	together = int64(300e9)
)

// seat is an interface at an address.
type seat struct {
	mac         mac
	vlan        uint16
	standing    baseline.Standing
	router      bool // forwards for others
	claimed     bool // by ARP
	days        uint16
	lastDay     uint32
	first, last int64 // UTC ns
	since       int64 // when it came, in time watched
	pace
}

// maxDoublings makes the time between two reports of what does not change up to
// some 21 hours.
const maxDoublings = 7

// pace is when something was told, that waits for a person.
type pace struct {
	told  int64 // UTC ns; 0: never
	times uint8 // how often while nothing changed, at most maxDoublings
}

// due reports whether something is to be told again, and notes that it is. What
// waits and does not change is told less and less often, unless it is to be often.
func (p *pace) due(now int64, often bool) bool {
	wait := repeatAfter << p.times
	if often {
		wait, p.times = repeatAfter, 0
	}
	if p.told != 0 && now-p.told < wait {
		return false
	}
	if p.told != 0 && !often {
		p.times = min(p.times+1, maxDoublings)
	}
	p.told = now
	return true
}

// known reports whether the seat is ordinary.
func (s *seat) known() bool { return s.standing == baseline.Known || s.standing == baseline.Approved }

// replaceable reports whether a seat may make room: nothing was learned of it, or
// nobody decided yet.
func (s *seat) replaceable() bool {
	return s.standing == baseline.Pending || s.standing == baseline.Candidate
}

// credit notes that the seat was in use on a day.
func (s *seat) credit(day uint32) {
	if s.lastDay == day {
		return
	}
	s.lastDay = day
	if s.days++; s.days >= learnDays && s.standing == baseline.Candidate {
		s.standing = baseline.Known
	}
}

// turn is that an interface spoke for an address after another had.
type turn struct {
	mac    mac
	vlan   uint16
	router bool
	claim  bool // by ARP
	time   int64
}

// turns are the latest four, the last last.
type turns [4]turn

// take adds one, unless the same interface spoke last.
func (t *turns) take(x turn) (added bool) {
	if t[3].time != 0 && t[3].mac == x.mac {
		t[3].claim = t[3].claim || x.claim
		return false
	}
	copy(t[:], t[1:])
	t[3] = x
	return true
}

// byTurns reports whether two interfaces of one segment spoke twice each, within a
// time.
func (t *turns) byTurns(within int64) bool {
	return t[0].time != 0 && t[3].time-t[0].time <= within && t[0].mac == t[2].mac && t[1].mac == t[3].mac && t[2].vlan == t[3].vlan &&
		!t[2].mac.shared() && !t[3].mac.shared() && !t[2].mac.neighbour(t[3].mac)
}

// host is what is known of an address. It holds no pointer.
type host struct {
	seats  [maxSeats]seat
	n      uint8
	at     uint8 // number of the seat it is at, from 1; 0 for none
	used   bool  // an IP packet came from there; otherwise it only claims to be
	client bool  // it asks in control protocols
	server bool  // it answers in them
	role   role
	peers  peers
	held   uint8 // interfaces that were there on a day at least, while not judged

	spoke, uses turns // claims and IP packets; IP packets alone
	paths       signs
	prints      signs

	deviated int64 // latest deviation that bears on a write; 0 for none
	by       kind
	told     [kinds]int64
}

// find returns the number of the seat of an interface, from 1; 0 for none.
func (h *host) find(m mac) uint8 {
	for i := range h.seats[:h.n] {
		if h.seats[i].mac == m {
			return uint8(i + 1)
		}
	}
	return 0
}

// seat returns that of a number.
func (h *host) seat(i uint8) *seat { return &h.seats[i-1] }

// room returns the number of a free place, or of one of which nothing was
// learned, the one longest not seen; 0 where there is none.
func (h *host) room() uint8 {
	if h.n < maxSeats {
		h.n++
		return h.n
	}
	oldest := uint8(0)
	for i := range h.seats {
		if s := &h.seats[i]; s.replaceable() && uint8(i+1) != h.at && (oldest == 0 || s.last < h.seat(oldest).last) {
			oldest = uint8(i + 1)
		}
	}
	return oldest
}

// drop forgets a seat.
func (h *host) drop(i uint8) {
	copy(h.seats[i-1:h.n], h.seats[i:h.n])
	h.n--
	h.seats[h.n] = seat{}
	switch {
	case h.at == i:
		h.at = 0
	case h.at > i:
		h.at--
	}
}

// established reports whether any interface is known, and whether all that are
// belong to routers.
func (h *host) established() (known, routed bool) {
	routed = true
	for i := range h.seats[:h.n] {
		if s := &h.seats[i]; s.known() {
			known = true
			routed = routed && (s.router || s.mac.shared())
		}
	}
	return known, known && routed
}

// neighbour reports whether an interface is next to one that is known.
func (h *host) neighbour(m mac) bool {
	for i := range h.seats[:h.n] {
		if s := &h.seats[i]; s.known() && s.mac.neighbour(m) {
			return true
		}
	}
	return false
}

// both reports whether two interfaces are known.
func (h *host) both(a, b mac) bool {
	i, j := h.find(a), h.find(b)
	return i != 0 && j != 0 && h.seat(i).known() && h.seat(j).known()
}

// claimed reports whether an interface ever claimed the address by ARP, as far as
// is remembered.
func (h *host) claimed(m mac) bool {
	if i := h.find(m); i != 0 && h.seat(i).claimed {
		return true
	}
	for _, t := range h.spoke {
		if t.mac == m && t.claim {
			return true
		}
	}
	return false
}

// maxSigns bounds the looks of an address: two paths with two TTLs, and the
// programs that set their windows.
const maxSigns = 6

// sign is something packets of an address look like.
type sign struct {
	value   uint32 // 0 for none
	days    uint16
	lastDay uint32
	last    int64
}

// signs are those seen, and which was last.
type signs struct {
	list [maxSigns]sign
	at   uint8 // number of the latest, from 1
}

// take notes a sign, and reports whether it is new where others are known. Without
// learning, what is new is not kept.
func (s *signs) take(value uint32, now int64, learn bool) (new bool) {
	known, place := false, 0
	for i := range s.list {
		x := &s.list[i]
		if x.value == value {
			x.last, s.at = now, uint8(i+1)
			return false
		}
		known = known || x.days >= learnDays
		if p := &s.list[place]; x.days < learnDays && (p.days >= learnDays || x.last < p.last) {
			place = i
		}
	}
	if p := &s.list[place]; learn && p.days < learnDays {
		*p = sign{value: value, last: now}
		s.at = uint8(place + 1)
	}
	return known
}

// credit notes that the latest was in use on a day.
func (s *signs) credit(day uint32) {
	if s.at == 0 {
		return
	}
	if x := &s.list[s.at-1]; x.lastDay != day {
		x.lastDay = day
		x.days++
	}
}
