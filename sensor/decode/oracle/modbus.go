package oracle

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/wire"
)

// modbusMapping compares, of every ADU with an MBAP header: role, transaction
// identifier, unit, function, exception code, references, counts, sub-codes,
// every register and coil value with its address, and all other data octets.
//
// Not compared: RTU and ASCII framings (tshark does not look for them in TCP);
// values of responses without a request (tshark gives them no addresses); data of
// a read-file response (tshark shows what follows a record as part of it); byte
// counts, which follow from the values.
var modbusMapping = Mapping{
	Protocol: "modbus",
	Protos:   []string{"mbtcp", "mbudp", "modbus", "_ws.malformed"},
	Theirs:   theirModbus,
	Ours:     ourModbus,
}

// modbusKinds says to which item a field of tshark's contributes: its shown
// number (ref, cnt, code) or its octets (data).
var modbusKinds = map[string]string{
	"modbus.reference_num": "ref", "modbus.read_reference_num": "ref", "modbus.write_reference_num": "ref", "modbus.reference_num_32": "ref",
	"modbus.bit_cnt": "cnt", "modbus.word_cnt": "cnt", "modbus.read_word_cnt": "cnt", "modbus.write_word_cnt": "cnt",
	"modbus.diagnostic_code": "code", "modbus.mei": "code", "modbus.read_device_id": "code", "modbus.object_id": "code",
	"modbus.next_object_id": "code", "modbus.num_objects": "code",
	"modbus.data": "data", "modbus.and_mask": "data", "modbus.or_mask": "data", "modbus.object_str_value": "data", "modbus.object_value": "data",
	"modbus.ev_status": "data", "modbus.ev_count": "data", "modbus.ev_msg_count": "data", "modbus.event": "data",
	"modbus.conformity_level": "data", "modbus.more_follows": "data",
}

// parts gathers the items of a row that have several values.
type parts struct {
	ref, cnt, code, regs, bits []string
	data                       []byte
}

func (p *parts) add(r *Row) {
	for _, x := range []struct {
		name string
		list []string
	}{{"ref", p.ref}, {"cnt", p.cnt}, {"code", p.code}, {"regs", p.regs}, {"bits", p.bits}} {
		if len(x.list) > 0 {
			r.Add(x.name, strings.Join(x.list, ","))
		}
	}
	if len(p.data) > 0 {
		r.Add("data", hex.EncodeToString(p.data))
	}
}

func theirModbus(p *Packet) []Row {
	var rows []Row
	var header *Node
	role := "request"
	for _, proto := range p.Protos {
		switch proto.Name {
		case "tcp", "udp":
			if p.fromServer(proto, &modbus.Protocol) {
				role = "response"
			}
		case "mbtcp", "mbudp":
			header = proto
		case "modbus":
			if header != nil {
				rows = append(rows, theirADU(p.Frame, role, header, proto))
			}
			header = nil
		}
	}
	return p.setAside(rows)
}

// fromServer tells that a segment or datagram comes from a port of a protocol's
// servers: its own, or one where Banken found one.
func (p *Packet) fromServer(transport *Node, protocol *wire.Protocol) bool {
	number, _ := transport.Uint(transport.Name + ".srcport")
	return number == uint64(protocol.Ports[0]) || slices.ContainsFunc(p.Servers, func(s port) bool {
		return s.protocol == protocol && s.transport == transport.Name && uint64(s.number) == number
	})
}

func theirADU(frame uint64, role string, header, pdu *Node) Row {
	r := Row{Frame: frame, Protocol: "modbus", Head: modbusHead}
	r.Add("role", role)
	r.Add("tid", header.Text("mbtcp.trans_id"))
	r.Add("unit", header.Text("mbtcp.unit_id"))
	r.Add("func", pdu.Text("modbus.func_code"))
	if code := pdu.Find("modbus.exception_code"); code != nil {
		r.Add("exception", code.Show)
		return r
	}
	if r.Items[3] == "func=90" {
		return r // no dissector for UMAS
	}
	collectTheirs(pdu, role).add(&r)
	return r
}

func collectTheirs(pdu *Node, role string) *parts {
	p := &parts{}
	function := pdu.Text("modbus.func_code")
	bound := pdu.Find("modbus.request_frame") != nil || role == "request"
	number := ""
	pdu.Walk(func(n *Node) {
		switch {
		case n.Name == "modbus.regnum16" || n.Name == "modbus.bitnum":
			number = n.Show
		case n.Name == "modbus.regval_uint16" && bound:
			p.regs = append(p.regs, number+":"+n.Show)
		case n.Name == "modbus.bitval" && bound:
			p.bits = append(p.bits, number+":"+n.Show)
		case strings.HasPrefix(n.Name, "modbus.diagnostic."):
			p.data = append(p.data, octets(n.Value)...)
		default:
			p.take(modbusKinds[n.Name], n)
		}
	})
	p.adjust(function, role, bound)
	return p
}

func (p *parts) take(kind string, n *Node) {
	switch kind {
	case "ref":
		p.ref = append(p.ref, n.Show)
	case "cnt":
		p.cnt = append(p.cnt, n.Show)
	case "code":
		p.code = append(p.code, n.Show)
	case "data":
		p.data = append(p.data, octets(n.Value)...)
	}
}

// adjust drops what tshark and Banken count differently.
func (p *parts) adjust(function, role string, bound bool) {
	switch {
	case function == "17" && role == "response" && len(p.data) > 0:
		p.data = p.data[1:] // tshark counts the byte count as data
	case function == "20" && role == "response":
		p.data = nil // tshark shows all that follows with each record
	case function == "43" && len(p.data) > 0 && len(p.code) == 1:
		p.data = p.data[1:] // of other MEI types, tshark shows the type again
	case function == "24" && role == "response", !bound && isRead(function):
		p.cnt = nil
		if !bound {
			p.data = nil
		}
	}
}

func isRead(function string) bool { return len(function) == 1 && function >= "1" && function <= "4" }

// modbusHead is the number of items before the content: role, tid, unit, func.
const modbusHead = 4

func ourModbus(m *wire.Message) (Row, bool) {
	tid := wire.FindField(m.Fields, "transaction_id")
	if tid == nil {
		return Row{}, false // another framing
	}
	r := Row{Head: modbusHead, Note: string(modbus.Protocol.AppendDefects(nil, m.Defects))}
	r.Add("role", m.Role)
	r.Add("tid", tid.Value.Num)
	r.Add("unit", m.Station)
	r.Add("func", m.Code&0x7f)
	switch {
	case m.HasStatus && m.Status <= 0xff:
		r.Add("exception", m.Status)
	case m.Code > 0x7f:
		r.Add("exception", "in a request")
	default:
		collectOurs(m).add(&r)
	}
	return r, true
}

func collectOurs(m *wire.Message) *parts {
	p := &parts{}
	if m.Code == 90 {
		return p // tshark has no dissector for UMAS
	}
	for i := range m.Points {
		p.point(m, &m.Points[i])
	}
	if m.HasSub && wire.FindField(m.Fields, "sub_function") == nil && wire.FindField(m.Fields, "mei_type") == nil {
		p.code = append(p.code, strconv.Itoa(int(m.Sub)))
	}
	for i := range m.Fields {
		p.field(m, &m.Fields[i])
	}
	if m.Code == 20 && m.Role == wire.Response {
		*p = parts{}
	}
	return p
}

// point adds what a point says: address and count where the wire has them,
// values as tshark shows them for the function.
func (p *parts) point(m *wire.Message, x *wire.Point) {
	response := m.Role == wire.Response
	if response && x.Access == wire.AccessRead {
		p.values(m, x)
		return
	}
	if x.Space == modbus.FileRecord {
		p.ref = append(p.ref, strconv.Itoa(int(x.Part<<16|x.Index)))
	} else {
		p.ref = append(p.ref, strconv.Itoa(int(x.Index)))
	}
	switch m.Code {
	case 5:
		p.data = append(p.data, coil(x.Value)...)
		return
	case 6, 22, 24:
	default:
		p.cnt = append(p.cnt, strconv.Itoa(int(x.Count)))
	}
	if response && (m.Code == 15 || m.Code == 16) {
		return // the value is the request's
	}
	if m.Code == 16 && len(x.Value.Raw) == 2*int(x.Count) {
		p.values(m, x)
		return
	}
	p.data = append(p.data, x.Value.Raw...)
}

func coil(v wire.Value) []byte {
	if v.Kind == wire.KindBool {
		return []byte{byte(-int8(v.Num)), 0}
	}
	return []byte{byte(v.Num >> 8), byte(v.Num)}
}

func (p *parts) values(m *wire.Message, x *wire.Point) {
	if x.Space == modbus.FIFOQueue || m.Code == 23 {
		p.data = append(p.data, x.Value.Raw...)
		return
	}
	if x.Relative {
		return
	}
	for i := range int(x.Count) {
		item := fmt.Sprintf("%d:%d", int(x.Index)+i, x.Value.At(i).Num)
		if x.Value.Kind == wire.KindBits {
			p.bits = append(p.bits, item)
		} else {
			p.regs = append(p.regs, item)
		}
	}
}

// modbusFields says what of ours a field contributes to: a code, octets of one
// or two, or raw octets.
var modbusFields = map[string]string{
	"sub_function": "code", "mei_type": "code", "read_device_id_code": "code", "object_id": "code", "next_object_id": "code",
	"quantity": "cnt", "conformity_level": "octet", "more_follows": "flag", "objects": "code",
	"and_mask": "word", "or_mask": "word", "exception_status": "octet", "status": "word", "event_count": "word", "message_count": "word",
	"query_data": "word", "clear_log": "word", "diagnostic_register": "word", "delimiter": "word", "count": "word", "statistics": "word",
	"events": "raw", "data": "raw", "server_id_data": "raw", "object_value": "raw",
}

func (p *parts) field(m *wire.Message, f *wire.Field) {
	n := f.Value.Num
	switch modbusFields[f.Name] {
	case "code":
		p.code = append(p.code, strconv.FormatUint(n, 10))
	case "cnt":
		p.cnt = []string{strconv.FormatUint(n, 10)}
	case "octet":
		p.data = append(p.data, byte(n))
	case "flag":
		p.data = append(p.data, byte(-int8(n)))
	case "word":
		p.data = append(p.data, byte(n>>8), byte(n))
	case "raw":
		if f.Value.Kind == wire.KindHex {
			p.data = append(p.data, byte(n>>8), byte(n))
		} else {
			p.data = append(p.data, f.Value.Raw...)
		}
	}
}
