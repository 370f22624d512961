package record

import (
	"encoding/hex"
	"fmt"
	"strconv"

	"github.com/banken-ot/banken/protocols/wire"
)

// modbusAccess sets what is read or written: address, quantity and values.
func (r *zeekRow) modbusAccess(t *wire.Transaction) {
	switch t.Code {
	case modbusReadWrite: // two ranges: see the log of its own
		return
	case modbusReadFileRecord, modbusWriteFileRecord:
		r.number("quantity", uint64(max(len(t.Request.Points), len(t.Response.Points))))
		return
	}
	req, resp := firstPoint(&t.Request), firstPoint(&t.Response)
	p := req
	if p == nil {
		p = resp
	}
	if p == nil {
		return
	}
	if !p.Relative {
		r.number("address", uint64(p.Index))
	}
	switch {
	case t.Code == modbusMaskWrite:
		return
	case t.Code == modbusReadFIFO:
		if f := wire.FindField(t.Response.Fields, "fifo_count"); f != nil {
			r.number("quantity", f.Value.Num)
		}
	default:
		r.number("quantity", uint64(p.Count))
	}
	r.counts("request_values", req)
	if resp != nil && !confirmsRange(t.Code) {
		r.counts("response_values", resp)
	}
}

func firstPoint(p *wire.Part) *wire.Point {
	if len(p.Points) == 0 {
		return nil
	}
	return &p.Points[0]
}

// confirmsRange tells whether the response of a function tells only where was
// written (V1.1b3, 6.11 and 6.12): its values are those of the request.
func confirmsRange(code uint32) bool { return code == 15 || code == 16 }

// counts sets a vector of the values of a run; a run without values leaves it
// unset.
func (r *zeekRow) counts(name string, p *wire.Point) {
	if p == nil || p.Value.Kind == wire.KindNone {
		return
	}
	from := len(r.text)
	for i := range int(p.Count) {
		v := p.Value.At(i)
		if v.Kind == wire.KindNone {
			break
		}
		if i > 0 {
			r.text = append(r.text, ',')
		}
		r.text = strconv.AppendUint(r.text, v.Num, 10)
	}
	if len(r.text) > from {
		r.set(name, from)
	}
}

// modbusData sets the data of diagnostics and what is not decoded of any other
// function, and the names ICSNPP gives sub-functions and MEI types.
func (r *zeekRow) modbusData(t *wire.Transaction) {
	if t.Code == modbusEncapsulated && t.HasSub {
		r.modbusMEI(t.Sub)
	}
	for i, p := range [...]*wire.Part{&t.Request, &t.Response} {
		side := [...]string{"request", "response"}[i]
		if f := wire.FindField(p.Fields, "sub_function"); f != nil && t.Code == modbusDiagnostics {
			r.named(side+"_subfunction_code", modbusDiagnosticNames[:], uint32(f.Value.Num))
		}
		if len(p.Fields) == 0 {
			continue
		}
		last := &p.Fields[len(p.Fields)-1]
		switch {
		case last.Value.Kind == wire.KindOctets && last.Name == "data":
			r.octets(side+"_data", last.Value.Raw)
		case t.Code == modbusDiagnostics && last.Value.Kind == wire.KindHex:
			r.octets(side+"_data", []byte{byte(last.Value.Num >> 8), byte(last.Value.Num)})
		}
	}
}

func (r *zeekRow) modbusMEI(mei uint32) {
	switch mei {
	case meiCANopen:
		r.word("mei_type", "CANopen")
	case meiDeviceIdentity:
		r.word("mei_type", "Read Device Identification")
	default:
		r.raw = fmt.Appendf(r.raw[:0], "invalid encapsulated interface transport mei-(0x%02x)", mei)
		r.octets("mei_type", r.raw)
	}
}

// modbusLine begins a line of one of the logs beside modbus_detailed.
func (z *Zeek) modbusLine(path string, t *wire.Transaction, dir wire.Direction) *zeekRow {
	r := &z.row
	r.begin(z.tables.byPath[path], t, dir)
	r.link("modbus_detailed_link_id", modbusLink(t))
	r.modbusHeader(t)
	r.modbusFunction(t.Code, false)
	r.word("request_response", [...]string{"REQUEST", "RESPONSE"}[dir])
	return r
}

// modbusMask writes a half of Mask Write Register.
func (z *Zeek) modbusMask(t *wire.Transaction, dir wire.Direction, p *wire.Part) {
	r := z.modbusLine("modbus_mask_write_register", t, dir)
	if x := firstPoint(p); x != nil {
		r.number("address", uint64(x.Index))
	}
	for _, name := range [...]string{"and_mask", "or_mask"} {
		if f := wire.FindField(p.Fields, name); f != nil {
			r.number(name, f.Value.Num)
		}
	}
	z.write(r)
}

// modbusReadWrite writes a half of Read/Write Multiple Registers.
func (z *Zeek) modbusReadWrite(t *wire.Transaction, dir wire.Direction, p *wire.Part) {
	r := z.modbusLine("modbus_read_write_multiple_registers", t, dir)
	for i := range p.Points {
		x := &p.Points[i]
		switch {
		case x.Access == wire.AccessWrite:
			r.number("write_start_address", uint64(x.Index))
			r.counts("write_registers", x)
		case dir == wire.ToServer:
			r.number("read_start_address", uint64(x.Index))
			r.number("read_quantity", uint64(x.Count))
		default:
			r.counts("read_registers", x)
		}
	}
	z.write(r)
}

// modbusFiles writes a line for each file record that is read or written.
func (z *Zeek) modbusFiles(t *wire.Transaction) {
	t.EachPoint(func(p *wire.Point) {
		r := &z.row
		r.begin(z.tables.byPath["modbus_file_record"], t, wire.ToServer)
		r.link("modbus_detailed_link_id", modbusLink(t))
		r.modbusHeader(t)
		r.modbusFunction(t.Code, false)
		if !p.Relative {
			r.number("file_number", uint64(p.Part))
			r.number("record_number", uint64(p.Index))
		}
		r.number("record_length", uint64(p.Count))
		r.counts("values", p)
		r.word("outcome", t.Outcome.String())
		z.write(r)
	})
}

// modbusIdentity writes a half of Read Device Identification: the request, or
// each object of the response.
func (z *Zeek) modbusIdentity(t *wire.Transaction, dir wire.Direction, p *wire.Part) {
	if dir == wire.ToServer {
		r := z.modbusIdentityLine(t, dir, p)
		if f := wire.FindField(p.Fields, "object_id"); f != nil {
			r.modbusObject(uint32(f.Value.Num))
		}
		z.write(r)
		return
	}
	_, objects := treeOf(p.Fields).at("objects")
	objects.each(func(_ *wire.Field, object zeekTree) {
		id, _ := object.at("object_id")
		value, _ := object.at("object_value")
		if id == nil || value == nil {
			return
		}
		r := z.modbusIdentityLine(t, dir, p)
		r.modbusObject(uint32(id.Value.Num))
		r.octets("object_value", value.Value.Raw)
		z.write(r)
	})
}

func (z *Zeek) modbusIdentityLine(t *wire.Transaction, dir wire.Direction, p *wire.Part) *zeekRow {
	r := z.modbusLine("modbus_read_device_identification", t, dir)
	r.word("mei_type", "READ-DEVICE-IDENTIFICATION")
	if f := wire.FindField(p.Fields, "read_device_id_code"); f != nil {
		r.number("device_id_code", f.Value.Num)
	}
	if f := wire.FindField(p.Fields, "conformity_level"); f != nil {
		level := uint32(f.Value.Num)
		r.hexadecimal("conformity_level_code", level, 2)
		r.word("conformity_level", conformityOf(level))
	}
	if f := wire.FindField(p.Fields, "more_follows"); f != nil {
		r.truth("more_follows", f.Value.Num != 0)
	}
	if f := wire.FindField(p.Fields, "next_object_id"); f != nil {
		r.number("next_object_id", f.Value.Num)
	}
	return r
}

// modbusObject sets the identifier of an object of a device identification.
func (r *zeekRow) modbusObject(id uint32) {
	r.hexadecimal("object_id_code", id, 2)
	name, known := zeekName(modbusObjects[:], id)
	if !known {
		name = "Unknown"
	}
	r.word("object_id", name)
}

// hexadecimal sets a number as 0x and at least so many digits.
func (r *zeekRow) hexadecimal(name string, n uint32, digits int) {
	from := len(r.text)
	b := [4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
	octets := digits / 2
	for octets < 4 && n>>(8*octets) != 0 {
		octets++
	}
	r.text = hex.AppendEncode(append(r.text, "0x"...), b[4-octets:])
	r.set(name, from)
}
