package plant

import (
	"fmt"
	"sync"
	"time"

	"github.com/gopcua/opcua/id"
	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// MaxIncidents is how many incidents are listed: more than fit on a screen.
const MaxIncidents = 20

// look is how the site stood when the sensor was asked last.
type look struct {
	today     *control.Today // nil before the first answer
	connected bool
	updated   time.Time
	heartbeat uint32
}

// board is the values of all variables. It may be used by several goroutines.
type board struct {
	mu  sync.RWMutex
	now look
}

func (b *board) set(f func(l *look)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f(&b.now)
}

func (b *board) get() look {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.now
}

// variable is one that clients read.
type variable struct {
	name  string
	kind  uint32 // its data type (Part 6, A)
	live  bool   // is true also when the sensor does not answer
	value func(l *look) any
}

// texts of a site of which nothing is to be said.
var (
	textNothing = lang.Text{EN: "No incident needs attention.", JA: "対応が必要なインシデントはありません。"}
	textBlind   = lang.Text{EN: "The sensor does not see everything; there may be more than is known.", JA: "センサーが通信をすべては監視できていません。未検知のものがある可能性があります。"}
	textUnknown = lang.Text{EN: "The sensor has not answered yet.", JA: "センサーからの応答がまだありません。"}
)

// reason is why the level is what it is.
func reason(l *look) lang.Text {
	switch t := l.today; {
	case t == nil:
		return textUnknown
	case t.Reason != nil:
		return t.Reason.Title
	case t.Blind != nil:
		return textBlind
	}
	return textNothing
}

// localized is a text in a language, with its code.
func localized(t lang.Text, l lang.Language) any {
	x := ua.NewLocalizedTextWithLocale(t.In(l), l.String())
	x.UpdateMask()
	return x
}

// count is how many open incidents have a priority; all for "".
func count(priority string) func(l *look) any {
	return func(l *look) any {
		var n uint32
		if l.today != nil {
			for i := range l.today.Open {
				if priority == "" || l.today.Open[i].Priority == priority {
					n++
				}
			}
		}
		return n
	}
}

// variables are all there are, in the order in which they are listed.
func variables() []variable {
	list := []variable{
		{"Level", id.Int32, false, func(l *look) any {
			if l.today == nil {
				return int32(0)
			}
			return int32(l.today.Level)
		}},
		{"Blind", id.Boolean, false, func(l *look) any { return l.today == nil || l.today.Blind != nil }},
		{"Reason.en", id.LocalizedText, false, func(l *look) any { return localized(reason(l), lang.English) }},
		{"Reason.ja", id.LocalizedText, false, func(l *look) any { return localized(reason(l), lang.Japanese) }},
		{"Open.Act", id.UInt32, false, count("act")},
		{"Open.Attend", id.UInt32, false, count("attend")},
		{"Open.TrackStar", id.UInt32, false, count("track*")},
		{"Open.Track", id.UInt32, false, count("track")},
		{"Open.Total", id.UInt32, false, count("")},
		{"Connected", id.Boolean, true, func(l *look) any { return l.connected }},
		{"LastUpdate", id.DateTime, true, func(l *look) any { return l.updated }},
		{"Heartbeat", id.UInt32, true, func(l *look) any { return l.heartbeat }},
	}
	for n := range MaxIncidents {
		list = append(list, incident(n)...)
	}
	return list
}

// incident are the variables of a place in the list of incidents.
func incident(n int) []variable {
	at := func(f func(b *control.Brief) any) func(l *look) any {
		return func(l *look) any {
			if l.today == nil || n >= len(l.today.Open) {
				return f(&control.Brief{})
			}
			return f(&l.today.Open[n])
		}
	}
	name := fmt.Sprintf("Incident%02d.", n+1)
	return []variable{
		{name + "ID", id.String, false, at(func(b *control.Brief) any { return b.ID })},
		{name + "Priority", id.String, false, at(func(b *control.Brief) any { return b.Priority })},
		{name + "State", id.String, false, at(func(b *control.Brief) any { return b.State })},
		{name + "Title.en", id.LocalizedText, false, at(func(b *control.Brief) any { return localized(b.Title, lang.English) })},
		{name + "Title.ja", id.LocalizedText, false, at(func(b *control.Brief) any { return localized(b.Title, lang.Japanese) })},
		{name + "Opened", id.DateTime, false, at(func(b *control.Brief) any { return b.Opened })},
		{name + "Exercise", id.Boolean, false, at(func(b *control.Brief) any { return b.Exercise })},
	}
}
