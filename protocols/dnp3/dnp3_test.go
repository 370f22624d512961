package dnp3_test

import (
	"bytes"
	"flag"
	"testing"

	"github.com/banken-ot/banken/protocols/dnp3"
	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

var update = flag.Bool("update", false, "write testdata anew")

func TestContract(t *testing.T) { wiretest.Run(t, &dnp3.Protocol, dnp3gen.Cases()) }

func FuzzDecode(f *testing.F) { wiretest.Fuzz(f, &dnp3.Protocol, dnp3gen.Cases()) }

// TestTranscripts compares every case with its committed transcript.
func TestTranscripts(t *testing.T) {
	wiretest.Transcripts(t, &dnp3.Protocol, dnp3gen.Cases(), *update)
}

// record plays a case and returns its messages and transactions, copied.
func record(c *wire.Case) (messages []wire.Message, transactions []string) {
	r := &wiretest.Recorder{EachMessage: func(m *wire.Message) {
		kept := *m
		kept.Points = append([]wire.Point(nil), m.Points...)
		kept.Fields = append([]wire.Field(nil), m.Fields...)
		messages = append(messages, kept)
	}}
	wiretest.Play(wiretest.NewConversation(&dnp3.Protocol, c, r), c, wiretest.Whole)
	for line := range bytes.Lines(r.Transactions) {
		transactions = append(transactions, string(line))
	}
	return messages, transactions
}
