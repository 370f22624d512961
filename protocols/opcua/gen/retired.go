package main

// retired are the structures of the test services, which Part 4 no longer has
// since 1.02 and old servers still answer, as former schemas had them.
var retired = []structure{
	{Name: "TestStackRequest", Fields: []field{
		{Name: "RequestHeader", Type: "tns:RequestHeader"},
		{Name: "TestId", Type: "opc:UInt32"},
		{Name: "Iteration", Type: "opc:Int32"},
		{Name: "Input", Type: "ua:Variant"},
	}},
	{Name: "TestStackResponse", Fields: []field{
		{Name: "ResponseHeader", Type: "tns:ResponseHeader"},
		{Name: "Output", Type: "ua:Variant"},
	}},
	{Name: "TestStackExRequest", Fields: []field{
		{Name: "RequestHeader", Type: "tns:RequestHeader"},
		{Name: "TestId", Type: "opc:UInt32"},
		{Name: "Iteration", Type: "opc:Int32"},
		{Name: "Input", Type: "tns:CompositeTestType"},
	}},
	{Name: "TestStackExResponse", Fields: []field{
		{Name: "ResponseHeader", Type: "tns:ResponseHeader"},
		{Name: "Output", Type: "tns:CompositeTestType"},
	}},
	{Name: "CompositeTestType", Fields: []field{
		{Name: "Field1", Type: "tns:ScalarTestType"},
		{Name: "Field2", Type: "tns:ArrayTestType"},
	}},
	{Name: "ScalarTestType", Fields: scalars()},
	{Name: "ArrayTestType", Fields: arrays()},
}

// retiredIDs are the encodings of the retired structures.
var retiredIDs = map[string]uint32{
	"ScalarTestType_Encoding_DefaultBinary":      401,
	"ArrayTestType_Encoding_DefaultBinary":       404,
	"CompositeTestType_Encoding_DefaultBinary":   407,
	"TestStackRequest_Encoding_DefaultBinary":    410,
	"TestStackResponse_Encoding_DefaultBinary":   413,
	"TestStackExRequest_Encoding_DefaultBinary":  416,
	"TestStackExResponse_Encoding_DefaultBinary": 419,
}

// testTypes are the members of both test structures in their order.
var testTypes = []string{"Boolean", "SByte", "Byte", "Int16", "UInt16", "Int32",
	"UInt32", "Int64", "UInt64", "Float", "Double", "String", "DateTime", "Guid",
	"ByteString", "XmlElement", "NodeId", "ExpandedNodeId", "StatusCode",
	"DiagnosticInfo", "QualifiedName", "LocalizedText", "ExtensionObject", "DataValue"}

func scalars() []field {
	var f []field
	for _, t := range testTypes {
		f = append(f, field{Name: t, Type: "opc:" + t})
	}
	return append(f, field{Name: "EnumeratedValue", Type: "opc:Int32"})
}

func arrays() []field {
	var f []field
	for _, t := range testTypes {
		f = append(f, field{Name: t + "s", Type: "opc:" + t, Length: "n"})
	}
	f = append(f, field{Name: "Variants", Type: "ua:Variant", Length: "n"})
	return append(f, field{Name: "EnumeratedValues", Type: "opc:Int32", Length: "n"})
}
