package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/banken-ot/banken/sensor/assess"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/replay"
)

func defineAssess(o options) work {
	output := o.text("o", "report.html", optionPage)
	page := o.text("page", "", optionPageLanguage)
	zone := o.text("tz", "Asia/Tokyo", optionZone)
	quiet := o.on("quiet", optionQuiet)
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) == 0 {
			return wrong(wantsFiles)
		}
		options, err := pageOptions(s, *page)
		if err != nil {
			return err
		}
		if options.Zone, err = assess.ParseZone(*zone); err != nil {
			return wrong(wrongZone, quoted(*zone))
		}
		return assessFiles(ctx, s, names, *output, *quiet, options)
	}
}

// pageOptions chooses the languages of the page: those of --page, else that of
// --lang, else all.
func pageOptions(s streams, page string) (assess.Options, error) {
	l, ok := lang.Parse(page)
	switch {
	case ok:
		return assess.Options{Language: l, Alone: true}, nil
	case page == "":
		return assess.Options{Language: s.lang, Alone: s.chosen}, nil
	case page == "both":
		return assess.Options{Language: s.lang}, nil
	}
	return assess.Options{}, wrong(wrongPage, quoted(page))
}

// assessFiles writes one page about the captures.
func assessFiles(ctx context.Context, s streams, names []string, output string, quiet bool, o assess.Options) error {
	c := assess.NewCollector()
	fault := collect(ctx, s, c, names, quiet)
	if err := ctx.Err(); err != nil {
		return err
	}
	report, err := c.Report(o)
	if err != nil || fault != nil && report.Empty() {
		return errors.Join(fault, err)
	}
	return errors.Join(fault, writePage(s, report, output, o))
}

// collect replays the captures into c. What is wrong with a file is told on the
// page too, and does not keep the others from being read.
func collect(ctx context.Context, s streams, c *assess.Collector, names []string, quiet bool) error {
	var faults []error
	for _, name := range names {
		base := filepath.Base(name)
		c.Begin(base)
		total, err := replayFile(ctx, s, name, replay.Options{Watch: c}, quiet, c)
		c.End(total, faultOf(err, name, base))
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}

// writePage writes the page to a file, or to standard output for "-". A file
// that could not be written in full does not stay.
func writePage(s streams, r *assess.Report, name string, o assess.Options) error {
	if name == "-" {
		w := bufio.NewWriter(s.out)
		return errors.Join(r.Write(w, o), w.Flush())
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(file)
	err = errors.Join(r.Write(w, o), w.Flush(), file.Close())
	if err != nil {
		return errors.Join(err, os.Remove(name))
	}
	fmt.Fprintf(s.err, "%s\n", name)
	return nil
}
