package opcua

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols/opcua/opcuagen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// TestCutShort cuts the last message of a conversation at every octet, with its
// size made to fit: what is told of it must be the start of what is told of the
// whole, and no defect may come of what is not there.
func TestCutShort(t *testing.T) {
	for _, c := range opcuagen.Cases() {
		if len(c.Steps) < 2 || !whole(&c) {
			continue
		}
		for last := range c.Steps {
			b := c.Steps[last].Octets
			all := decodeSteps(t, &c, last, b)
			for n := messageHeader; n < len(b); n += 1 + n/32 {
				cut := slices.Clone(b[:n])
				binary.LittleEndian.PutUint32(cut[4:], uint32(n))
				checkCut(t, &c, last, n, decodeSteps(t, &c, last, cut), all)
			}
		}
	}
}

// whole tells whether a conversation is one of whole messages, from its start,
// without a loss: then each step can be cut by itself.
func whole(c *wire.Case) bool {
	for i := range c.Steps {
		s := &c.Steps[i]
		if s.Gap != 0 || len(s.Octets) < messageHeader || binary.LittleEndian.Uint32(s.Octets[4:]) != uint32(len(s.Octets)) || s.Octets[3] != chunkFinal {
			return false
		}
	}
	return typeAt(c.Steps[0].Octets) == codeHello
}

// decodeSteps decodes the steps before last, and b in place of that.
func decodeSteps(t *testing.T, c *wire.Case, last int, b []byte) *wire.Message {
	t.Helper()
	d, m := newDecoder(wire.Stream, &wire.Buffers{}), &wire.Message{}
	for i := range last + 1 {
		s := c.Steps[i]
		if i == last {
			s.Octets = b
		}
		m.Begin(1, 1)
		if n, err := d.Decode(m, s.Dir, s.Octets); n != len(s.Octets) {
			t.Fatalf("%s, step %d: %d of %d octets: %v", c.Name, i, n, len(s.Octets), err)
		}
	}
	return m
}

func checkCut(t *testing.T, c *wire.Case, step, n int, cut, all *wire.Message) {
	t.Helper()
	if d := cut.Defects &^ all.Defects; d&^wire.Truncated != 0 {
		t.Errorf("%s, step %d cut to %d octets: defects %#x of %#x", c.Name, step, n, cut.Defects, all.Defects)
	}
	if cut.HasStatus && (!all.HasStatus || cut.Status != all.Status) || cut.Refused && !all.Refused {
		t.Errorf("%s, step %d cut to %d octets: status %#x, refused %t", c.Name, step, n, cut.Status, cut.Refused)
	}
	if cut.HasStatus && !slices.ContainsFunc(cut.Fields, isStatus) {
		t.Errorf("%s, step %d cut to %d octets: a status that is not there", c.Name, step, n)
	}
	for i := range cut.Points {
		if i >= len(all.Points) || !samePoint(&cut.Points[i], &all.Points[i]) {
			t.Errorf("%s, step %d cut to %d octets: point %d is not that of the whole", c.Name, step, n, i)
		}
	}
	told := cut.Fields
	for len(told) > 0 && slices.Contains([]string{"data", "Signature"}, told[len(told)-1].Name) {
		told = told[:len(told)-1]
	}
	for i := range told {
		if i >= len(all.Fields) || !sameField(&told[i], &all.Fields[i]) {
			t.Errorf("%s, step %d cut to %d octets: field %s at %d is not that of the whole\n%s", c.Name, step, n, told[i].Name, i, wire.AppendFields(nil, cut.Fields))
			return
		}
	}
}

// sameField compares two fields, but for values that are sizes of what was cut,
// or withheld because it cannot be told any more whether they are secret.
func sameField(a, b *wire.Field) bool {
	if a.Name != b.Name || a.Depth != b.Depth {
		return false
	}
	if a.Name == "MessageSize" || a.Name == "EncryptedOctets" || a.Value.Kind == wire.KindSecret {
		return true
	}
	return a.Text == b.Text && sameValue(&a.Value, &b.Value)
}

func isStatus(f wire.Field) bool { return f.Name == "ServiceResult" || f.Name == "Error" }

func sameValue(a, b *wire.Value) bool {
	return a.Kind == b.Kind && a.Num == b.Num && bytes.Equal(a.Raw, b.Raw)
}

func samePoint(a, b *wire.Point) bool {
	x, y := *a, *b
	x.Name, y.Name, x.Value, y.Value = nil, nil, wire.Value{}, wire.Value{}
	return reflect.DeepEqual(x, y) && bytes.Equal(a.Name, b.Name) && sameValue(&a.Value, &b.Value)
}

// TestSecretsOfCutMessages: what ends early makes nothing known that is secret,
// neither itself nor what follows, which it may be needed to understand.
func TestSecretsOfCutMessages(t *testing.T) {
	for _, c := range opcuagen.Cases() {
		if !strings.HasPrefix(c.Name, "secrets-") || !whole(&c) {
			continue
		}
		for i := range c.Steps {
			for n := messageHeader; n < len(c.Steps[i].Octets); n += 5 {
				cut := c
				cut.Steps = slices.Clone(c.Steps)
				cut.Steps[i].Octets = slices.Clone(c.Steps[i].Octets[:n])
				binary.LittleEndian.PutUint32(cut.Steps[i].Octets[4:], uint32(n))
				noSecret(t, fmt.Sprintf("%s, step %d cut to %d octets", c.Name, i, n), wiretest.Record(&Protocol, &cut, wiretest.Whole))
			}
		}
	}
}
