package wire_test

import (
	"bytes"
	"encoding/json"
	"math"
	"net/netip"
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

var toyCases = []wire.Case{
	{Name: "in-turn", Steps: []wire.Step{{Dir: 0, Octets: frame('q', 1)}, {Dir: 1, Octets: frame('r', 1, 1, 3, 2, 9)}}},
	{Name: "several-a-segment", Steps: []wire.Step{{Dir: 0, Octets: append(frame('q', 1), frame('q', 2)...)}, {Dir: 1, Octets: append(frame('r', 1), frame('x', 2)...)}}},
	{Name: "skip-and-defect", Steps: []wire.Step{{Dir: 0, Octets: append(frame('s', 1), frame('c', 2)...)}, {Dir: 1, Octets: frame('u', 2)}}},
	{Name: "datagram", Transport: wire.Datagram, Steps: []wire.Step{{Dir: 0, Octets: frame('q', 1)}}},
}

func TestContract(t *testing.T) { wiretest.Run(t, &toy, toyCases) }

func FuzzConversation(f *testing.F) { wiretest.Fuzz(f, &toy, toyCases) }

func TestResynchronisation(t *testing.T) {
	r := &wiretest.Recorder{}
	c := wire.NewConversation(&toy, wire.Stream, &wire.Shared{Sink: r}, netip.AddrPort{}, netip.AddrPort{})
	c.Octets(wire.ToServer, 1, 1, append(frame('q', 1), "xxxx"...)) // loses the place behind the frame
	c.Octets(wire.ToServer, 2, 2, []byte("xxTx"))                   // not a start
	c.Octets(wire.ToServer, 5, 3, frame('q', 2))
	c.Octets(wire.ToServer, 6, 4, frame('q', 3)[:5])
	c.Gap(wire.ToServer, 7, 3)
	c.Octets(wire.ToServer, 9, 5, frame('q', 4))
	want := wire.Counters{Messages: 3, Octets: 24, Blind: 4 + 4 + 5, BlindTime: 4 + 2, Lost: 3, Losses: 2}
	if got := c.Counters[wire.ToServer]; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if n := bytes.Count(r.Messages, []byte("\n")); n != 3 {
		t.Errorf("%d messages:\n%s", n, r.Messages)
	}
}

// TestDatagramsStandAlone: an incomplete datagram is lost alone.
func TestDatagramsStandAlone(t *testing.T) {
	r := &wiretest.Recorder{}
	c := wire.NewConversation(&toy, wire.Datagram, &wire.Shared{Sink: r}, netip.AddrPort{}, netip.AddrPort{})
	c.Octets(wire.ToServer, 1, 1, frame('q', 1)[:4])
	c.Octets(wire.ToServer, 2, 2, frame('q', 2))
	if got := c.Counters[0]; got.Messages != 1 || got.Blind != 4 || got.Losses != 1 {
		t.Errorf("got %+v", got)
	}
}

// TestTransactionOwnsItsOctets: what a transaction refers to survives the input.
func TestTransactionOwnsItsOctets(t *testing.T) {
	kept := &keeper{}
	p := toy
	p.New = func(wire.Transport, *wire.Buffers) wire.Decoder { return textDecoder{} }
	c := wire.NewConversation(&p, wire.Datagram, &wire.Shared{Sink: kept}, netip.AddrPort{}, netip.AddrPort{})
	b := []byte("hello")
	c.Octets(wire.ToServer, 1, 1, b)
	copy(b, "other")
	request := kept.t.Request
	if got := string(request.Fields[0].Value.Raw) + string(request.Points[0].Name) + string(request.Points[0].Value.Raw); got != "hellohellohello" {
		t.Errorf("got %q", got)
	}
}

// keeper is a Sink that keeps the last transaction.
type keeper struct{ t *wire.Transaction }

func (*keeper) Message(*wire.Conversation, *wire.Message) {}
func (k *keeper) Transaction(t *wire.Transaction)         { k.t = t }

type textDecoder struct{}

func (textDecoder) Reset()                                {}
func (textDecoder) Gap(wire.Direction, int)               {}
func (textDecoder) Bind(*wire.Transaction, *wire.Message) {}
func (textDecoder) Decode(m *wire.Message, _ wire.Direction, b []byte) (int, error) {
	m.Role, m.NoReply, m.Function, m.Operation = wire.Request, true, "text", wire.Write
	m.Field("text", wire.Text(b))
	p := m.Point()
	p.Name, p.Ident, p.Value = b, 's', wire.Octets(b)
	return len(b), nil
}

// TestTree writes one of every kind, nested, in both readable forms.
func TestTree(t *testing.T) {
	guid := []byte{0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff}
	m := &wire.Message{}
	m.FieldAt(0, "list", "", wire.List(2))
	m.FieldAt(1, "item", "", wire.Struct())
	m.FieldAt(2, "a", "one", wire.Uint(1))
	m.FieldAt(2, "a", "", wire.Int(-1))
	m.FieldAt(1, "item", "", wire.Struct())
	m.FieldAt(2, "b", "", wire.Bool(true))
	m.FieldAt(0, "empty", "", wire.List(0))
	m.FieldAt(0, "text", "", wire.Text([]byte("\"\x01\xff\té")))
	m.FieldAt(0, "octets", "", wire.Octets([]byte{1, 0xab}))
	m.FieldAt(0, "hex", "", wire.Hex(0xbeef))
	m.FieldAt(0, "float", "", wire.Float32(0.1))
	m.FieldAt(0, "nan", "", wire.Float64(math.NaN()))
	m.FieldAt(0, "time", "", wire.Time(1))
	m.FieldAt(0, "none", "", wire.Value{})
	m.FieldAt(0, "secret", "", wire.Secret(5))
	m.FieldAt(0, "guid", "", wire.Value{Kind: wire.KindGUID, Raw: guid})
	m.FieldAt(0, "node", "", wire.Value{Kind: wire.KindNode, Num: 2<<32 | 7})
	m.FieldAt(0, "named", "", wire.Value{Kind: wire.KindNodeText, Num: 2 << 32, Raw: []byte("A.B")})
	text := string(wire.AppendFields(nil, m.Fields))
	want := `list=[item={a=1(one) a=-1} item={b=true}] empty=[] text="\"\x01\xff\té" octets=01ab hex=0xbeef float=0.1 nan=NaN ` +
		`time=1970-01-01T00:00:00.000000001Z none=- secret=withheld(5) guid=00112233-4455-6677-8899-aabbccddeeff node=ns=2;i=7 named=ns=2;s="A.B"`
	if text != want {
		t.Errorf("text:\n got %s\nwant %s", text, want)
	}
	var tree map[string]any
	raw := wire.AppendFieldsJSON(nil, m.Fields)
	if err := json.Unmarshal(raw, &tree); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	compact, _ := json.Marshal(tree["list"])
	if string(compact) != `[{"a":{"code":1,"name":"one"},"a_2":-1},{"b":true}]` {
		t.Errorf("list: %s", compact)
	}
	if tree["named"] != "ns=2;s=A.B" || tree["nan"] != "NaN" || tree["empty"] == nil {
		t.Errorf("tree: %s", raw)
	}
}

func TestFieldsAndPointsAreBounded(t *testing.T) {
	m := &wire.Message{}
	for range wire.MaxFields + 1 {
		m.Field("f", wire.Uint(0))
	}
	for range wire.MaxPoints {
		m.Point()
	}
	if m.Point() != nil || len(m.Fields) != wire.MaxFields || m.Defects != wire.Omitted {
		t.Errorf("%d fields, %d points, defects %b", len(m.Fields), len(m.Points), m.Defects)
	}
}

// TestTransactionJSON: every line is valid and has the keys of the contract.
func TestTransactionJSON(t *testing.T) {
	for i := range toyCases {
		r := wiretest.Record(&toy, &toyCases[i], wiretest.Whole)
		for line := range strings.Lines(string(r.Transactions)) {
			var record map[string]any
			if err := json.Unmarshal([]byte(line), &record); err != nil {
				t.Fatalf("%v in %s", err, line)
			}
			for _, key := range []string{"v", "time", "protocol", "client", "server", "station", "function", "code",
				"operation", "outcome", "status", "latency_ns", "points", "defects", "request", "response"} {
				if _, ok := record[key]; !ok {
					t.Errorf("no %s in %s", key, line)
				}
			}
		}
	}
}

func TestCursor(t *testing.T) {
	c := wire.NewCursor([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9})
	if got := []uint64{uint64(c.U8()), uint64(c.BE16()), uint64(c.LE16()), uint64(c.LE24())}; got[0] != 1 || got[1] != 0x0203 || got[2] != 0x0504 || got[3] != 0x080706 {
		t.Errorf("got %x", got)
	}
	if c.Short || c.Len() != 1 || c.Offset() != 8 {
		t.Errorf("cursor %+v", c)
	}
	if c.LE32() != 0 || !c.Short || c.Len() != 0 || c.U8() != 0 || c.Octets(1) != nil {
		t.Errorf("past the end: %+v", c)
	}
}
