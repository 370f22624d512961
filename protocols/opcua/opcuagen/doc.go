// Package opcuagen makes conversations of OPC UA for tests, fuzzing, the
// conformance set and the demo: every service, every built-in type and every
// structure of the standard, right and on purpose wrong. Octets of structures
// come from the encoder of github.com/gopcua/opcua, which shares nothing with
// the decoder under test; headers, chunks and what is wrong are written here by
// hand. The result is the same at every run.
package opcuagen

import "github.com/banken-ot/banken/protocols/wire"

// Cases returns all conversations.
func Cases() []wire.Case {
	var cases []wire.Case
	for _, group := range []func() []wire.Case{services, values, structures, subscriptions,
		chunks, channels, secrets, hostile, faults, streams} {
		cases = append(cases, group()...)
	}
	return cases
}
