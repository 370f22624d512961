package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/edition"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/replay"
	"github.com/banken-ot/banken/sensor/watch"
)

// maxDay and minDay bound a scaled learning day.
const (
	minDay = 100 * time.Millisecond
	maxDay = 24 * time.Hour
)

// siteOptions are what learn and replay take.
type siteOptions struct {
	baseline, assets, zone, output *string
	day                            *string
	workers                        *int
	format                         *string
	approve, quiet                 *bool
}

func defineReplay(o options) work {
	x := siteOptions{baseline: o.text("baseline", "", optionBaseline), assets: o.text("assets", "", optionAssetList), zone: o.text("zone", "Asia/Tokyo", optionSiteZone),
		day: o.text("day", "", optionDay), workers: o.number("workers", 1, optionWorkers), format: o.text("format", "text", optionIncidentFormat), quiet: o.on("quiet", optionQuiet)}
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) == 0 {
			return wrong(wantsFiles)
		}
		if *x.format != "text" && *x.format != "json" {
			return wrong(wrongRunFormat, quoted(*x.format))
		}
		out := bufio.NewWriter(s.out)
		t := newTeller(s, out, *x.format == "json")
		site, err := x.open(s, t)
		if err != nil {
			return err
		}
		err = x.feed(ctx, s, site, names)
		return errors.Join(err, t.end(site), out.Flush())
	}
}

func defineLearn(o options) work {
	x := siteOptions{baseline: o.text("baseline", "", optionBaseline), assets: o.text("assets", "", optionAssetList), zone: o.text("zone", "Asia/Tokyo", optionSiteZone),
		day: o.text("day", "", optionDay), workers: o.number("workers", 1, optionWorkers), output: o.text("o", "", optionLearnOut),
		approve: o.on("approve", optionApprove), quiet: o.on("quiet", optionQuiet)}
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) == 0 {
			return wrong(wantsFiles)
		}
		if *x.output == "" {
			return wrong(wantsOutput)
		}
		site, err := x.open(s, nil)
		if err != nil {
			return err
		}
		if err := x.feed(ctx, s, site, names); err != nil {
			return err
		}
		if *x.approve {
			if _, err := site.Decide("", true, baseline.Approved, "learn --approve"); err != nil && !errors.Is(err, watch.ErrNothing) {
				return err
			}
		}
		return writeEdition(s, site, *x.output)
	}
}

// open makes the site that captures are replayed into.
func (x *siteOptions) open(s streams, t *teller) (*watch.Site, error) {
	if *x.workers < 1 || *x.workers > maxWorkers {
		return nil, wrong(wrongWorkers)
	}
	zone, err := time.LoadLocation(*x.zone)
	if err != nil {
		return nil, wrong(wrongZoneName, quoted(*x.zone))
	}
	e, err := x.edition()
	if err != nil {
		return nil, err
	}
	day, err := x.length(e)
	if err != nil {
		return nil, err
	}
	o := watch.Options{Settings: watch.Settings(day, 1, 1), Zone: zone, Protocols: protocols.All}
	if t != nil {
		o.Changed = t.changed
	}
	if *x.assets != "" {
		if o.Assets, err = readAssets(*x.assets); err != nil {
			return nil, err
		}
	}
	site, err := watch.Open(o)
	if err == nil && e != nil {
		err = site.Use(e, "command line")
	}
	return site, err
}

// edition reads the baseline that is named, nil for none.
func (x *siteOptions) edition() (*edition.Edition, error) {
	if *x.baseline == "" {
		return nil, nil
	}
	file, err := os.Open(*x.baseline)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	e, err := edition.Read(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", *x.baseline, err)
	}
	if err := e.Verify(); err != nil && !errors.Is(err, edition.ErrUnsigned) {
		return nil, fmt.Errorf("%s: %w", *x.baseline, err)
	}
	return e, nil
}

// length is that of a learning day: as told, or that of the baseline, or 24 hours.
func (x *siteOptions) length(e *edition.Edition) (time.Duration, error) {
	if *x.day == "" {
		if e != nil {
			return model.DayOf(e.State)
		}
		return maxDay, nil
	}
	day, err := time.ParseDuration(*x.day)
	if err != nil || day < minDay || day > maxDay {
		return 0, wrong(wrongDay, quoted(*x.day))
	}
	return day, nil
}

func readAssets(name string) ([]asset.Listed, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	list, err := asset.ReadList(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return list, nil
}

// feed replays captures into a site, one after the other.
func (x *siteOptions) feed(ctx context.Context, s streams, site *watch.Site, names []string) error {
	for _, name := range names {
		if _, err := replayFile(ctx, s, name, replay.Options{Workers: *x.workers}, *x.quiet, siteOutput{site}); err != nil {
			return err
		}
		if err := site.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// siteOutput gives a site the records of a replay. What a site takes besides
// (contacts, bindings, sight, time) it takes itself.
type siteOutput struct{ *watch.Site }

// Message implements replay.Output: a site takes no transcript.
func (siteOutput) Message([]byte) error { return nil }

// Flow implements replay.Output: contacts tell of flows when they begin.
func (siteOutput) Flow(*replay.Flow) error { return nil }

// Transaction implements replay.Output.
func (o siteOutput) Transaction(t *wire.Transaction) error { return o.Site.Transaction(t) }

// writeEdition writes what a site has learned as a file.
func writeEdition(s streams, site *watch.Site, name string) error {
	e, err := site.Draft()
	if err != nil {
		return err
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	err = errors.Join(e.Write(file), file.Close())
	if err != nil {
		return err
	}
	fmt.Fprintln(s.err, s.say(learnedInto, name))
	fmt.Fprintln(s.err, forecastSentence(s.lang, site.Forecast()))
	return nil
}

// forecastSentence is the sentence by which a forecast is always told.
func forecastSentence(l lang.Language, f model.Forecast) string {
	if f.Days == 0 {
		return messages[forecastNothing].In(l)
	}
	return messages[forecastLearned].Say(l, f.Days, f.Once, fmt.Sprintf("%.2g", f.Bound), fmt.Sprintf("%.0f %%", 100*confidence))
}

// teller tells incidents: as text when they are opened or become more serious, as
// JSON once each, as they are at the end.
type teller struct {
	s     streams
	w     *bufio.Writer
	json  bool
	order []string
	last  map[string]*alert.Incident
}

func newTeller(s streams, w *bufio.Writer, json bool) *teller {
	return &teller{s: s, w: w, json: json, last: map[string]*alert.Incident{}}
}

func (t *teller) changed(c alert.Change) error {
	i := c.Incident
	if _, ok := t.last[i.ID]; !ok {
		t.order = append(t.order, i.ID)
	}
	t.last[i.ID] = i
	if t.json || c.What != alert.Opened && c.What != alert.Escalated {
		return nil
	}
	return writeIncident(t.w, t.s.lang, i)
}

// writeIncident writes an incident in three lines.
func writeIncident(w io.Writer, l lang.Language, i *alert.Incident) error {
	title, observed, expected, first := i.Title, i.Observed, i.Expected, i.First
	if l == lang.Japanese {
		title, observed, expected, first = i.TitleJA, i.ObservedJA, i.ExpectedJA, i.FirstJA
	}
	if i.Exercise {
		title = messages[markExercise].In(l) + " " + title
	}
	_, err := fmt.Fprintf(w, "%s  %-7s %s  %s\n    %s %s\n    → %s\n", i.Updated.Format(time.RFC3339), i.Priority, title, i.ID, observed, expected, first)
	return err
}

// end writes what is told at the end.
func (t *teller) end(site *watch.Site) error {
	list := make([]*alert.Incident, 0, len(t.order))
	for _, id := range t.order {
		list = append(list, t.last[id])
	}
	slices.SortStableFunc(list, func(a, b *alert.Incident) int { return a.Opened.Compare(b.Opened) })
	if t.json {
		for _, i := range list {
			b, err := json.Marshal(i)
			if err != nil {
				return err
			}
			t.w.Write(append(b, '\n'))
		}
		return nil
	}
	today := site.Today()
	fmt.Fprintln(t.s.err, t.s.say(replayedSite, len(list), int(today.Level)))
	fmt.Fprintln(t.s.err, forecastSentence(t.s.lang, today.Forecast))
	return nil
}
