package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/banken-ot/banken/deploy/conformance"
)

func runConformance(_ context.Context, s streams, args []string) error {
	f := flags(s, "conformance")
	dir := f.String("o", "conformance", "folder the set is written to")
	names, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(names) > 0 {
		return usagef("%q is too much; the folder is named by -o", names[0])
	}
	if err := conformance.Write(*dir); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%d captures and their records: %s\nto score a tool: banken score %s RECORDS (docs/conformance.md)\n",
		len(conformance.Set()), *dir, filepath.Join(*dir, "messages.jsonl"))
	return nil
}

// maxFaults is how many faults are printed without -all.
const maxFaults = 20

func runScore(_ context.Context, s streams, args []string) error {
	f := flags(s, "score")
	all := f.Bool("all", false, "print every fault")
	names, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(names) != 2 {
		return usagef("name the expected records and those to score")
	}
	want, err := os.Open(names[0])
	if err != nil {
		return err
	}
	defer want.Close()
	got, err := os.Open(names[1])
	if err != nil {
		return err
	}
	defer got.Close()
	faults := 0
	scores, err := conformance.Compare(want, got, func(x conformance.Fault) {
		if faults++; *all || faults <= maxFaults {
			fmt.Fprintln(s.out, x)
		}
	})
	if err != nil {
		return err
	}
	if !*all && faults > maxFaults {
		fmt.Fprintf(s.out, "... and %d more; -all prints them\n", faults-maxFaults)
	}
	for _, name := range slices.Sorted(maps.Keys(scores)) {
		x := scores[name]
		fmt.Fprintf(s.out, "%-7s messages %d of %d, %d not expected; items %d of %d right, %d wrong, %d missing\n",
			name, x.Found, x.Messages, x.Extra, x.Right, x.Items, x.Wrong, x.Missing)
	}
	return nil
}
