package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/record"
	"github.com/banken-ot/banken/sensor/replay"
)

func runDecode(ctx context.Context, s streams, args []string) error {
	f := flags(s, "decode")
	format := f.String("format", "text", "form of the records: text, json, zeek, or none (only the summary)")
	dir := f.String("dir", ".", "folder the zeek logs are written to")
	workers := f.Int("workers", 1, "goroutines that decode; the records are the same whatever their number")
	quiet := f.Bool("quiet", false, "no progress and no closing summary")
	names, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return usagef("name at least one capture file (- is standard input)")
	}
	if *workers < 1 || *workers > 64 {
		return usagef("-workers must be from 1 to 64")
	}
	out, err := newWriter(*format, *dir, s.out)
	if err != nil {
		return err
	}
	var faults []error
	for _, name := range names {
		faults = append(faults, decodeFile(ctx, s, name, *workers, *quiet, len(names) > 1, out))
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
	if several {
		fmt.Fprintln(s.err, name)
	}
	summary.Print(s.err, total)
	return err
}

func newWriter(format, dir string, w io.Writer) (record.Writer, error) {
	switch format {
	case "text":
		return record.NewText(w), nil
	case "none":
		return record.None{}, nil
	case "json":
		return record.NewJSON(w), nil
	case "zeek":
		return record.NewZeek(dir)
	}
	return nil, usagef("-format must be text, json, zeek or none, not %q", format)
}

// replayFile replays one capture with a progress bar where a person looks on.
func replayFile(ctx context.Context, s streams, name string, o replay.Options, quiet bool, out replay.Output) (replay.Totals, error) {
	r, err := open(s, name)
	if err != nil {
		return replay.Totals{}, err
	}
	defer r.Close()
	o.Protocols = protocols.All
	if !quiet {
		finish := showProgress(s, r, name, &o)
		defer finish()
	}
	return replay.Run(ctx, r, o, out)
}

func open(s streams, name string) (*capture.Reader, error) {
	if name == "-" {
		return capture.NewReader(s.in, "standard input")
	}
	return capture.Open(name)
}

// showProgress draws a bar on a terminal for files long enough to wait for.
func showProgress(s streams, r *capture.Reader, name string, o *replay.Options) (finish func()) {
	const long = 64 << 20
	file, ok := s.err.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) || r.Size() < long {
		return func() {}
	}
	bar := progressbar.NewOptions64(r.Size(), progressbar.OptionSetWriter(file), progressbar.OptionShowBytes(true),
		progressbar.OptionSetDescription(name), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100e6))
	o.Progress = func(offset int64) { _ = bar.Set64(offset) }
	return func() { _ = bar.Finish() }
}

func runTranscript(ctx context.Context, s streams, args []string) error {
	f := flags(s, "transcript")
	workers := f.Int("workers", 1, "goroutines that decode; the lines are the same whatever their number")
	names, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(names) != 1 {
		return usagef("name one capture file (- is standard input)")
	}
	out := record.NewTranscript(s.out)
	_, err = replayFile(ctx, s, names[0], replay.Options{Workers: *workers, Transcript: true}, true, out)
	return errors.Join(err, out.Close())
}
