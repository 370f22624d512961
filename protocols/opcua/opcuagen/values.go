package opcuagen

import (
	"math"
	"time"

	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/protocols/wire"
)

// named is a value and the node it is read from.
type named struct {
	name  string
	value *ua.Variant
}

func scalars() []named {
	return []named{
		{"Boolean", ua.MustVariant(true)},
		{"SByte", ua.MustVariant(int8(-128))},
		{"Byte", ua.MustVariant(byte(255))},
		{"Int16", ua.MustVariant(int16(-32768))},
		{"UInt16", ua.MustVariant(uint16(65535))},
		{"Int32", ua.MustVariant(int32(-2147483648))},
		{"UInt32", ua.MustVariant(uint32(4294967295))},
		{"Int64", ua.MustVariant(int64(math.MinInt64))},
		{"UInt64", ua.MustVariant(uint64(math.MaxUint64))},
		{"Float", ua.MustVariant(float32(-6.5))},
		{"Double", ua.MustVariant(math.Pi)},
		{"String", ua.MustVariant("température \"1\"")},
		{"DateTime", ua.MustVariant(now)},
		{"DateTimeMax", ua.MustVariant(time.Date(2400, 1, 1, 0, 0, 0, 0, time.UTC))},
		{"Guid", ua.MustVariant(ua.NewGUID("72962B91-FA75-4AE6-8D28-B404DC7DAF63"))},
		{"ByteString", ua.MustVariant([]byte{0, 1, 254, 255})},
		{"XmlElement", ua.MustVariant(ua.XMLElement("<a b=\"c\"/>"))},
		{"NodeId", ua.MustVariant(ua.NewTwoByteNodeID(85))},
		{"ExpandedNodeId", ua.MustVariant(ua.NewExpandedNodeID(ua.NewStringNodeID(0, "x"), "urn:other", 3))},
		{"StatusCode", ua.MustVariant(ua.StatusBadOutOfRange)},
		{"QualifiedName", ua.MustVariant(&ua.QualifiedName{NamespaceIndex: 3, Name: "q"})},
		{"LocalizedText", ua.MustVariant(ua.NewLocalizedTextWithLocale("閉", "ja"))},
		{"ExtensionObject", ua.MustVariant(ua.NewExtensionObject(&ua.EUInformation{NamespaceURI: "urn:u", UnitID: 4408652, DisplayName: ua.NewLocalizedText("°C"), Description: ua.NewLocalizedText("")}))},
		{"DataValue", ua.MustVariant(value(ua.MustVariant(uint16(7))))},
		{"DiagnosticInfo", ua.MustVariant(diagnostic())},
	}
}

// diagnostic is one with everything in it.
func diagnostic() *ua.DiagnosticInfo {
	inner := &ua.DiagnosticInfo{EncodingMask: ua.DiagnosticInfoAdditionalInfo, AdditionalInfo: "inner"}
	return &ua.DiagnosticInfo{EncodingMask: 0x7f, SymbolicID: 1, NamespaceURI: 2, Locale: 3, LocalizedText: 4,
		AdditionalInfo: "more", InnerStatusCode: ua.StatusBadTimeout, InnerDiagnosticInfo: inner}
}

func arrays() []named {
	return []named{
		{"Booleans", ua.MustVariant([]bool{true, false, true})},
		{"SBytes", ua.MustVariant([]int8{-1, 1})},
		{"Bytes", ua.MustVariant(ua.ByteArray{1, 2, 3})},
		{"Int16s", ua.MustVariant([]int16{-1, 1})},
		{"UInt16s", ua.MustVariant([]uint16{1, 2})},
		{"Int32s", ua.MustVariant([]int32{-1, 1})},
		{"UInt32s", ua.MustVariant([]uint32{1, 2})},
		{"Int64s", ua.MustVariant([]int64{-1, 1})},
		{"UInt64s", ua.MustVariant([]uint64{1, 2})},
		{"Floats", ua.MustVariant([]float32{1.5, -2.5})},
		{"Doubles", ua.MustVariant([]float64{1.5, -2.5})},
		{"Strings", ua.MustVariant([]string{"a", "", "c"})},
		{"DateTimes", ua.MustVariant([]time.Time{now, now.Add(time.Hour)})},
		{"Guids", ua.MustVariant([]*ua.GUID{ua.NewGUID("72962B91-FA75-4AE6-8D28-B404DC7DAF63")})},
		{"XmlElements", ua.MustVariant([]ua.XMLElement{"<a/>", "<b/>"})},
		{"NodeIds", ua.MustVariant(nodeIDs())},
		{"ExpandedNodeIds", ua.MustVariant([]*ua.ExpandedNodeID{ua.NewFourByteExpandedNodeID(1, 2), ua.NewExpandedNodeID(ua.NewNumericNodeID(0, 9), "urn:o", 0)})},
		{"StatusCodes", ua.MustVariant([]ua.StatusCode{0, ua.StatusBad, 0x80ff0001})},
		{"QualifiedNames", ua.MustVariant([]*ua.QualifiedName{{NamespaceIndex: 1, Name: "a"}, {}})},
		{"LocalizedTexts", ua.MustVariant([]*ua.LocalizedText{ua.NewLocalizedText("a"), {}})},
		{"ExtensionObjects", ua.MustVariant([]*ua.ExtensionObject{ua.NewExtensionObject(&ua.Range{Low: 1, High: 2}), nothing()})},
		{"DataValues", ua.MustVariant([]*ua.DataValue{value(ua.MustVariant(int32(1))), {}})},
		{"DiagnosticInfos", ua.MustVariant([]*ua.DiagnosticInfo{diagnostic(), {}})},
		{"Variants", ua.MustVariant([]*ua.Variant{ua.MustVariant(int32(1)), ua.MustVariant("two"), ua.MustVariant([]int16{3, 4})})},
		{"Matrix", ua.MustVariant([][]int32{{1, 2, 3}, {4, 5, 6}})},
		{"Cube", ua.MustVariant([][][]bool{{{true, false}, {false, true}}})},
	}
}

// nodeIDs is one NodeId of every encoding (Part 6, 5.2.2.9).
func nodeIDs() []*ua.NodeID {
	return []*ua.NodeID{ua.NewTwoByteNodeID(85), ua.NewFourByteNodeID(2, 1025), ua.NewNumericNodeID(300, 70000),
		ua.NewStringNodeID(2, "Line1.Pump \"3\""), ua.NewGUIDNodeID(4, "72962B91-FA75-4AE6-8D28-B404DC7DAF63"),
		ua.NewByteStringNodeID(5, []byte{0xde, 0xad})}
}

func values() []wire.Case {
	return []wire.Case{readAll("values-scalar", scalars()), readAll("values-array", arrays()), writeAll(),
		nodes(), attributes(), rawValues(), rawExtensions(), calls()}
}

// readAll reads every value with one request.
func readAll(name string, all []named) wire.Case {
	s := inSession(name)
	req, resp := &ua.ReadRequest{MaxAge: 1000, TimestampsToReturn: ua.TimestampsToReturnBoth}, &ua.ReadResponse{}
	for _, v := range all {
		req.NodesToRead = append(req.NodesToRead, readID(ua.NewStringNodeID(2, v.name), ua.AttributeIDValue))
		resp.Results = append(resp.Results, value(v.value))
	}
	bad := &ua.DataValue{EncodingMask: ua.DataValueStatusCode, Status: ua.StatusBadNodeIDUnknown}
	req.NodesToRead = append(req.NodesToRead, readID(ua.NewStringNodeID(2, "Missing"), ua.AttributeIDValue))
	resp.Results = append(resp.Results, bad)
	s.exchange(req, resp)
	return s.Case
}

// writeAll writes every scalar; the last write is refused.
func writeAll() wire.Case {
	s := inSession("values-written")
	for _, v := range scalars() {
		s.exchange(&ua.WriteRequest{NodesToWrite: []*ua.WriteValue{writeOf(ua.NewStringNodeID(2, v.name), v.value)}},
			&ua.WriteResponse{Results: []ua.StatusCode{ua.StatusOK}})
	}
	w := writeOf(ua.NewStringNodeID(2, "Array"), ua.MustVariant([]int32{1, 2}))
	w.IndexRange = "1:2"
	w.Value = value(w.Value.Value)
	s.exchange(&ua.WriteRequest{NodesToWrite: []*ua.WriteValue{w}}, &ua.WriteResponse{Results: []ua.StatusCode{ua.StatusBadUserAccessDenied}})
	return s.Case
}

// nodes reads nodes of every kind of NodeId.
func nodes() wire.Case {
	s := inSession("values-node-ids")
	req, resp := &ua.ReadRequest{}, &ua.ReadResponse{}
	for i, n := range nodeIDs() {
		req.NodesToRead = append(req.NodesToRead, readID(n, ua.AttributeIDValue))
		resp.Results = append(resp.Results, value(ua.MustVariant(int32(i))))
	}
	s.exchange(req, resp)
	return s.Case
}

// attributes reads every attribute of a node, and writes one that is no value.
func attributes() wire.Case {
	s := inSession("attributes")
	req, resp := &ua.ReadRequest{}, &ua.ReadResponse{}
	for a := ua.AttributeIDNodeID; a <= ua.AttributeIDAccessLevelEx; a++ {
		req.NodesToRead = append(req.NodesToRead, readID(ua.NewTwoByteNodeID(85), a))
		resp.Results = append(resp.Results, &ua.DataValue{EncodingMask: 1, Value: ua.MustVariant(uint32(a))})
	}
	s.exchange(req, resp)
	w := writeOf(ua.NewFourByteNodeID(2, 5), ua.MustVariant(byte(3)))
	w.AttributeID = ua.AttributeIDAccessLevel
	s.exchange(&ua.WriteRequest{NodesToWrite: []*ua.WriteValue{w}}, &ua.WriteResponse{Results: []ua.StatusCode{ua.StatusOK}})
	return s.Case
}

// variantsWritten writes Variants given as octets.
func (s *script) variantsWritten(variants ...[]byte) {
	for i, v := range variants {
		s.raw(wire.ToServer, []byte{1, 0, 673 & 0xff, 673 >> 8}, octets(s.requestHeader()), u32(1),
			[]byte{1, 2, byte(i), 0}, u32(13), u32(null), []byte{1}, v)
		s.answer(s.request, &ua.WriteResponse{Results: []ua.StatusCode{ua.StatusOK}})
	}
}

// byteStrings is a Variant with an array of ByteString, of which gopcua encodes
// the length and no elements.
func byteStrings(all ...string) []byte {
	b := join([]byte{0x80 | 15}, u32(uint32(len(all))))
	for _, s := range all {
		b = append(b, str(s)...)
	}
	return b
}

// rawValues is what gopcua does not encode: nulls, reserved types, times out of
// range, null arrays, arrays of ByteString.
func rawValues() wire.Case {
	s := inSession("values-odd")
	s.variantsWritten(
		byteStrings("\x01", "", "\x02\x03"),
		[]byte{0},                                              // null
		join([]byte{26}, u32(2), []byte{1, 2}),                 // a reserved type is a ByteString
		join([]byte{12}, u32(null)),                            // null String
		join([]byte{12}, u32(0)),                               // empty String
		join([]byte{0x80 | 6}, u32(null)),                      // null array
		join([]byte{0x80 | 6}, u32(0)),                         // empty array
		join([]byte{13}, make([]byte, 8)),                      // no DateTime
		join([]byte{13}, u32(null), u32(0x7fffffff)),           // the end of time
		join([]byte{0xc0 | 3}, u32(0), u32(2), u32(0), u32(3)), // a matrix of nothing
		join([]byte{17, 3, 2, 0}, u32(null)),                   // NodeId with a null String
		[]byte{1, 7},                                           // a Boolean that is not 0 or 1
	)
	return s.Case
}

// rawExtensions is ExtensionObjects nobody knows, without a body, and in XML.
func rawExtensions() wire.Case {
	s := inSession("values-extension-objects")
	s.variantsWritten(
		join([]byte{22, 1, 2, 0x10, 0x27, 1}, u32(3), []byte{7, 8, 9}),
		join([]byte{22, 1, 0, 884 & 0xff, 884 >> 8, 2}, str("<Range><Low>1</Low></Range>")),
		[]byte{22, 1, 0, 884 & 0xff, 884 >> 8, 0},
		join([]byte{22, 1, 0, 886 & 0xff, 886 >> 8, 1}, u32(16), make([]byte, 16)),
		join([]byte{22, 1, 0, 886 & 0xff, 886 >> 8, 1}, u32(17), make([]byte, 17)), // too long
		join([]byte{22, 1, 0, 886 & 0xff, 886 >> 8, 1}, u32(15), make([]byte, 15)), // too short
		join([]byte{22, 1, 0, 886 & 0xff, 886 >> 8, 1}, u32(null)),
	)
	return s.Case
}

// calls calls methods: of a plant, of the standard, and one that is refused.
func calls() wire.Case {
	s := inSession("calls")
	pump := ua.NewStringNodeID(2, "Pump1")
	s.exchange(&ua.CallRequest{MethodsToCall: []*ua.CallMethodRequest{
		{ObjectID: pump, MethodID: ua.NewStringNodeID(2, "Pump1.SetSpeed"), InputArguments: []*ua.Variant{ua.MustVariant(1450.5)}},
		{ObjectID: pump, MethodID: ua.NewStringNodeID(2, "Pump1.Start")},
	}}, &ua.CallResponse{Results: []*ua.CallMethodResult{
		{InputArgumentResults: []ua.StatusCode{0}, OutputArguments: []*ua.Variant{ua.MustVariant("running"), ua.MustVariant(true)}},
		{StatusCode: ua.StatusBadInvalidState},
	}})
	s.call(ua.NewFourByteNodeID(0, 2253), ua.NewFourByteNodeID(0, 12886), ua.StatusBadUserAccessDenied, uint32(4)) // RequestServerStateChange
	s.call(ua.NewFourByteNodeID(0, 16314), ua.NewFourByteNodeID(0, 11580), 0, byte(6))                             // FileType Open
	s.call(ua.NewFourByteNodeID(0, 12642), ua.NewFourByteNodeID(0, 12668), 0, []byte{0x30}, true)                  // AddCertificate
	s.call(ua.NewFourByteNodeID(0, 2253), ua.NewFourByteNodeID(0, 11492), 0, uint32(1))                            // GetMonitoredItems
	return s.Case
}

// call calls one method and has it answered.
func (s *script) call(object, method *ua.NodeID, result ua.StatusCode, arguments ...any) {
	var in []*ua.Variant
	for _, a := range arguments {
		in = append(in, ua.MustVariant(a))
	}
	s.exchange(&ua.CallRequest{MethodsToCall: []*ua.CallMethodRequest{{ObjectID: object, MethodID: method, InputArguments: in}}},
		&ua.CallResponse{Results: []*ua.CallMethodResult{{StatusCode: result}}})
}
