package opcua

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/protocols/opcua/opcuagen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// transactions decodes a case, calls f with its transactions, and returns its
// transcript.
func transactions(c *wire.Case, f func(*wire.Transaction)) []byte {
	r := &wiretest.Recorder{EachTransaction: f}
	wiretest.Play(wiretest.NewConversation(&Protocol, c, r), c, wiretest.Whole)
	return r.Messages
}

// operationsIn is the transactions of cases, each by its function, operation and
// outcome, without those that open channel and session.
var operationsIn = map[string][]string{
	"calls": {
		"Call operate answered",
		"Call restart refused",
		"Call program answered",
		"Call configure answered",
		"Call read answered",
	},
	"attributes": {
		"Read read answered",
		"Write configure answered",
	},
	"registered-nodes": {
		"RegisterNodes session answered",
		"Write write answered",
		"UnregisterNodes session answered",
		"Write write answered",
	},
	"refused-operations": {
		"Write write refused",
		"Write write answered",
		"AddNodes configure answered",
		"DeleteNodes configure refused",
	},
	"subscription-of-another-session": {
		"CreateSubscription session answered",
		"CreateMonitoredItems read answered",
		"CreateSession session answered",
		"ActivateSession session answered",
		"SetPublishingMode configure refused",
		"TransferSubscriptions configure answered",
		"SetPublishingMode session answered", // it is its own now
		"Publish read answered",
		"DeleteSubscriptions configure answered",
		"CloseSession session answered",
	},
	"subscription-mid-stream": {
		"Publish read answered",
		"DeleteSubscriptions session answered", // whose is not known
	},
	"fault": {
		"Read read refused",
		"DeleteNodes configure refused",
		"ServiceFault session unasked",
		"Read read refused",
	},
	"error-hello": {
		"Hello session refused",
		"Error session unasked",
	},
	"error-open": {
		"Hello session answered",
		"OpenSecureChannel session refused",
	},
	"chunks-aborted": {
		"Call operate unanswered",
		"Read read refused",
		"Read read refused",
		"Read read answered",
	},
	"channel-sign-and-encrypt": {
		"Hello session answered",
		"OpenSecureChannel session answered",
		"encrypted session unanswered",
		"encrypted session unasked",
		"CloseSecureChannel session unanswered",
	},
}

// TestOperations: each service asks for what it should, and is answered so.
func TestOperations(t *testing.T) {
	for name, want := range operationsIn {
		var got []string
		transactions(wiretest.Named(t, opcuagen.Cases(), name), func(x *wire.Transaction) {
			got = append(got, fmt.Sprintf("%s %s %s", x.Function, x.Operation, x.Outcome))
		})
		if len(got) > len(want) && strings.HasPrefix(got[0], "Hello") {
			got = got[4:] // the opening of channel and session
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q\nwant %q", name, got, want)
		}
	}
}

// TestServicesHaveOperations: none was left out of the table.
func TestServicesHaveOperations(t *testing.T) {
	for i, o := range operations {
		if o == wire.OperationNone {
			t.Errorf("%s has no operation", services[i].name)
		}
	}
}

// TestTimeouts: what the client states holds, within bounds; a Publish waits.
func TestTimeouts(t *testing.T) {
	hint := func(id uint16, ms int) int64 {
		b := requestOf(id, le32(0), le32(0), le32(0), le32(0))
		copy(b[26:], le32(ms)) // TypeId 4, token 2, time 8, handle 4, diagnostics 4, audit 4
		return decodeAll(t, newDecoder(wire.Stream, &wire.Buffers{}), chunkOf('F', 1, 1, b)).Timeout
	}
	for _, x := range []struct {
		id   uint16
		ms   int
		want time.Duration
	}{{631, 5000, 5 * time.Second}, {631, 0, 0}, {631, 0x7fffffff, maxTimeout}, {826, 5000, maxTimeout}} {
		if got := time.Duration(hint(x.id, x.ms)); got != x.want {
			t.Errorf("service %d, hint %d ms: %s, want %s", x.id, x.ms, got, x.want)
		}
	}
}
