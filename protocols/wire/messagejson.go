package wire

import "strconv"

// AppendMessageJSON appends m as one JSON object: the record of the conformance
// set (docs/conformance.md).
func (p *Protocol) AppendMessageJSON(dst []byte, m *Message) []byte {
	dst = strconv.AppendUint(append(dst, `{"frame":`...), m.Frame, 10)
	dst = append(append(dst, `,"protocol":"`...), p.Name...)
	dst = append(append(dst, `","role":"`...), m.Role.String()...)
	dst = appendJSONText(append(dst, `","function":`...), m.Function)
	dst = strconv.AppendUint(append(dst, `,"code":`...), uint64(m.Code), 10)
	if m.HasSub {
		dst = strconv.AppendUint(append(dst, `,"sub":`...), uint64(m.Sub), 10)
	}
	dst = append(append(dst, `,"operation":"`...), m.Operation.String()...)
	dst = strconv.AppendUint(append(dst, `","station":`...), uint64(m.Station), 10)
	if m.HasStatus {
		dst = strconv.AppendUint(append(dst, `,"status":`...), uint64(m.Status), 10)
		dst = strconv.AppendBool(append(dst, `,"refused":`...), m.Refused)
	}
	dst = append(dst, `,"points":[`...)
	for i := range m.Points {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = p.appendPointJSON(dst, &m.Points[i])
	}
	dst = p.appendDefectsJSON(append(dst, `],"defects":[`...), m.Defects)
	return append(AppendFieldsJSON(append(dst, `],"fields":`...), m.Fields), '}')
}
