package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	judging "github.com/banken-ot/banken/deploy/judge"
	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/evaluate"
)

const (
	// mostShare leaves something to be judged.
	mostShare = 0.95
	maxDays   = 1000
)

// evaluation is what `banken evaluate` takes.
type evaluation struct {
	labels, learn, before *string
	assets, format, page  *string
	days                  *int

	share  float64
	truth  []byte
	listed []asset.Listed
}

func defineEvaluate(o options) work {
	x := evaluation{labels: o.text("labels", "", optionLabels), learn: o.text("learn", "", optionLearnShare), before: o.text("before", "", optionLearnBefore),
		days: o.number("days", judging.DefaultDays, optionDays), assets: o.text("assets", "", optionAssetList),
		format: o.text("format", "text", optionJudgedFormat), page: o.text("o", "", optionJudgedPage)}
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) == 0 || slices.Contains(names, "-") {
			return wrong(wantsCaptures)
		}
		if err := x.check(); err != nil {
			return err
		}
		if err := x.read(); err != nil {
			return err
		}
		r, err := x.judge(ctx, s, names)
		if err != nil {
			return err
		}
		return x.write(s, r)
	}
}

// check looks at what the command line says.
func (x *evaluation) check() (err error) {
	switch {
	case *x.format != "text" && *x.format != "markdown":
		return wrong(wrongJudgedFormat, quoted(*x.format))
	case *x.days < 1 || *x.days > maxDays:
		return wrong(wrongDays)
	case *x.learn == "":
		return nil
	case *x.before != "":
		return wrong(wrongBoth)
	}
	if x.share, err = strconv.ParseFloat(*x.learn, 64); err != nil || !(x.share >= 0 && x.share <= mostShare) {
		return wrong(wrongShare, quoted(*x.learn))
	}
	return nil
}

// read reads what all captures are judged by.
func (x *evaluation) read() (err error) {
	if *x.labels != "" {
		if x.truth, err = os.ReadFile(*x.labels); err != nil {
			return err
		}
	}
	if *x.assets != "" {
		x.listed, err = readAssets(*x.assets)
	}
	return err
}

// judge judges each capture.
func (x *evaluation) judge(ctx context.Context, s streams, names []string) (*evaluate.Report, error) {
	r := &evaluate.Report{}
	for _, name := range names {
		labels, err := x.scenarios(s, name)
		if err != nil {
			return nil, err
		}
		c := judging.Capture{Name: name, Learn: x.share, Days: *x.days, Before: *x.before, Labels: labels, Assets: x.listed}
		j, err := c.Run(ctx)
		if err != nil {
			return nil, told(err)
		}
		r.Runs = append(r.Runs, j.Told(filepath.Base(name)))
	}
	r.Kinds = judging.Titles(r.Runs)
	return r, nil
}

// scenarios returns those of a capture.
func (x *evaluation) scenarios(s streams, name string) ([]evaluate.Label, error) {
	if *x.labels == "" {
		return nil, nil
	}
	list, err := evaluate.ReadLabels(bytes.NewReader(x.truth), name)
	if err != nil {
		return nil, said(control.Invalid, faultLabels, *x.labels, err)
	}
	if len(list) == 0 {
		fmt.Fprintln(s.err, s.say(noScenario, name, *x.labels))
	}
	return list, nil
}

// write writes the report, and the page where one is wanted.
func (x *evaluation) write(s streams, r *evaluate.Report) error {
	w := bufio.NewWriter(s.out)
	err := x.print(w, s, r)
	if err = errors.Join(err, w.Flush()); err != nil || *x.page == "" {
		return err
	}
	err = create(*x.page, func(w io.Writer) error { return r.WriteHTML(w, s.lang) })
	if err == nil {
		fmt.Fprintln(s.err, *x.page)
	}
	return err
}

// print writes the report in the form that was asked for.
func (x *evaluation) print(w io.Writer, s streams, r *evaluate.Report) error {
	if *x.format == "markdown" {
		return r.WriteMarkdown(w)
	}
	return r.WriteText(w, s.lang)
}
