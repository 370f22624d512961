package sight

import "github.com/banken-ot/banken/baseline"

// Observer takes contacts and bindings. An output of a replay or of the live sensor
// that is one is told them beside the transactions. What it is given is borrowed
// until it returns.
type Observer interface {
	Contact(c *baseline.Contact) error
	Binding(b *baseline.Binding) error
}

// Witness takes what changes in the sensor's own sight. An output may be one too.
type Witness interface {
	Visibility(v *baseline.Visibility) error
}

// Ticker is told the time: UTC ns that observations have reached, about once a
// second. An output may be one too.
type Ticker interface {
	Tick(now int64) error
}

// Takers are what an output is, besides; nil for what it is not.
type Takers struct {
	Observer Observer
	Witness  Witness
	Ticker   Ticker
}

// TakersOf finds out what an output is.
func TakersOf(out any) (t Takers) {
	t.Observer, _ = out.(Observer)
	t.Witness, _ = out.(Witness)
	t.Ticker, _ = out.(Ticker)
	return t
}

// None reports whether there is nobody to tell anything.
func (t *Takers) None() bool { return t.Observer == nil && t.Witness == nil && t.Ticker == nil }

// kind is what an observation of a List is.
type kind uint8

const (
	contact kind = iota
	binding
	visibility
	second
	kinds
)

// mark is where an observation belongs.
type mark struct {
	at   uint64
	kind kind
}

// List keeps observations in their order until they are handed on. It is a Sink. Its
// memory is used again.
type List struct {
	// At marks what is added: by the number of a frame, or of what comes before.
	At uint64

	marks      []mark
	contacts   []baseline.Contact
	bindings   []baseline.Binding
	visibility []baseline.Visibility
	seconds    []int64
	next       int
	nextOf     [kinds]int
}

func (l *List) mark(k kind) { l.marks = append(l.marks, mark{l.At, k}) }

// Contact adds a contact.
func (l *List) Contact(c *baseline.Contact) {
	l.mark(contact)
	l.contacts = append(l.contacts, *c)
}

// Binding adds a binding.
func (l *List) Binding(b *baseline.Binding) {
	l.mark(binding)
	l.bindings = append(l.bindings, *b)
}

// Visibility adds a change of sight.
func (l *List) Visibility(v *baseline.Visibility) {
	l.mark(visibility)
	l.visibility = append(l.visibility, *v)
}

// Tick adds that a time was reached.
func (l *List) Tick(now int64) {
	l.mark(second)
	l.seconds = append(l.seconds, now)
}

// Len returns how many observations there are, handed on or not.
func (l *List) Len() int { return len(l.marks) }

// Reset empties the list.
func (l *List) Reset() {
	l.marks, l.contacts, l.bindings = l.marks[:0], l.contacts[:0], l.bindings[:0]
	l.visibility, l.seconds = l.visibility[:0], l.seconds[:0]
	l.next, l.nextOf = 0, [kinds]int{}
}

// HandOn hands on what is next, as far as it is marked with at or less. Every
// observation is handed on once, whatever the takers say of it; their first error is
// returned.
func (l *List) HandOn(at uint64, to *Takers) (err error) {
	for ; l.next < len(l.marks) && l.marks[l.next].at <= at; l.next++ {
		k := l.marks[l.next].kind
		if e := l.hand(k, l.nextOf[k], to); e != nil && err == nil {
			err = e
		}
		l.nextOf[k]++
	}
	return err
}

// hand hands on number i of a kind.
func (l *List) hand(k kind, i int, to *Takers) error {
	switch k {
	case contact:
		return to.Observer.Contact(&l.contacts[i])
	case binding:
		return to.Observer.Binding(&l.bindings[i])
	case visibility:
		return to.Witness.Visibility(&l.visibility[i])
	}
	return to.Ticker.Tick(l.seconds[i])
}
