package wire

import "strconv"

// AppendTranscript appends m as one line of a transcript, without the line
// end: columns separated by tabs, in this order:
//
//	frame  protocol  role  function  code[/sub]  station  fields  points  status  defects
//
// frame is the number of the frame that completed the message. A column with
// nothing to say is "-". Fields are name=value separated by blanks, a list is
// name=[...], a structure name={...}; a symbolic value is name=value(text).
// Points are written space[index]=values, with !quality and @time where they
// are told, prefixed by "w:" when written and "+" before an index that is
// relative to a request not seen. status is code(name), preceded by "refused:"
// when the device said no.
func (p *Protocol) AppendTranscript(dst []byte, m *Message) []byte {
	dst = strconv.AppendUint(dst, m.Frame, 10)
	dst = append(append(dst, '\t'), p.Name...)
	dst = append(append(dst, '\t'), m.Role.String()...)
	dst = append(append(dst, '\t'), m.Function...)
	dst = strconv.AppendUint(append(dst, '\t'), uint64(m.Code), 10)
	if m.HasSub {
		dst = strconv.AppendUint(append(dst, '/'), uint64(m.Sub), 10)
	}
	dst = strconv.AppendUint(append(dst, '\t'), uint64(m.Station), 10)
	dst = column(dst, AppendFields(append(dst, '\t'), m.Fields))
	dst = column(dst, p.AppendPoints(append(dst, '\t'), m.Points))
	dst = append(dst, '\t')
	if m.HasStatus {
		dst = p.appendStatus(dst, m.Refused, m.Status)
	} else {
		dst = append(dst, '-')
	}
	return column(dst, p.AppendDefects(append(dst, '\t'), m.Defects))
}

// column closes a column begun behind before: an empty one becomes "-".
func column(before, after []byte) []byte {
	if len(after) == len(before)+1 {
		return append(after, '-')
	}
	return after
}

func (p *Protocol) appendStatus(dst []byte, refused bool, status uint32) []byte {
	if refused {
		dst = append(dst, "refused:"...)
	}
	dst = append(strconv.AppendUint(dst, uint64(status), 10), '(')
	return append(p.AppendStatus(dst, status), ')')
}

// AppendDefects appends the names of the defects, separated by commas.
func (p *Protocol) AppendDefects(dst []byte, d Defects) []byte {
	first := true
	for i := 0; d != 0; i, d = i+1, d>>1 {
		if d&1 == 0 {
			continue
		}
		if !first {
			dst = append(dst, ',')
		}
		dst, first = append(dst, p.DefectName(i)...), false
	}
	return dst
}

// AppendFields appends a tree of fields as name=value, separated by blanks.
func AppendFields(dst []byte, fields []Field) []byte {
	var closing [256]byte // what closes the head at each depth that is open
	depth := 0
	for i := range fields {
		f := &fields[i]
		for depth > int(f.Depth) {
			depth--
			dst = append(dst, closing[depth])
		}
		if i > 0 && dst[len(dst)-1] != '[' && dst[len(dst)-1] != '{' {
			dst = append(dst, ' ')
		}
		dst = append(append(dst, f.Name...), '=')
		switch f.Value.Kind {
		case KindStruct:
			dst, closing[depth] = append(dst, '{'), '}'
			depth++
		case KindList:
			dst, closing[depth] = append(dst, '['), ']'
			depth++
		default:
			dst = f.append(dst)
		}
	}
	for depth > 0 {
		depth--
		dst = append(dst, closing[depth])
	}
	return dst
}

func (f *Field) append(dst []byte) []byte {
	dst = f.Value.Append(dst)
	if f.Text != "" {
		dst = append(append(append(dst, '('), f.Text...), ')')
	}
	return dst
}

// AppendPoints appends points separated by blanks.
func (p *Protocol) AppendPoints(dst []byte, points []Point) []byte {
	for i := range points {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = p.AppendPoint(dst, &points[i])
	}
	return dst
}

// AppendPoint appends one point or run.
func (p *Protocol) AppendPoint(dst []byte, x *Point) []byte {
	if x.Access == AccessWrite {
		dst = append(dst, "w:"...)
	}
	dst = p.AppendPointName(dst, x)
	if x.Count != 1 {
		dst = strconv.AppendUint(append(dst, '*'), uint64(x.Count), 10)
	}
	if x.Value.Kind != KindNone {
		dst = x.AppendValues(append(dst, '='))
	}
	if x.HasQuality {
		dst = strconv.AppendUint(append(dst, "!0x"...), uint64(x.Quality), 16)
	}
	if x.HasTime {
		dst = AppendTime(append(dst, '@'), x.Time)
	}
	return dst
}

// AppendPointName appends the point's space and index or identifier, and the
// attribute where it is not the value.
func (p *Protocol) AppendPointName(dst []byte, x *Point) []byte {
	dst = append(p.AppendSpace(dst, x.Space), '[')
	switch {
	case x.Relative:
		dst = strconv.AppendUint(append(dst, '+'), uint64(x.Index), 10)
	case x.Ident == 's':
		dst = strconv.AppendQuote(dst, string(x.Name))
	case x.Ident == 'g':
		dst = appendGUID(dst, x.Name)
	case x.Ident != 0:
		dst = Octets(x.Name).Append(append(dst, "0x"...))
	default:
		dst = strconv.AppendUint(dst, uint64(x.Index), 10)
	}
	if x.Part != 0 {
		dst = strconv.AppendUint(append(dst, '.'), uint64(x.Part), 10)
	}
	return append(dst, ']')
}
