package main

import (
	"context"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/plain"
	"github.com/banken-ot/banken/sensor/watch"
)

// Talks implements control.Talking.
func (x *ownSite) Talks(context.Context) (*control.Talks, error) {
	got := x.site.Talks()
	t := &control.Talks{V: control.Version, Time: got.Time, Talks: make([]control.Talk, len(got.Talks)), Omitted: got.Omitted, Replaced: []control.Replaced{}}
	for i := range got.Talks {
		t.Talks[i] = talkOf(&got.Talks[i])
	}
	names, teller := x.devices.names(), x.teller()
	for i := range got.Replaced {
		r := &got.Replaced[i]
		t.Replaced = append(t.Replaced, control.Replaced{Address: addr(r.Host), Line: lineOf(teller, r, names)})
	}
	return t, nil
}

func talkOf(t *watch.Talk) control.Talk {
	return control.Talk{Client: addr(t.Client), Server: addr(t.Server), Protocol: t.Protocol, Control: t.Decoded, Port: t.Port, Reads: t.Reads, Writes: t.Writes,
		Others: t.Others, Standing: t.Standing.String(), Waiting: t.Waiting, Early: t.Early, New: t.New, Days: t.Days, First: t.First, Last: t.Last}
}

// lineOf is a line of the baseline as it is told, in words too.
func lineOf(t *plain.Teller, l *watch.Line, names map[string]string) control.Line {
	x := control.Line{Detector: l.Detector.String(), Standing: l.Standing.String(), Subject: l.Subject, Facts: l.Facts, Days: l.Days, First: dateOf(l.First), Last: dateOf(l.Last)}
	inWords(t, &x, names)
	return x
}

func dateOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// LinesOf implements control.Talking.
func (x *ownSite) LinesOf(_ context.Context, device string) (*control.DeviceLines, error) {
	host, err := x.devices.address(device)
	if err != nil {
		return nil, err
	}
	list, count := x.site.LinesOf(host)
	d := &control.DeviceLines{V: control.Version, Address: addr(host), Count: count, Lines: make([]control.Line, len(list))}
	names, teller := x.devices.names(), x.teller()
	for i := range list {
		d.Lines[i] = lineOf(teller, &list[i], names)
	}
	return d, nil
}
