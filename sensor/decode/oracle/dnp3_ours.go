package oracle

import (
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/banken-ot/banken/protocols/dnp3"
	"github.com/banken-ot/banken/protocols/wire"
)

// Depths of fields in the tree of a message.
const (
	depthObject = 1
	depthHeader = 2
	depthField  = 4
)

// ourDamage names the defect of a fragment of which octets are damaged or missing,
// "" when they are not.
func ourDamage(m *wire.Message) string {
	for _, name := range []string{blockCRC, segmentMissing} {
		if dnp3Defect(m, name) {
			return name
		}
	}
	return ""
}

// dnp3Control are the places of the parts of the application control, by field.
var dnp3Control = map[string]uint{"fir": 7, "fin": 6, "con": 5, "uns": 4, "sequence": 0}

func ourDNP3(m *wire.Message) (Row, bool) {
	if m.Code >= dnp3.LinkCode {
		return Row{}, false
	}
	if damage := ourDamage(m); damage != "" {
		return dnp3Aside(wire.FindField(m.Fields, "master").Value.Num, uint64(m.Station), damage), true
	}
	r := &dnp3Row{Row: Row{Note: string(dnp3.Protocol.AppendDefects(nil, m.Defects))}, function: uint64(m.Code)}
	var control uint64
	for name, shift := range dnp3Control {
		if f := wire.FindField(m.Fields, name); f != nil {
			control |= f.Value.Num << shift
		}
	}
	r.head(wire.FindField(m.Fields, "master").Value.Num, uint64(m.Station), control)
	if m.HasStatus {
		r.Add("iin", m.Status)
	}
	points := m.Points
	for fields := m.Fields; ; {
		var of []wire.Field
		if of, fields = nextObject(fields); of == nil {
			return r.Row, true
		}
		points = r.ourObject(m, of, points)
	}
}

// nextObject cuts the fields of the first object off.
func nextObject(fields []wire.Field) (object, rest []wire.Field) {
	from := 0
	for from < len(fields) && (fields[from].Depth != depthObject || fields[from].Name != "object") {
		from++
	}
	if from == len(fields) {
		return nil, nil
	}
	to := from + 1
	for to < len(fields) && fields[to].Depth > depthObject {
		to++
	}
	return fields[from:to], fields[to:]
}

// ourObject adds one object header and what stands behind it. It returns the
// points of those that follow.
func (r *dnp3Row) ourObject(m *wire.Message, fields []wire.Field, points []wire.Point) []wire.Point {
	o, count := ourHeader(fields)
	r.header(o)
	whole := len(r.Items)
	for count > 0 && len(points) > 0 && uint64(points[0].Space) == o.space() {
		p := &points[0]
		points = points[1:]
		count -= min(count, uint64(p.Count))
		r.ourPoint(m, o, p)
	}
	if count > 0 && m.Defects&wire.Omitted != 0 {
		r.stop(len(r.Items), "omitted")
	}
	if o.group == dnp3Attributes {
		r.ourAttributes(fields)
	}
	if o.outOfPlace(m) {
		r.stop(whole, "out of place")
	}
	o.ourFields(fields)
	r.fields(o)
	return points
}

// outOfPlace tells that a message has objects of another size than the one told
// with them, or strings out of place, and that these may be of them.
func (o *dnp3Object) outOfPlace(m *wire.Message) bool {
	return o.prefix > 3 && dnp3Defect(m, "object-size") || o.group == dnp3Files && dnp3Defect(m, "string-bounds")
}

func dnp3Defect(m *wire.Message, names ...string) bool {
	found := false
	m.Defects.Each(&dnp3.Protocol, func(name string) { found = found || slices.Contains(names, name) })
	return found
}

func ourHeader(fields []wire.Field) (o *dnp3Object, count uint64) {
	n := map[string]uint64{}
	for i := range fields {
		if f := &fields[i]; f.Depth == depthHeader {
			n[f.Name] = f.Value.Num
		}
	}
	o = &dnp3Object{group: n["group"], variation: n["variation"], prefix: n["prefix_code"], code: n["range_code"]}
	o.high = n["qualifier"]&0x80 != 0
	count, counted := n["count"]
	o.count = count
	if _, ranged := n["start"]; ranged {
		o.start, o.stop = n["start"], n["stop"]
		o.numbers = fmt.Sprintf("%d-%d", o.start, o.stop)
	} else if counted {
		o.numbers = strconv.FormatUint(count, 10)
	} else {
		count = 1 // all of them are one point
	}
	return o, count
}

// ourPoint adds a point, or each of a run of them. Those of a header without
// indexes that only names them are what its range says.
func (r *dnp3Row) ourPoint(m *wire.Message, o *dnp3Object, p *wire.Point) {
	named := p.Value.Kind == wire.KindNone
	if dnp3Unpointed[o.group] || named && (o.prefix == 0 || o.prefix > 3) {
		return
	}
	n := 1
	if p.Value.Kind == wire.KindBits || p.Value.Kind == wire.KindBits2 {
		n = int(p.Count)
	}
	for i := range n {
		d := dnp3Point{index: uint64(p.Index) + uint64(i), value: ourDNP3Value(o, p.Value.At(i))}
		if p.HasQuality || !named && dnp3Commands[o.group] && !dnp3Packed[o.space()] {
			d.quality = strconv.FormatUint(uint64(p.Quality), 10)
		}
		if p.HasTime {
			d.time = strconv.FormatInt(p.Time/1e6, 10)
		}
		r.Add("point", &d)
	}
}

// dnp3Commands are the groups whose points have a status that Banken leaves out
// of requests when it is 0, as it must be.
var dnp3Commands = codes(dnp3Controls, 41)

func ourDNP3Value(o *dnp3Object, v wire.Value) string {
	if o.group == dnp3Bits || o.group == dnp3Controls && v.Kind == wire.KindHex {
		return ""
	}
	switch v.Kind {
	case wire.KindNone:
		return ""
	case wire.KindInt:
		return strconv.FormatInt(int64(v.Num), 10)
	case wire.KindFloat32:
		return strconv.FormatFloat(float64(math.Float32frombits(uint32(v.Num))), 'g', -1, 32)
	case wire.KindFloat64:
		return strconv.FormatFloat(math.Float64frombits(v.Num), 'g', -1, 64)
	case wire.KindText, wire.KindOctets:
		return hex.EncodeToString(v.Raw)
	}
	return strconv.FormatUint(v.Num, 10)
}

// ourAttributes ends the comparison before attributes of a type tshark reads
// wrong.
func (r *dnp3Row) ourAttributes(fields []wire.Field) {
	for i := range fields {
		if f := &fields[i]; f.Depth == depthField && f.Name == "data_type" && !dnp3DataTypes[f.Value.Num] {
			r.stop(r.safe, "attribute type")
		}
	}
}

// ourForms is the place in dnp3Fields of a field, by Banken's name.
var ourForms = func() map[string]int {
	m := map[string]int{}
	for i, f := range dnp3Fields {
		m[f.ours] = i
	}
	m["delay_s"], m["optional_text"], m["time_of_creation"] = m["delay_ms"], m["file_data"], m["time"]
	return m
}()

// Modes of opening a file.
const (
	modeWrite  = 2
	modeAppend = 3
)

// fileCommand is the variation whose fields depend on the mode of each object.
const fileCommand = dnp3Files<<8 | 3

// fileCommandModes are the fields of a file command that tshark shows in some
// modes only.
var fileCommandModes = map[string][]uint64{
	"file_size": {modeWrite, modeAppend}, "time_of_creation": {modeWrite},
}

// dnp3InMode tells whether tshark shows a field of a file command whose mode is the
// first among the fields.
func dnp3InMode(name string, fields []wire.Field) bool {
	for i := range fields {
		if fields[i].Name == "operational_mode" {
			return slices.Contains(fileCommandModes[name], fields[i].Value.Num)
		}
	}
	return false
}

func (o *dnp3Object) ourFields(fields []wire.Field) {
	queue := uint64(0)
	for i := range fields {
		f := &fields[i]
		if f.Depth != depthField {
			continue
		}
		switch f.Name {
		case "queue":
			queue = f.Value.Num
		case "clear":
			o.add("ctl.clr", strconv.FormatUint(f.Value.Num<<1|queue, 10))
		case "file_size", "time_of_creation":
			if o.space() != fileCommand || dnp3InMode(f.Name, fields[i:]) {
				o.ourField(f)
			}
		default:
			o.ourField(f)
		}
	}
}

func (o *dnp3Object) ourField(f *wire.Field) {
	i, ok := ourForms[f.Name]
	if !ok || f.Name == "status" && o.group != dnp3Files {
		return
	}
	t := &dnp3Fields[i]
	switch {
	case t.form == formOctets:
		o.add(t.theirs, hex.EncodeToString(f.Value.Raw))
	case f.Value.Kind == wire.KindTime:
		o.add(t.theirs, strconv.FormatInt(int64(f.Value.Num)/1e6, 10))
	case f.Value.Kind == wire.KindSecret:
		o.add(t.theirs, "withheld")
	default:
		o.add(t.theirs, strconv.FormatUint(f.Value.Num, 10))
	}
}
