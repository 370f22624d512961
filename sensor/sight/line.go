package sight

// wait is a contact whose outcome is not known.
type wait struct {
	due   int64  // counted
	frame uint64 // of its first packet
	place uint32 // of the flow; nowhere when it was told
}

const nowhere = ^uint32(0)

// over reports whether there is nothing left to wait for.
func (w *wait) over(now int64) bool { return w.place == nowhere || w.due <= now }

// line holds the contacts that wait, the one waiting longest in front. All wait as
// long.
type line struct {
	waits      []wait
	head, tail uint32 // numbers of the first and of the next one; they wrap
}

func newLine() line { return line{waits: make([]wait, MaxWaiting)} }

func (l *line) front() *wait { return &l.waits[l.head%MaxWaiting] }

// push adds one. There must be room.
func (l *line) push(w wait) (place uint32) {
	place = l.tail % MaxWaiting
	l.waits[place] = w
	l.tail++
	return place
}

// next takes the first contact out of the line and tells it, if it was not told.
func (t *Tracker) next() {
	if place := t.line.front().place; place != nowhere {
		t.tell(place, false, false)
	}
	t.line.head++
}

// wait has a flow's contact wait for its outcome.
func (t *Tracker) wait(place uint32) {
	if t.line.tail-t.line.head == MaxWaiting {
		if t.line.front().place != nowhere {
			t.early++
		}
		t.next()
	}
	t.flows.cells[place].waiting = 1 + t.line.push(wait{due: t.now + int64(Outcome), frame: t.frame, place: place})
}
