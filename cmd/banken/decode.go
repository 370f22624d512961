package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/record"
	"github.com/banken-ot/banken/sensor/replay"
)

// maxWorkers bounds the goroutines that decode: more than any machine here has
// processors, and few enough for their flow tables to fit into memory.
const maxWorkers = 64

func defineDecode(o options) work {
	format := o.text("format", "text", optionFormat)
	dir := o.text("dir", ".", optionLogs)
	workers := o.number("workers", 1, optionWorkers)
	quiet := o.on("quiet", optionQuietDecode)
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) == 0 {
			return wrong(wantsFiles)
		}
		if *workers < 1 || *workers > maxWorkers {
			return wrong(wrongWorkers)
		}
		out, err := newWriter(*format, *dir, s.out, s.lang)
		if err != nil {
			return err
		}
		return decodeFiles(ctx, s, names, *workers, *quiet, out)
	}
}

func decodeFiles(ctx context.Context, s streams, names []string, workers int, quiet bool, out record.Writer) error {
	var faults []error
	for _, name := range names {
		faults = append(faults, decodeFile(ctx, s, name, workers, quiet, len(names) > 1, out))
	}
	return errors.Join(errors.Join(faults...), out.Close())
}

// decodeFile decodes one capture and, unless it is to be quiet, closes with the
// summary, under the name of the file where there are several.
func decodeFile(ctx context.Context, s streams, name string, workers int, quiet, several bool, out record.Writer) error {
	o := replay.Options{Workers: workers}
	if quiet {
		_, err := replayFile(ctx, s, name, o, quiet, out)
		return err
	}
	summary := record.NewSummary(out)
	total, err := replayFile(ctx, s, name, o, quiet, summary)
	if err != nil && total.Packets == 0 { // nothing to sum up
		return err
	}
	if lines, ok := out.(interface{ Flush() error }); ok { // the summary comes after them
		err = errors.Join(err, lines.Flush())
	}
	if several {
		fmt.Fprintln(s.err, name)
	}
	return errors.Join(err, summary.Print(s.err, total, s.lang))
}

func newWriter(format, dir string, w io.Writer, l lang.Language) (record.Writer, error) {
	switch format {
	case "text":
		return record.NewText(w, l), nil
	case "none":
		return record.None{}, nil
	case "json":
		return record.NewJSON(w), nil
	case "zeek":
		return record.NewZeek(dir)
	}
	return nil, wrong(wrongFormat, quoted(format))
}

func defineTranscript(o options) work {
	workers := o.number("workers", 1, optionWorkers)
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) != 1 {
			return wrong(wantsOneFile)
		}
		if *workers < 1 || *workers > maxWorkers {
			return wrong(wrongWorkers)
		}
		out := record.NewTranscript(s.out)
		_, err := replayFile(ctx, s, names[0], replay.Options{Workers: *workers, Transcript: true}, true, out)
		return errors.Join(err, out.Close())
	}
}
