package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/edition"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/watch"
)

// Lines implements control.Learned.
func (x *ownSite) Lines(_ context.Context, q *control.LinesQuery) (*control.Lines, error) {
	if !isStanding(q.Standing) {
		return nil, said(control.Invalid, faultNoStanding, quoted(q.Standing))
	}
	text, err := x.text(q.Edition)
	if err != nil {
		return nil, err
	}
	if q.Limit > 0 || q.Text != "" || q.Standing != "" {
		return x.page(text, q)
	}
	all, err := linesOf(text)
	if err != nil {
		return nil, err
	}
	c := &control.Lines{V: control.Version, Edition: q.Edition, Lines: []control.Line{}}
	names := x.devices.names()
	for i := range all {
		if !q.Waiting || waits(&all[i]) {
			all[i].ID, all[i].Names = watch.LineID(all[i].Detector, all[i].Subject), namesIn(all[i].Subject, names)
			c.Lines = append(c.Lines, all[i])
		}
	}
	return c, nil
}

// namesIn are the names of the devices whose addresses are in a subject.
func namesIn(subject string, names map[string]string) map[string]string {
	var found map[string]string
	for _, word := range strings.Fields(subject) {
		a, err := netip.ParseAddr(word)
		if p, err2 := netip.ParseAddrPort(word); err2 == nil {
			a, err = p.Addr(), nil
		}
		if n := names[addr(a)]; err == nil && n != "" {
			if found == nil {
				found = map[string]string{}
			}
			found[addr(a)] = n
		}
	}
	return found
}

// text is the readable form of an edition; 0 is the present.
func (x *ownSite) text(number int) ([]byte, error) {
	if number == 0 {
		b, err := x.site.Text()
		return b, told(err)
	}
	e, err := x.edition(number)
	if err != nil {
		return nil, err
	}
	return e.Text, nil
}

func linesOf(text []byte) ([]control.Line, error) {
	all, err := model.ParseText(text)
	if err != nil {
		return nil, err
	}
	list := make([]control.Line, len(all))
	for i := range all {
		list[i] = lineFrom(&all[i])
	}
	return list, nil
}

func lineFrom(l *model.Line) control.Line {
	c := control.Line{Detector: l.Detector, Standing: l.Standing, Subject: l.Subject, Facts: l.Facts}
	_, _ = fmt.Sscanf(l.Days, "%d days", &c.Days) // empty where days are not counted
	first, last, _ := strings.Cut(l.Dates, " .. ")
	c.First, c.Last = strings.TrimPrefix(first, "-"), strings.TrimPrefix(last, "-")
	return c
}

// Forecast implements control.Learned.
func (x *ownSite) Forecast(context.Context) (*control.Learning, error) {
	f := x.site.Forecast()
	l := x.learning(&f)
	return &l, nil
}

// Approve implements control.Learned.
func (x *ownSite) Approve(_ context.Context, a *control.Approval) (*control.Approved, error) {
	standing, ok := baseline.ParseStanding(a.Standing)
	if !ok || standing != baseline.Approved && standing != baseline.Rejected || a.Who == "" {
		return nil, said(control.Invalid, faultNoApproval)
	}
	choice, named, err := x.choice(a)
	if err != nil {
		return nil, err
	}
	done, err := x.site.DecideAll(choice, standing, a.Who)
	switch {
	case errors.Is(err, watch.ErrNothing) && len(choice.Lines) > 0:
		return nil, said(control.Conflict, faultLineGone)
	case errors.Is(err, watch.ErrNothing) && choice.From.IsValid():
		return nil, said(control.NotFound, faultNoneOfHost, named)
	case errors.Is(err, watch.ErrNothing):
		return nil, said(control.NotFound, faultNoSubject, named)
	case err != nil:
		return nil, told(err)
	}
	c := &control.Approved{V: control.Version, Decided: []control.Decided{}}
	names := x.devices.names()
	for _, d := range done {
		c.Decided = append(c.Decided, control.Decided{ID: watch.LineID(d.Detector, d.Subject), Detector: d.Detector, Subject: d.Subject, Standing: d.Standing,
			Names: namesIn(d.Subject, names)})
	}
	return c, nil
}

// choice is which lines an approval is about, and how they were named.
func (x *ownSite) choice(a *control.Approval) (c watch.Choice, named string, err error) {
	defer func() { c.Why = a.Why }()
	ways := 0
	for _, given := range [...]bool{a.Subject != "", len(a.IDs) > 0, a.From != "", len(a.Lines) > 0} {
		if given {
			ways++
		}
	}
	switch {
	case ways != 1:
		return c, "", said(control.Invalid, faultNoApproval)
	case len(a.Lines) > 0:
		for _, l := range a.Lines {
			c.Lines = append(c.Lines, watch.LineName(l))
		}
		return c, a.Lines[0].Subject, nil
	case len(a.IDs) > 0:
		return watch.Choice{IDs: a.IDs}, strings.Join(a.IDs, " "), nil
	case a.From != "":
		c.From, err = x.devices.address(a.From)
		return c, a.From, err
	case a.Prefix:
		return watch.Choice{Prefix: a.Subject}, a.Subject, nil
	}
	return watch.Choice{Subject: a.Subject}, a.Subject, nil
}

// Freeze implements control.Learned.
func (x *ownSite) Freeze(ctx context.Context, f *control.Freeze) (*control.Learning, error) {
	if f.Who == "" {
		return nil, said(control.Invalid, faultNoWho)
	}
	if err := x.site.Freeze(f.Frozen, f.Who, f.Why); err != nil {
		return nil, told(err)
	}
	return x.Forecast(ctx)
}

// edition returns a signed edition; 0 is the latest.
func (x *ownSite) edition(number int) (*edition.Edition, error) {
	e, err := x.site.Edition(number)
	if errors.Is(err, watch.ErrNothing) || notKept(err) {
		if number == 0 {
			return nil, said(control.NotFound, faultNoEditions)
		}
		return nil, said(control.NotFound, faultNoEdition, number)
	}
	return e, told(err)
}

// History implements control.Editions.
func (x *ownSite) History(context.Context) (*control.History, error) {
	list, err := x.site.Editions()
	if err != nil {
		return nil, told(err)
	}
	h := &control.History{V: control.Version, Zone: x.zone.String(), Editions: []control.EditionLine{}}
	for _, v := range list {
		h.Editions = append(h.Editions, control.EditionLine{Number: int(v.Number), Time: v.Time, Site: v.Site, By: v.By, Note: v.Note,
			Key: fingerprint(v.Key), Hash: hex.EncodeToString(v.Hash[:])})
	}
	return h, nil
}

func editionLine(e *edition.Edition) *control.EditionLine {
	hash := e.Hash()
	return &control.EditionLine{Number: e.Number, Time: e.Time, Site: e.Site, By: e.By, Note: e.Note, Key: fingerprint(e.Key), Hash: hex.EncodeToString(hash[:])}
}

func editionFile(e *edition.Edition) ([]byte, error) {
	var b bytes.Buffer
	err := e.Write(&b)
	return b.Bytes(), err
}

// Edition implements control.Editions.
func (x *ownSite) Edition(_ context.Context, number int) ([]byte, error) {
	e, err := x.edition(number)
	if err != nil {
		return nil, err
	}
	return editionFile(e)
}

// Next implements control.Editions.
func (x *ownSite) Next(_ context.Context, who, note string) ([]byte, error) {
	e, err := x.site.Next(who, note)
	if err != nil {
		return nil, told(err)
	}
	return editionFile(e)
}

// Release implements control.Editions.
func (x *ownSite) Release(_ context.Context, who string, file []byte) (*control.EditionLine, error) {
	e, err := edition.Read(bytes.NewReader(file))
	if err == nil {
		err = x.site.Release(e, who)
	}
	if err != nil {
		return nil, told(err)
	}
	return editionLine(e), nil
}

// Rollback implements control.Editions.
func (x *ownSite) Rollback(_ context.Context, r *control.Rollback) (*control.EditionLine, error) {
	e, err := x.edition(r.Number)
	if err != nil {
		return nil, err
	}
	if err := e.Verify(); err != nil {
		return nil, told(err)
	}
	if err := x.site.Use(e, r.Who); err != nil {
		return nil, told(err)
	}
	return editionLine(e), nil
}
