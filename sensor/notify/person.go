package notify

import (
	"fmt"
	"time"

	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/notify/channel"
)

// person is a contact with what it is told by.
type person struct {
	config.Contact
	lang     lang.Language
	zone     *time.Location
	rank     int // the lowest that is told at once
	answer   time.Duration
	channels []channel.Channel
}

// people opens the contacts of a configuration. zone is that of the site.
func people(n *config.Notify, zone string) ([]*person, error) {
	var list []*person
	for _, c := range n.Contacts {
		p := &person{Contact: c, rank: config.Rank(c.From), answer: time.Duration(c.Answer)}
		p.lang, _ = lang.Parse(c.Language)
		if c.Zone == "" {
			c.Zone = zone
		}
		var err error
		if p.zone, err = time.LoadLocation(c.Zone); err != nil {
			return nil, fmt.Errorf("notify: %s: %w", c.Name, err)
		}
		if p.channels, err = channel.Open(&n.Mail, &c); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// quietAt reports whether the person has quiet hours at a time, as a clock on the wall
// there shows it: where the clock is put forward they end with the hour that is left
// out, where it is put back they hold in both of the hours.
func (p *person) quietAt(t time.Time) bool {
	t = t.In(p.zone)
	for i := range p.Quiet {
		if p.Quiet[i].Holds(t.Weekday(), t.Hour()*60+t.Minute()) {
			return true
		}
	}
	return false
}

// week is how long quiet hours last at most, with a day for a clock that is put.
const week = 8 * 24 * time.Hour

// awake returns the first minute from a time on that is not quiet.
func (p *person) awake(t time.Time) time.Time {
	if !p.quietAt(t) {
		return t
	}
	end := t.Add(week)
	for t = t.Truncate(time.Minute); t.Before(end); t = t.Add(time.Minute) {
		if !p.quietAt(t) {
			return t
		}
	}
	return end
}

// digestAfter returns when what was held at a time is told: at the next time of the
// digest that is in no quiet hours, so that a quiet weekend lasts until Monday morning.
func (p *person) digestAfter(t time.Time) time.Time {
	y, m, d := t.In(p.zone).Date()
	for day := range 9 {
		at := time.Date(y, m, d+day, int(p.Digest)/60, int(p.Digest)%60, 0, 0, p.zone)
		if at.After(t) && !p.quietAt(at) {
			return at
		}
	}
	return p.awake(t) // the time of the digest is always quiet
}
