package alert

// permitted adds work under a permit to the record of its ticket, and reports whether
// it is that.
func (d *Desk) permitted(n *note) bool {
	ticket, ok := d.o.Permitted(n.x)
	if !ok {
		return false
	}
	ticket = clean(ticket)
	s := d.find(func(s *story) bool { return s.Sort == Permit && s.Ticket == ticket })
	what := Updated
	if s == nil {
		if len(d.stories) >= MaxOpen {
			d.omitted++
			return true
		}
		s, what = d.add(Permit, Authorised, n), Opened
		s.Ticket = ticket
	}
	d.take(s, n)
	s.only(grounds{Reached: 1})
	d.judge(s)
	d.changed(what, s)
	return true
}
