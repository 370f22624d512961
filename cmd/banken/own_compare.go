package main

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"github.com/banken-ot/banken/baseline/edition"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/sensor/control"
)

// Differences implements control.Comparing.
func (x *ownSite) Differences(_ context.Context, q *control.DifferenceQuery) (*control.Differences, error) {
	before, err := x.text(q.Old)
	if err != nil {
		return nil, err
	}
	after, err := x.text(q.New)
	if err != nil {
		return nil, err
	}
	return x.compare(before, after, q)
}

// Examine implements control.Comparing. A file whose signature does not fit is told as
// Import does: somebody wants it used.
func (x *ownSite) Examine(_ context.Context, file []byte) (*control.Examined, error) {
	e, err := edition.Read(bytes.NewReader(file))
	if err != nil {
		return nil, told(err)
	}
	key := fingerprint(e.Key)
	if err := e.Verify(); err != nil {
		if errors.Is(err, edition.ErrSignature) {
			return nil, x.refuse(told(err), e, key, "")
		}
		return nil, told(err)
	}
	c := &control.Examined{V: control.Version, Edition: *editionLine(e)}
	if c.Trusted, err = x.trusts(key); err != nil {
		return nil, told(err)
	}
	present, err := x.text(0)
	if err != nil {
		return nil, err
	}
	d, err := x.compare(present, e.Text, &control.DifferenceQuery{New: e.Number})
	if err != nil {
		return nil, told(err)
	}
	c.Differences = *d
	return c, nil
}

// compare tells what differs between two texts of the baseline.
func (x *ownSite) compare(before, after []byte, q *control.DifferenceQuery) (*control.Differences, error) {
	p, err := newPager[model.Change](q.Limit, q.After, "")
	if err != nil {
		return nil, err
	}
	older, newer := onlyOnce(string(before), string(after))
	old, err := model.ParseText([]byte(older))
	if err != nil {
		return nil, told(err)
	}
	present, err := model.ParseText([]byte(newer))
	if err != nil {
		return nil, told(err)
	}
	d := &control.Differences{V: control.Version, Old: q.Old, New: q.New, Changes: []control.Difference{}}
	for _, c := range model.Diff(old, present) {
		switch (model.Line{}) {
		case c.Old:
			d.Added++
		case c.New:
			d.Gone++
		default:
			d.Changed++
		}
		p.add(lineKeyOf(c.Detector, c.Subject), c)
	}
	list, next, _ := p.page()
	d.Next = next
	for i := range list {
		d.Changes = append(d.Changes, control.Difference{Old: x.worded(&list[i].Old), New: x.worded(&list[i].New)})
	}
	return d, nil
}

// onlyOnce leaves out of two texts the lines that are the same in both but for counts of
// days and dates: what remains differs in the same way, and is a small part.
func onlyOnce(before, after string) (older, newer string) {
	in := map[string]bool{}
	for raw := range strings.Lines(before) {
		in[factsOf(raw)] = true
	}
	same := map[string]bool{}
	var out strings.Builder
	for raw := range strings.Lines(after) {
		if f := factsOf(raw); in[f] {
			same[f] = true
		} else {
			out.WriteString(raw)
		}
	}
	newer = out.String()
	out = strings.Builder{}
	for raw := range strings.Lines(before) {
		if !same[factsOf(raw)] {
			out.WriteString(raw)
		}
	}
	return out.String(), newer
}

// factsOf is a line without its days and dates.
func factsOf(raw string) string {
	n := 0
	for i := range len(raw) {
		if raw[i] == '\t' {
			if n++; n == 4 {
				return raw[:i]
			}
		}
	}
	return raw
}

// worded is a line of the baseline in words; nil for none.
func (x *ownSite) worded(l *model.Line) *control.Line {
	if *l == (model.Line{}) {
		return nil
	}
	c := lineFrom(l)
	inWords(x.teller(), &c, x.devices.names())
	return &c
}
