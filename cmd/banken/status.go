package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/lang"
)

// portStates are the states of a port in the user's words.
var portStates = map[health.State]message{
	health.Starting: stateStarting, health.Capturing: stateCapturing, health.Losing: stateLosing, health.Silent: stateSilent,
	health.Down: stateDown, health.Gone: stateGone, health.Stopped: stateStopped,
}

// recorderStates are those of the recorder.
var recorderStates = map[string]message{
	"off": recorderOff, "stopped": stateStopped, "recording": recorderRecording, "stopped-disk-full": recorderFull, "error": recorderFailed,
}

func defineStatus(o options) work {
	socket := o.text("socket", config.Default().Console.Socket, optionSocket)
	metrics := o.on("metrics", optionMetrics)
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) > 0 {
			return wrong(tooMuchHere, quoted(names[0]))
		}
		c := control.Dial(*socket)
		if *metrics {
			return c.Metrics(ctx, s.out)
		}
		status, err := c.Status(ctx)
		if err != nil {
			return err
		}
		printStatus(s.out, s, status)
		return nil
	}
}

// printStatus says how a sensor does.
func printStatus(w io.Writer, s streams, h health.Status) {
	for i := range h.Ports {
		p := &h.Ports[i]
		n := p.Sum()
		fmt.Fprintln(w, s.say(statusPort, p.Name, messages[portStates[p.State]], span(time.Since(p.Since))))
		fmt.Fprintln(w, "  "+s.say(statusFrames, n.Received, p.Filter.Withheld, n.DroppedKernel, n.Truncated, n.Malformed))
		fmt.Fprintln(w, "  "+s.say(statusLosses, n.NotCaptured, n.Blind, n.DroppedSensor, span(time.Duration(p.BlindSeconds*float64(time.Second)))))
		if p.Filter.Notice != "" {
			fmt.Fprintln(w, "  "+s.say(runNotice, p.Name, p.Filter.Notice))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(h.ByProtocol)) {
		fmt.Fprintln(w, s.say(statusProtocol, lang.Pad(name, 7), h.ByProtocol[name]))
	}
	if h.Recorder.State != "off" {
		fmt.Fprintln(w, s.say(statusRecorder, messages[recorderStates[h.Recorder.State]], h.Recorder.Recorded, h.Recorder.Dropped, config.Size(h.Recorder.Octets)))
	}
	if h.OutputFault != "" {
		fmt.Fprintln(w, s.say(statusOutput, h.OutputFault))
	}
}

func span(d time.Duration) lang.Text { return lang.Span(d.Round(time.Millisecond)) }
