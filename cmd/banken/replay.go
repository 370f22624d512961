package main

import (
	"context"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/replay"
)

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
		return capture.NewReader(s.in, s.say(standardInput))
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
