package dnp3

import "github.com/banken-ot/banken/protocols/wire"

// Bind implements wire.Decoder: it checks that the response to a control repeats
// it, and drops a selection the outstation did not make. Of several controls of
// one sequence at a time, nothing tells which one a response repeats.
func (d *decoder) Bind(request *wire.Transaction, m *wire.Message) {
	if m.Code != funcResponse || !control(byte(request.Code)) || request.Code >= LinkCode {
		return
	}
	a := d.association(uint16(m.Key.Station>>16), uint16(m.Key.Station))
	if request.Code == funcSelect && m.Refused {
		a.selection = selection{}
	}
	if !a.echoed(uint8(m.Key.ID)) || m.More || m.Status&iinRefusal != 0 || m.Defects&(wire.Truncated|own(blockCRC)|own(segmentMissing)) != 0 {
		return
	}
	if !samePoints(request.Request.Points, m.Points) || !sameFields(request.Request.Fields, m.Fields) {
		m.Defects |= own(echoDiffers)
	}
}

// samePoints tells whether the points that are written are the same.
func samePoints(a, b []wire.Point) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		p, q := &a[i], &b[i]
		if p.Space != q.Space || p.Index != q.Index || p.Count != q.Count || !sameValue(p.Value, q.Value) {
			return false
		}
	}
	return true
}

// sameFields tells whether the parts of controls are the same.
func sameFields(a, b []wire.Field) bool {
	j := 0
	for i := range a {
		if !controlPart(&a[i]) {
			continue
		}
		for j < len(b) && !controlPart(&b[j]) {
			j++
		}
		if j == len(b) || a[i].Name != b[j].Name || !sameValue(a[i].Value, b[j].Value) {
			return false
		}
		j++
	}
	return true
}

// controlPart tells whether a field is a part of a control that its echo
// repeats and that its point does not tell.
func controlPart(f *wire.Field) bool {
	return f.Depth == 4 && (f.Name == "count" || f.Name == "on_time_ms" || f.Name == "off_time_ms")
}

func sameValue(a, b wire.Value) bool {
	return a.Kind == b.Kind && a.Num == b.Num && string(a.Raw) == string(b.Raw)
}
