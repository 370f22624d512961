package model

import (
	"time"

	"github.com/banken-ot/banken/baseline"
)

// Channel is how far a channel was learned: as a whole, which is what the whitelist goes
// by, and by each detector that learns figures of it. The others need not learn.
type Channel struct {
	baseline.Channel
	Days        int // on which it was seen, before the latest of them
	First, Last time.Time
	State       baseline.State
	Timing      baseline.State // Cold where it is not regular enough
	Latency     baseline.State
	Values      baseline.State // Cold where no values are known
}

// Channels calls yield for every channel, in the order in which they came, until it
// returns false. What yield is given is borrowed.
func (m *Model) Channels(yield func(*Channel) bool) {
	values, answers := m.value.States(), m.timing.AnswerStates()
	for id := baseline.ChannelID(1); int(id) < len(m.channels); id++ {
		c := &m.channels[id]
		if c.first == 0 {
			continue
		}
		x := Channel{Channel: m.book.ChannelOf(id), Days: int(c.days), First: instant(c.first), Last: instant(c.last), State: c.state(m.look.Site),
			Timing: m.timing.State(m.book, id)}
		x.Latency, x.Values = answers(x.Channel), values(x.Channel)
		if !yield(&x) {
			return
		}
	}
}

// instant is a time of the model, to the second.
func instant(ns int64) time.Time { return time.Unix(0, ns).UTC().Truncate(time.Second) }
