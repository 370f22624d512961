package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/recorder"
)

// extraction is what of the recorded packets is wanted.
type extraction struct {
	flow     string
	from, to time.Time
	dir      string // of a recorder that does not run; "" asks the sensor
	socket   string
}

func defineRecord(o options) work {
	flow := o.text("flow", "", optionFlow)
	from, to := o.text("from", "", optionFrom), o.text("to", "", optionTo)
	before := o.number("before", 10, optionBefore)
	out := o.text("o", "", optionExtract)
	dir := o.text("dir", "", optionRecordDir)
	socket := o.text("socket", config.Default().Console.Socket, optionSocket)
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) != 1 || names[0] != "extract" {
			return wrong(wantsExtract)
		}
		if *out == "" {
			return wrong(wantsValue, "-o")
		}
		x := extraction{flow: *flow, dir: *dir, socket: *socket}
		var err1, err2 error
		x.from, err1 = moment("--from", *from)
		x.to, err2 = moment("--to", *to)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		if !x.from.IsZero() {
			x.from = x.from.Add(-time.Duration(max(*before, 0)) * time.Second)
		}
		return x.write(ctx, s, *out)
	}
}

// moment reads a time; "" is none.
func moment(option, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05"} {
		if t, err := time.ParseInLocation(layout, text, time.Local); err == nil {
			return t, nil
		}
	}
	return time.Time{}, wrong(wrongTime, option, quoted(text))
}

// write writes the packets to a file, or to standard output. Nothing is left of a
// file that could not be written to its end.
func (x *extraction) write(ctx context.Context, s streams, name string) error {
	if name == "-" {
		return x.copy(ctx, s.out)
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := errors.Join(x.copy(ctx, file), file.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	n, err := count(name)
	if err == nil {
		fmt.Fprintln(s.err, s.say(extracted, name, n))
	}
	return err
}

func (x *extraction) copy(ctx context.Context, w io.Writer) error {
	if x.dir == "" {
		return control.Dial(x.socket).Packets(ctx, x.flow, x.from, x.to, w)
	}
	selection, err := recorder.ParseSelection(x.flow)
	if err != nil {
		return err
	}
	r, err := recorder.OpenStopped(x.dir)
	if err != nil {
		return err
	}
	_, err = r.Extract(ctx, selection, x.from, x.to, w)
	return errors.Join(err, r.Close())
}

// count returns the frames of a capture.
func count(name string) (n uint64, err error) {
	r, err := capture.Open(name)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	var f capture.Frame
	for err = r.Next(&f); err == nil; err = r.Next(&f) {
		n++
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}
