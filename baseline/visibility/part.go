package visibility

import (
	"strings"

	"github.com/banken-ot/banken/baseline"
)

const (
	// maxParts bounds the parts of the sensor, ports and queues, that are kept.
	maxParts = 64
	// maxConversations bounds the conversations of which it is kept that one side is
	// not seen.
	maxConversations = 256
	// maxName bounds the name of a part, in octets.
	maxName = 255
	// conversation begins the names of parts that are one conversation.
	conversation = "conversation "
)

// part is something the sensor sees with, or what it sees of.
type part struct {
	name   string
	kind   baseline.VisibilityKind // what it suffers from
	since  int64                   // when that began; 0: it sees
	told   int64                   // 0: never
	narrow bool                    // one conversation
	lost   twoMinutes
}

// parts are those known, in the order they were first told of.
type parts struct {
	list    []part
	narrow  int
	omitted uint64
}

// of returns the part of a name, which it makes; nil where there is no room.
func (p *parts) of(name string) *part {
	name = name[:min(len(name), maxName)]
	for i := range p.list {
		if p.list[i].name == name {
			return &p.list[i]
		}
	}
	narrow := strings.HasPrefix(name, conversation)
	if narrow && p.narrow >= maxConversations || !narrow && len(p.list)-p.narrow >= maxParts {
		p.omitted++
		return nil
	}
	if narrow {
		p.narrow++
	}
	p.list = append(p.list, part{name: strings.Clone(name), narrow: narrow})
	return &p.list[len(p.list)-1]
}

// sees notes that a part sees again, and reports whether it had blinded the site.
func (p *parts) sees(name string) (blinded bool) {
	name = name[:min(len(name), maxName)]
	for i := range p.list {
		x := &p.list[i]
		if x.name != name {
			continue
		}
		if x.narrow {
			p.narrow--
			p.list = append(p.list[:i], p.list[i+1:]...)
			return false
		}
		blinded = x.since != 0
		x.since, x.lost = 0, twoMinutes{}
		return blinded
	}
	return false
}

// blind reports whether any part blinds the site.
func (p *parts) blind() bool {
	for i := range p.list {
		if x := &p.list[i]; x.since != 0 && !x.narrow {
			return true
		}
	}
	return false
}

// twoMinutes counts over the present minute and the one before.
type twoMinutes struct {
	minute      int64 // number of the present one
	now, before uint64
}

// to goes to a minute.
func (c *twoMinutes) to(minute int64) {
	switch {
	case minute == c.minute:
	case minute == c.minute+1:
		c.minute, c.before, c.now = minute, c.now, 0
	default:
		*c = twoMinutes{minute: minute}
	}
}

func (c *twoMinutes) add(minute int64, n uint64) {
	c.to(minute)
	c.now = min(c.now+min(n, mostCounted), mostCounted)
}

func (c *twoMinutes) sum(minute int64) uint64 {
	c.to(minute)
	return c.now + c.before
}

// mostCounted keeps sums from running over.
const mostCounted = 1 << 40
