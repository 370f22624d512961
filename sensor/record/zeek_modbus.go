package record

import (
	"strconv"

	"github.com/banken-ot/banken/protocols/wire"
)

// Function codes with logs of their own.
const (
	modbusDiagnostics      = 8
	modbusReadFileRecord   = 20
	modbusWriteFileRecord  = 21
	modbusMaskWrite        = 22
	modbusReadWrite        = 23
	modbusReadFIFO         = 24
	modbusEncapsulated     = 43
	modbusExceptionBit     = 0x80
	meiCANopen             = 13
	meiDeviceIdentity      = 14
	maxModbusExceptionCode = 0xff // above are the refusals of UMAS
)

// modbus writes the lines of a transaction.
func (z *Zeek) modbus(t *wire.Transaction) {
	for dir, seen := range [...]bool{asked(t), answered(t)} {
		if seen {
			z.modbusMessage(t, wire.Direction(dir))
		}
	}
	z.modbusDetailed(t)
	switch {
	case t.Code == modbusMaskWrite:
		z.eachHalf(t, z.modbusMask)
	case t.Code == modbusReadWrite:
		z.eachHalf(t, z.modbusReadWrite)
	case t.Code == modbusReadFileRecord || t.Code == modbusWriteFileRecord:
		z.modbusFiles(t)
	case t.Code == modbusEncapsulated && t.HasSub && t.Sub == meiDeviceIdentity:
		z.eachHalf(t, z.modbusIdentity)
	}
}

// eachHalf calls f for the halves of a transaction that were seen and are no
// exception.
func (z *Zeek) eachHalf(t *wire.Transaction, f func(*wire.Transaction, wire.Direction, *wire.Part)) {
	if asked(t) {
		f(t, wire.ToServer, &t.Request)
	}
	if answered(t) && !modbusException(t) {
		f(t, wire.ToClient, &t.Response)
	}
}

func modbusException(t *wire.Transaction) bool {
	return t.HasStatus && t.Outcome != wire.Answered && t.Status <= maxModbusExceptionCode
}

// modbusMessage writes the line of one PDU to modbus.log.
func (z *Zeek) modbusMessage(t *wire.Transaction, dir wire.Direction) {
	r := &z.row
	r.begin(z.tables.byPath["modbus"], t, dir)
	r.modbusHeader(t)
	refused := dir == wire.ToClient && modbusException(t)
	r.modbusFunction(t.Code, refused)
	r.word("pdu_type", [...]string{"REQ", "RESP"}[dir])
	if refused {
		r.modbusException(t.Status)
	}
	part := &t.Request
	if dir == wire.ToClient {
		part = &t.Response
	}
	r.number("function_code", uint64(t.Code))
	r.modbusSub(part)
	r.defects(t.Protocol, part.Defects)
	z.write(r)
}

// modbusHeader sets tid and unit.
func (r *zeekRow) modbusHeader(t *wire.Transaction) {
	f := wire.FindField(t.Request.Fields, "transaction_id")
	if f == nil {
		f = wire.FindField(t.Response.Fields, "transaction_id")
	}
	if f != nil { // serial frames have none
		r.number("tid", f.Value.Num)
	}
	r.number("unit", uint64(t.Station))
}

// modbusFunction sets func to Zeek's name of a function.
func (r *zeekRow) modbusFunction(code uint32, exception bool) {
	name, known := zeekName(modbusFunctions[:], code)
	raw := append(r.raw[:0], name...)
	switch {
	case exception && known:
		raw = append(raw, "_EXCEPTION"...)
	case exception:
		raw = strconv.AppendUint(append(raw[:0], "unknown-"...), uint64(code|modbusExceptionBit), 10)
	case !known:
		raw = strconv.AppendUint(append(raw[:0], "unknown-"...), uint64(code), 10)
	}
	r.raw = raw
	r.octets("func", raw)
}

// zeekName returns the name with an index, and whether there is one.
func zeekName(names []string, i uint32) (string, bool) {
	if i >= uint32(len(names)) || names[i] == "" {
		return "", false
	}
	return names[i], true
}

// named sets a cell to the name with an index, or to "unknown-" and the index.
func (r *zeekRow) named(column string, names []string, i uint32) {
	if name, ok := zeekName(names, i); ok {
		r.word(column, name)
		return
	}
	r.raw = strconv.AppendUint(append(r.raw[:0], "unknown-"...), uint64(i), 10)
	r.octets(column, r.raw)
}

// modbusException sets the name of the exception, in the column of the log.
func (r *zeekRow) modbusException(code uint32) {
	column := "exception"
	if _, ok := r.table.places["exception_code"]; ok {
		column = "exception_code"
	}
	r.named(column, modbusExceptions[:], code)
}

// modbusSub sets our name of the sub-function, MEI type or UMAS code.
func (r *zeekRow) modbusSub(p *wire.Part) {
	for _, name := range [...]string{"sub_function", "mei_type", "umas_code"} {
		if f := wire.FindField(p.Fields, name); f != nil && f.Text != "" {
			r.word("sub_function", f.Text)
		}
	}
}

// defects sets what is wrong with a message or transaction.
func (r *zeekRow) defects(p *wire.Protocol, d wire.Defects) {
	if d == 0 {
		return
	}
	from := len(r.text)
	r.text = p.AppendDefects(r.text, d)
	r.set("defects", from)
}

// verdict sets how a transaction ended: columns of ours that the main log of each
// protocol has.
func (r *zeekRow) verdict(t *wire.Transaction) {
	r.word("operation", t.Operation.String())
	r.word("outcome", t.Outcome.String())
	if t.Latency != wire.NoLatency {
		r.interval("latency", t.Latency)
	}
	if _, ok := r.table.places["status"]; ok && t.HasStatus {
		from := len(r.text)
		r.text = t.Protocol.AppendStatus(r.text, t.Status)
		r.set("status", from)
	}
	r.defects(t.Protocol, t.Defects())
}

// modbusDetailed writes the line of a transaction to modbus_detailed.log.
func (z *Zeek) modbusDetailed(t *wire.Transaction) {
	r := &z.row
	r.begin(z.tables.byPath["modbus_detailed"], t, wire.ToServer)
	r.modbusHeader(t)
	matched := asked(t) && answered(t)
	r.modbusFunction(t.Code, !matched && modbusException(t))
	r.truth("matched", matched)
	r.modbusAccess(t)
	r.modbusData(t)
	if modbusLinked(t) {
		r.link("modbus_detailed_link_id", modbusLink(t))
	}
	if modbusException(t) {
		r.modbusException(t.Status)
	}
	r.number("function_code", uint64(t.Code))
	r.modbusSub(&t.Response)
	r.modbusSub(&t.Request)
	r.verdict(t)
	r.fields("request_fields", behindIdentifier(t.Request.Fields))
	r.fields("response_fields", behindIdentifier(t.Response.Fields))
	z.write(r)
}

// behindIdentifier returns the fields without the transaction identifier, which has
// a column.
func behindIdentifier(fields []wire.Field) []wire.Field {
	if len(fields) > 0 && fields[0].Name == "transaction_id" {
		return fields[1:]
	}
	return fields
}

// modbusLinked tells whether another log says more of a transaction.
func modbusLinked(t *wire.Transaction) bool {
	switch t.Code {
	case modbusMaskWrite, modbusReadWrite, modbusReadFileRecord, modbusWriteFileRecord:
		return true
	}
	return t.Code == modbusEncapsulated && t.HasSub && t.Sub == meiDeviceIdentity
}

func modbusLink(t *wire.Transaction) uint64 { return linkOf(t, wire.ToServer, "modbus", "", 0) }

// fields sets a cell to a tree of fields, as a JSON object.
func (r *zeekRow) fields(name string, fields []wire.Field) {
	if len(fields) > 0 {
		r.raw = wire.AppendFieldsJSON(r.raw[:0], fields)
		r.octets(name, r.raw)
	}
}
