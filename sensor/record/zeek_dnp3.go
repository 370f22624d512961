package record

import (
	"math"
	"strconv"

	"github.com/banken-ot/banken/protocols/wire"
)

// Codes and groups with lines of their own.
const (
	dnp3Authenticate = 32
	dnp3Response     = 129
	dnp3AuthResponse = 131
	dnp3LinkCode     = 0x100 // at this and above: link frames

	groupRelayOutput  = 12
	groupAnalogOutput = 41
)

// dnp3 writes the lines of a transaction.
func (z *Zeek) dnp3(t *wire.Transaction) {
	if t.Code >= dnp3LinkCode {
		z.dnp3Link(t)
		return
	}
	z.dnp3Main(t)
	if asked(t) {
		z.dnp3Half(t, wire.ToServer, &t.Request)
	}
	if answered(t) {
		z.dnp3Half(t, wire.ToClient, &t.Response)
	}
}

// dnp3Main writes the line of an exchange of fragments to dnp3.log.
func (z *Zeek) dnp3Main(t *wire.Transaction) {
	r := &z.row
	r.begin(z.tables.byPath["dnp3"], t, wire.ToServer)
	if asked(t) {
		r.named("fc_request", dnp3Functions[:], t.Code)
	}
	if answered(t) {
		r.named("fc_reply", dnp3Functions[:], dnp3Reply(t))
		if t.HasStatus {
			r.number("iin", uint64(t.Status))
		}
	}
	r.dnp3Stations(t)
	for _, f := range [...]*wire.Field{wire.FindField(t.Request.Fields, "sequence"), wire.FindField(t.Response.Fields, "sequence")} {
		if f != nil {
			r.number("sequence", f.Value.Num)
			break
		}
	}
	r.verdict(t)
	for i, fields := range [...][]wire.Field{t.Request.Fields, t.Response.Fields} {
		if tellsMore(fields) {
			r.fields([...]string{"request_fields", "response_fields"}[i], fields)
		}
	}
	z.write(r)
}

// tellsMore tells whether a fragment holds what no other log has: files, device
// attributes, authentication, octets that were not decoded.
func tellsMore(fields []wire.Field) bool {
	for i := range fields {
		f := &fields[i]
		switch {
		case f.Depth == 2 && f.Value.Kind == wire.KindList && f.Name != "controls" && f.Name != "set_points", f.Name == "data":
			return true
		}
	}
	return false
}

// dnp3Reply returns the function code of the response: a transaction keeps that
// of the request.
func dnp3Reply(t *wire.Transaction) uint32 {
	switch {
	case !asked(t):
		return t.Code
	case t.Code == dnp3Authenticate:
		return dnp3AuthResponse
	}
	return dnp3Response
}

// dnp3Stations sets the link addresses.
func (r *zeekRow) dnp3Stations(t *wire.Transaction) {
	r.number("outstation", uint64(t.Station))
	f := wire.FindField(t.Request.Fields, "master")
	if f == nil {
		f = wire.FindField(t.Response.Fields, "master")
	}
	if f != nil {
		r.number("master", f.Value.Num)
	}
}

// dnp3Link writes the line of an exchange of link frames to dnp3_link.log.
func (z *Zeek) dnp3Link(t *wire.Transaction) {
	r := &z.row
	r.begin(z.tables.byPath["dnp3_link"], t, wire.ToServer)
	r.word("link_function", t.Function)
	for i, name := range [...]string{"prm", "dir"} {
		f := wire.FindField(t.Request.Fields, name)
		if f == nil {
			f = wire.FindField(t.Response.Fields, name)
		}
		if f != nil {
			r.truth([...]string{"is_primary", "from_master"}[i], f.Value.Num != 0)
		}
	}
	r.dnp3Stations(t)
	r.verdict(t)
	z.write(r)
}

// dnp3Half writes what one half of an exchange says of objects and points.
func (z *Zeek) dnp3Half(t *wire.Transaction, dir wire.Direction, p *wire.Part) {
	treeOf(p.Fields).each(func(f *wire.Field, list zeekTree) {
		if f.Name != "objects" { // one list for each fragment of a response
			return
		}
		list.each(func(_ *wire.Field, object zeekTree) {
			z.dnp3Object(t, dir, object)
			for _, name := range [...]string{"controls", "set_points"} {
				_, controls := object.at(name)
				controls.each(func(_ *wire.Field, control zeekTree) { z.dnp3Control(t, dir, object, control) })
			}
		})
	})
	for i := 0; i < len(p.Points); {
		i += z.dnp3Points(t, dir, p.Points[i:])
	}
}

// dnp3Line begins a line about one half of an exchange.
func (z *Zeek) dnp3Line(path string, t *wire.Transaction, dir wire.Direction) *zeekRow {
	r := &z.row
	r.begin(z.tables.byPath[path], t, dir)
	code := t.Code
	if dir == wire.ToClient {
		code = dnp3Reply(t)
	}
	r.named("function_code", dnp3Functions[:], code)
	r.dnp3Stations(t)
	return r
}

// numberAt copies a number of a tree to a cell.
func (r *zeekRow) numberAt(name string, t zeekTree, path string) {
	if f, _ := t.at(path); f != nil {
		r.number(name, f.Value.Num)
	}
}

// dnp3Object writes an object header to dnp3_objects.log.
func (z *Zeek) dnp3Object(t *wire.Transaction, dir wire.Direction, object zeekTree) {
	group, variation := numberOf(object, "group"), numberOf(object, "variation")
	r := z.dnp3Line("dnp3_objects", t, dir)
	r.raw = appendDNP3Object(r.raw[:0], group, variation)
	r.octets("object_type", r.raw)
	r.numberAt("object_count", object, "count")
	r.numberAt("range_low", object, "start")
	r.numberAt("range_high", object, "stop")
	r.number("object_group", group)
	r.number("variation", variation)
	r.numberAt("qualifier", object, "qualifier")
	z.write(r)
}

func numberOf(t zeekTree, name string) uint64 {
	if f, _ := t.at(name); f != nil {
		return f.Value.Num
	}
	return 0
}

// dnp3Control writes a control, or a set-point, to dnp3_control.log.
func (z *Zeek) dnp3Control(t *wire.Transaction, dir wire.Direction, object, control zeekTree) {
	group, variation := numberOf(object, "group"), numberOf(object, "variation")
	r := z.dnp3Line("dnp3_control", t, dir)
	r.raw = appendDNP3Object(r.raw[:0], group, variation)
	r.octets("block_type", r.raw)
	r.numberAt("index_number", control, "index")
	if f, _ := control.at("tcc"); f != nil {
		r.named("trip_control_code", dnp3TripCodes[:], uint32(f.Value.Num))
	}
	if f, _ := control.at("op_type"); f != nil {
		r.named("operation_type", dnp3OperationTypes[:], uint32(f.Value.Num))
	}
	if f, _ := control.at("clear"); f != nil {
		r.truth("clear_bit", f.Value.Num != 0)
	}
	if f, _ := control.at("queue"); f != nil {
		r.truth("queue_bit", f.Value.Num != 0)
	}
	r.numberAt("execute_count", control, "count")
	r.numberAt("on_time", control, "on_time_ms")
	r.numberAt("off_time", control, "off_time_ms")
	if f, _ := control.at("value"); f != nil {
		r.plain("value", f.Value)
	}
	// A request has no status: the octet is reserved.
	if f, _ := control.at("status"); f != nil && (dir == wire.ToClient || f.Value.Num != 0) {
		r.named("status_code", dnp3Statuses[:], uint32(f.Value.Num))
		r.number("status_number", f.Value.Num)
	}
	r.number("object_group", group)
	r.number("variation", variation)
	z.write(r)
}

// dnp3Points writes the run of points at the start of a list that have their
// values side by side to dnp3_points.log, and returns how many these are. Points
// that are only named have no line, nor have controls.
func (z *Zeek) dnp3Points(t *wire.Transaction, dir wire.Direction, points []wire.Point) int {
	p := &points[0]
	n := runOfPoints(points)
	if group := p.Space >> 8; p.Value.Kind == wire.KindNone || group == groupRelayOutput || group == groupAnalogOutput {
		return n
	}
	r := z.dnp3Line("dnp3_points", t, dir)
	r.raw = appendDNP3Object(r.raw[:0], uint64(p.Space>>8), uint64(p.Space&0xff))
	r.octets("object_type", r.raw)
	r.number("object_group", uint64(p.Space>>8))
	r.number("variation", uint64(p.Space&0xff))
	r.number("range_low", uint64(p.Index))
	last := &points[n-1]
	r.number("range_high", uint64(last.Index)+uint64(last.Count)-1)
	r.pointValues(points[:n])
	z.write(r)
	return n
}

// runOfPoints returns how many points at the start of a list follow each other.
func runOfPoints(points []wire.Point) int {
	n := 1
	for n < len(points) {
		a, b := &points[n-1], &points[n]
		if b.Space != a.Space || b.Access != a.Access || b.Count != 1 || a.Count != 1 || b.Index != a.Index+1 || a.Index == math.MaxUint32 ||
			b.Value.Kind != a.Value.Kind || b.HasQuality != a.HasQuality || b.HasTime != a.HasTime {
			break
		}
		n++
	}
	return n
}

// pointValues sets the vectors of values, flags and times.
func (r *zeekRow) pointValues(points []wire.Point) {
	r.pointVector("values", points, (*zeekRow).appendRun)
	if points[0].HasQuality {
		r.pointVector("flags", points, func(_ *zeekRow, dst []byte, p *wire.Point) []byte {
			return strconv.AppendUint(dst, uint64(p.Quality), 10)
		})
	}
	if points[0].HasTime {
		r.pointVector("times", points, func(_ *zeekRow, dst []byte, p *wire.Point) []byte { return appendZeekSeconds(dst, p.Time) })
	}
}

// pointVector sets a vector with what add appends for each point.
func (r *zeekRow) pointVector(name string, points []wire.Point, add func(r *zeekRow, dst []byte, p *wire.Point) []byte) {
	from := len(r.text)
	for i := range points {
		if i > 0 {
			r.text = append(r.text, ',')
		}
		r.text = add(r, r.text, &points[i])
	}
	r.set(name, from)
}

// appendRun appends the values of a point or packed run as members of a vector.
func (r *zeekRow) appendRun(dst []byte, p *wire.Point) []byte {
	for i := range int(p.Count) {
		v := p.Value.At(i)
		if v.Kind == wire.KindNone {
			break
		}
		if i > 0 {
			dst = append(dst, ',')
		}
		r.raw = appendPlain(r.raw[:0], v)
		dst = appendZeekText(dst, r.raw, true)
	}
	return dst
}

// plain sets a cell to a value in text without quotes.
func (r *zeekRow) plain(name string, v wire.Value) {
	r.raw = appendPlain(r.raw[:0], v)
	r.octets(name, r.raw)
}

// appendPlain appends a scalar without quotes: truth values as T and F.
func appendPlain(dst []byte, v wire.Value) []byte {
	switch v.Kind {
	case wire.KindBool:
		return append(dst, zeekBool(v.Num != 0))
	case wire.KindText:
		return append(dst, v.Raw...)
	case wire.KindNodeText:
		if ns := v.Num >> 32; ns != 0 {
			dst = append(strconv.AppendUint(append(dst, "ns="...), ns, 10), ';')
		}
		return append(append(dst, "s="...), v.Raw...)
	}
	return v.Append(dst)
}
