package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/synth"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/record"
)

// maxHours is a year: some 200 GB.
const maxHours = 8760

func defineLab(o options) work {
	out := o.text("o", "", optionLabOut)
	hours := o.number("hours", 1, optionHours)
	seed := o.number("seed", 1, optionSeed)
	start := o.text("start", "", optionStart)
	attacks := o.String("attacks", "none", o.s.say(optionAttacks, strings.Join(attack.All(), ",")))
	truth := o.text("truth", "", optionTruth)
	assets := o.text("assets", "", optionAssets)
	minutes := o.number("minutes", 0, optionMinutes)
	dir := o.text("dir", "lab", optionLabDir)
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) == 1 && names[0] == "run" {
			return runLab(ctx, s, *dir, *minutes, uint64(*seed), *attacks)
		}
		if len(names) != 1 || names[0] != "record" || *out == "" {
			return wrong(wantsLab)
		}
		if *hours < 1 || *hours > maxHours {
			return wrong(wrongHours)
		}
		x := synth.Options{Seed: uint64(*seed), Duration: time.Duration(*hours) * time.Hour}
		var err error
		if x.Start, err = moment("--start", *start); err != nil {
			return err
		}
		if x.Attacks, err = launches(*attacks, x.Duration); err != nil {
			return err
		}
		if *assets != "" {
			if err := create(*assets, plant.WriteAssets); err != nil {
				return err
			}
		}
		return recordLab(ctx, s, *out, *truth, x)
	}
}

// launches spreads the attacks over the time, the first after a tenth of it.
func launches(list string, d time.Duration) ([]attack.Launch, error) {
	ids := strings.Split(list, ",")
	switch list {
	case "none", "":
		return nil, nil
	case "all":
		ids = attack.All()
	}
	for _, id := range ids {
		if !slices.Contains(attack.All(), id) {
			return nil, wrong(wrongAttack, quoted(id))
		}
	}
	return attack.Spread(d/10, d*8/10/time.Duration(len(ids)), ids...), nil
}

// runLab runs the plant and a sensor at its mirror port, whose transactions go to
// standard output.
func runLab(ctx context.Context, s streams, dir string, minutes int, seed uint64, attacks string) error {
	d := time.Duration(minutes) * time.Minute
	list, err := launches(attacks, max(d, time.Hour))
	if err != nil {
		return err
	}
	if err := elevate(ctx); err != nil {
		return err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	p := &livePlant{seed: seed, duration: d, attacks: list, pace: 1, dir: dir, output: record.NewJSON(s.out)}
	fmt.Fprintln(s.err, s.say(labRuns, p.socket(), p.packets()))
	var status health.Status
	err = create(filepath.Join(dir, "truth.json"), func(w io.Writer) (err error) {
		p.truth = w
		status, err = p.run(ctx, s)
		return err
	})
	printStatus(s.err, s, status)
	return err
}

func recordLab(ctx context.Context, s streams, name, truthName string, x synth.Options) error {
	var truth attack.Truth
	var stats synth.Stats
	err := create(name, func(w io.Writer) (err error) {
		truth, stats, err = synth.RecordStats(ctx, w, x)
		return err
	})
	if err != nil {
		return err
	}
	if truthName != "" {
		if err := create(truthName, truth.Write); err != nil {
			return err
		}
	}
	fmt.Fprintln(s.out, s.say(labRecorded, name, stats.Packets, span(x.Duration), len(truth.Attacks)))
	return nil
}

// create writes a file; nothing is left of one that could not be written to its
// end.
func create(name string, write func(io.Writer) error) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(file, 1<<20)
	if err := errors.Join(write(w), w.Flush(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}
