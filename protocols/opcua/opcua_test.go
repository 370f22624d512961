package opcua

import (
	"bytes"
	"flag"
	"testing"

	"github.com/banken-ot/banken/protocols/opcua/opcuagen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

var update = flag.Bool("update", false, "write the golden transcripts anew")

func TestContract(t *testing.T) { wiretest.Run(t, &Protocol, opcuagen.Cases()) }

func FuzzDecode(f *testing.F) { wiretest.Fuzz(f, &Protocol, opcuagen.Cases()) }

// TestGolden compares the transcript of every case with what was checked by eye and against another decoder.
func TestGolden(t *testing.T) { wiretest.Transcripts(t, &Protocol, opcuagen.Cases(), *update) }

// TestSecrets: passwords, tokens, nonces and keys are in nothing that comes out
// of a conversation, however it is cut, and whatever is lost of it.
func TestSecrets(t *testing.T) {
	for _, c := range opcuagen.Cases() {
		r := wiretest.Record(&Protocol, &c, wiretest.Whole)
		noSecret(t, c.Name, r)
		for i := range c.Steps {
			lossy := c
			lossy.Steps = append([]wire.Step(nil), c.Steps...)
			lossy.Steps[i].Octets = nil
			lossy.Steps[i].Gap = len(c.Steps[i].Octets)
			noSecret(t, c.Name+" with a gap", wiretest.Record(&Protocol, &lossy, wiretest.Whole))
		}
	}
}

func noSecret(t *testing.T, name string, r *wiretest.Recorder) {
	t.Helper()
	for _, secret := range opcuagen.Secrets() {
		for _, form := range [][]byte{[]byte(secret), []byte(wire.Octets([]byte(secret)).Append(nil))} {
			if bytes.Contains(r.Messages, form) {
				t.Errorf("%s: %q is in the transcript", name, secret)
			}
			if bytes.Contains(r.Transactions, form) {
				t.Errorf("%s: %q is in the transactions", name, secret)
			}
		}
	}
}

// TestSecretsAreThere makes sure that the test above looks for what was sent.
func TestSecretsAreThere(t *testing.T) {
	var all []byte
	for _, c := range opcuagen.Cases() {
		for _, s := range c.Steps {
			all = append(all, s.Octets...)
		}
	}
	for _, secret := range opcuagen.Secrets() {
		if n := bytes.Count(all, []byte(secret)); n < 10 {
			t.Errorf("%q is only %d times in the cases", secret, n)
		}
	}
}
