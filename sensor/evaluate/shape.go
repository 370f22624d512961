package evaluate

import (
	"strings"

	"github.com/banken-ot/banken/sensor/lang"
)

// shape is a mark that stands for a priority or a result: a form, and for what is
// out of the ordinary a colour as well. Its text is its name in the page's symbols.
type shape string

// The shapes, the plainest first.
const (
	noShape     shape = ""
	markUnseen  shape = "unseen"
	markTrack   shape = "track"
	markStarred shape = "starred"
	markAttend  shape = "attend"
	markAct     shape = "act"
	markMissed  shape = "missed"
	markFalse   shape = "false"
	markDot     shape = "dot"
	markRing    shape = "ring"
)

// ranks order shapes where there is room for one alone.
var ranks = map[shape]int{markUnseen: 1, markTrack: 2, markStarred: 3, markAttend: 4, markAct: 5, markFalse: 6, markMissed: 7}

// priorities are how an incident's priority may be written, and its mark and name.
var priorities = map[string]struct {
	mark shape
	name string
}{
	"act": {markAct, "act"}, "attend": {markAttend, "attend"},
	"track*": {markStarred, "starred"}, "track": {markTrack, "track"},
}

// mark returns the shape of an incident's priority.
func (x *Incident) mark() shape {
	if p, ok := priorities[strings.ToLower(strings.TrimSpace(x.Priority))]; ok {
		return p.mark
	}
	if x.Top {
		return markAttend
	}
	return markTrack
}

// priority names an incident's priority.
func (x *Incident) priority() lang.Text {
	if p, ok := priorities[strings.ToLower(strings.TrimSpace(x.Priority))]; ok {
		return say(p.name)
	}
	if s := clean(x.Priority); s != "" {
		return lang.Plain(s)
	}
	return lang.Plain(dash)
}
