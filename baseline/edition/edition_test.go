package edition

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func example() *Edition {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	e := &Edition{Site: "water works 北", Number: 2, Time: time.Unix(1772400000, 0).UTC(), By: "Sato", Note: "after\nthe shutdown",
		Text: []byte("whitelist\tknown\ta\n"), State: bytes.Repeat([]byte("state"), 1000)}
	e.Parent = (&Edition{Number: 1}).Hash()
	e.Sign(key)
	return e
}

func written(t *testing.T, e *Edition) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := e.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestRoundTrip: what is read is what was written, and the signature fits.
func TestRoundTrip(t *testing.T) {
	e := example()
	b := written(t, e)
	got, err := Read(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Verify(); err != nil {
		t.Error(err)
	}
	want := *e
	want.Note = "after the shutdown"
	if !reflect.DeepEqual(*got, want) {
		t.Errorf("%+v", got)
	}
	if !bytes.Equal(written(t, got), b) {
		t.Error("it is written otherwise the second time")
	}
	if first := (&Edition{Number: 1}); !got.Follows(first) || first.Follows(got) {
		t.Error("the chain does not hold")
	}
}

// TestChanged: no octet can be changed without an error.
func TestChanged(t *testing.T) {
	b := written(t, example())
	for i := range b {
		c := bytes.Clone(b)
		c[i] ^= 1
		e, err := Read(bytes.NewReader(c))
		if err == nil {
			err = e.Verify()
		}
		if err == nil && !bytes.Equal(written(t, e), b) {
			t.Fatalf("octet %d, %q, was changed and nobody noticed", i, b[max(i-10, 0):min(i+10, len(b))])
		}
	}
	for i := range b {
		if e, err := Read(bytes.NewReader(b[:i])); err == nil && e.Verify() == nil && !bytes.Equal(written(t, e), b) {
			t.Fatalf("a file cut at octet %d of %d is accepted", i, len(b))
		}
	}
}

// TestFaults: what is wrong is told.
func TestFaults(t *testing.T) {
	unsigned := example()
	unsigned.Key, unsigned.Signature = nil, nil
	if err := unsigned.Verify(); !errors.Is(err, ErrUnsigned) {
		t.Error(err)
	}
	for text, want := range map[string]string{
		"":                                      "does not begin",
		magic + "\nsite: a\n\nx\n":              "cut short",
		magic + "\nwhat: a\n\n\n-- state --\n":  `line 2, "what: a"`,
		magic + "\nsite: a\n\n\n-- state --\n!": "state cannot be read",
	} {
		_, err := Read(strings.NewReader(text))
		if !errors.Is(err, ErrForm) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
