package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/banken-ot/banken/sensor/capture/port"
)

// portFaults are what can be wrong with an interface, in the user's words.
var portFaults = map[port.FaultKind]message{
	port.NotCapturable: portNotCapturable, port.Down: portDown, port.NoCarrier: portNoCarrier, port.Silent: portSilent,
	port.MergesFrames: portMerges, port.HidesVLANTags: portHidesTags, port.HasAddress: portHasAddress,
}

func defineInterfaces(o options) work {
	watch := o.number("watch", 0, optionWatch)
	return func(ctx context.Context, s streams, names []string) error {
		ports, err := port.List()
		if len(names) > 0 {
			ports = nil
			for _, name := range names {
				p, err := look(ctx, name, *watch)
				if err != nil {
					return err
				}
				ports = append(ports, p)
			}
		}
		if err != nil {
			return err
		}
		for i := range ports {
			printPort(s.out, s, &ports[i])
		}
		return nil
	}
}

func look(ctx context.Context, name string, seconds int) (port.Port, error) {
	if seconds > 0 {
		return port.Watch(ctx, name, time.Duration(seconds)*time.Second)
	}
	return port.Look(name)
}

// portFault says what is wrong; some faults are of something on the interface.
func (s streams) portFault(f port.Fault) string {
	if f.Subject == "" {
		return s.say(portFaults[f.Kind])
	}
	return s.say(portFaults[f.Kind], f.Subject)
}

// printPort says what an interface is and what is wrong with it.
func printPort(w io.Writer, s streams, p *port.Port) {
	kind := p.Driver
	if kind == "" {
		kind = p.Kind
	}
	fmt.Fprintln(w, s.say(portLine, p.Name, p.MAC, kind, p.Received.Frames))
	for _, f := range p.Faults {
		fmt.Fprintln(w, "  - "+s.portFault(f))
		switch {
		case f.Fixed:
			fmt.Fprintln(w, "      "+s.say(portFixed))
		case f.Command != "":
			fmt.Fprintln(w, "      $ "+f.Command)
		}
	}
	if len(p.Faults) == 0 {
		fmt.Fprintln(w, "  "+s.say(portFine))
	}
}
