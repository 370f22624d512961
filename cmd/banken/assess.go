package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/banken-ot/banken/sensor/assess"
	"github.com/banken-ot/banken/sensor/replay"
)

// pageLanguages are the values of -lang.
var pageLanguages = map[string]assess.Language{"both": assess.Both, "en": assess.English, "ja": assess.Japanese}

func runAssess(ctx context.Context, s streams, args []string) error {
	f := flags(s, "assess")
	output := f.String("o", "report.html", "file the page is written to (- is standard output)")
	lang := f.String("lang", "both", "language of the page: both (with a switch), en or ja")
	zone := f.String("tz", "Asia/Tokyo", "time zone of the times on the page: a name, an offset as +09:00, or UTC")
	quiet := f.Bool("quiet", false, "no progress")
	names, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return usagef("name at least one capture file (- is standard input)")
	}
	language, ok := pageLanguages[*lang]
	if !ok {
		return usagef("-lang must be both, en or ja, not %q", *lang)
	}
	location, err := assess.ParseZone(*zone)
	if err != nil {
		return fmt.Errorf("%w: -tz: %v", errUsage, err)
	}
	o := assess.Options{Zone: location, Language: language}
	c := assess.NewCollector()
	fault := collect(ctx, s, c, names, *quiet)
	if err := ctx.Err(); err != nil {
		return err
	}
	report, err := c.Report(o)
	if err != nil || fault != nil && report.Empty() {
		return errors.Join(fault, err)
	}
	return errors.Join(fault, writePage(s, report, *output, o))
}

// collect replays the captures into c. What is wrong with a file is told on the
// page too, and does not keep the others from being read.
func collect(ctx context.Context, s streams, c *assess.Collector, names []string, quiet bool) error {
	var faults []error
	for _, name := range names {
		base := filepath.Base(name)
		c.Begin(base)
		total, err := replayFile(ctx, s, name, replay.Options{Watch: c}, quiet, c)
		var told error
		if err != nil { // the page does not tell where the file lay
			told = errors.New(strings.ReplaceAll(err.Error(), name, base))
		}
		c.End(total, told)
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
