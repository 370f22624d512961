package opcua

import (
	"slices"
	"testing"
	"time"

	"github.com/banken-ot/banken/protocols/opcua/opcuagen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// transactions calls f with the transactions of a case.
func transactions(t *testing.T, c *wire.Case, f func(*wire.Transaction)) {
	t.Helper()
	r := &wiretest.Recorder{EachTransaction: f}
	wiretest.Play(wiretest.NewConversation(&Protocol, c, r), c, wiretest.Whole)
}

// caseNamed returns a generated case.
func caseNamed(t *testing.T, name string) *wire.Case {
	t.Helper()
	for _, c := range opcuagen.Cases() {
		if c.Name == name {
			return &c
		}
	}
	t.Fatalf("no case %s", name)
	return nil
}

// ended is a transaction in short.
type ended struct {
	function  string
	operation wire.Operation
	outcome   wire.Outcome
}

func TestOperations(t *testing.T) {
	for name, want := range map[string][]ended{
		"calls": {
			{"Call", wire.Operate, wire.Answered},
			{"Call", wire.Restart, wire.Refused},
			{"Call", wire.Program, wire.Answered},
			{"Call", wire.Configure, wire.Answered},
			{"Call", wire.Read, wire.Answered},
		},
		"attributes": {
			{"Read", wire.Read, wire.Answered},
			{"Write", wire.Configure, wire.Answered},
		},
		"registered-nodes": {
			{"RegisterNodes", wire.Session, wire.Answered},
			{"Write", wire.Write, wire.Answered},
			{"UnregisterNodes", wire.Session, wire.Answered},
			{"Write", wire.Write, wire.Answered},
		},
		"refused-operations": {
			{"Write", wire.Write, wire.Refused},
			{"Write", wire.Write, wire.Answered},
			{"AddNodes", wire.Configure, wire.Answered},
			{"DeleteNodes", wire.Configure, wire.Refused},
		},
		"subscription-of-another-session": {
			{"CreateSubscription", wire.Session, wire.Answered},
			{"CreateMonitoredItems", wire.Read, wire.Answered},
			{"CreateSession", wire.Session, wire.Answered},
			{"ActivateSession", wire.Session, wire.Answered},
			{"SetPublishingMode", wire.Configure, wire.Refused},
			{"TransferSubscriptions", wire.Configure, wire.Answered},
			{"SetPublishingMode", wire.Session, wire.Answered}, // it is its own now
			{"Publish", wire.Read, wire.Answered},
			{"DeleteSubscriptions", wire.Configure, wire.Answered},
			{"CloseSession", wire.Session, wire.Answered},
		},
		"subscription-mid-stream": {
			{"Publish", wire.Read, wire.Answered},
			{"DeleteSubscriptions", wire.Session, wire.Answered}, // whose is not known
		},
		"fault": {
			{"Read", wire.Read, wire.Refused},
			{"DeleteNodes", wire.Configure, wire.Refused},
			{"ServiceFault", wire.Session, wire.Unasked},
			{"Read", wire.Read, wire.Refused},
		},
		"error-hello": {
			{"Hello", wire.Session, wire.Refused},
			{"Error", wire.Session, wire.Unasked},
		},
		"error-open": {
			{"Hello", wire.Session, wire.Answered},
			{"OpenSecureChannel", wire.Session, wire.Refused},
		},
		"chunks-aborted": {
			{"Call", wire.Operate, wire.Unanswered},
			{"Read", wire.Read, wire.Refused},
			{"Read", wire.Read, wire.Refused},
			{"Read", wire.Read, wire.Answered},
		},
		"channel-sign-and-encrypt": {
			{"Hello", wire.Session, wire.Answered},
			{"OpenSecureChannel", wire.Session, wire.Answered},
			{"encrypted", wire.Session, wire.Unanswered},
			{"encrypted", wire.Session, wire.Unasked},
			{"CloseSecureChannel", wire.Session, wire.Unanswered},
		},
	} {
		var got []ended
		transactions(t, caseNamed(t, name), func(x *wire.Transaction) {
			got = append(got, ended{x.Function, x.Operation, x.Outcome})
		})
		if len(got) > len(want) && got[0].function == "Hello" {
			got = got[4:] // the opening of channel and session
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v\nwant %v", name, got, want)
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
		return decodeAll(t, newDecoder(wire.Stream), chunkOf('F', 1, 1, b)).Timeout
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
