package main

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gopcua/opcua/ua"
)

// TestGenerated: the committed files are what the generator makes.
func TestGenerated(t *testing.T) {
	files, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator makes: run go generate", name)
		}
	}
}

// registered returns the Go type gopcua has for a binary encoding, or nil.
func registered(id uint32) reflect.Type {
	e := &ua.ExtensionObject{}
	b := []byte{2, 0, 0, byte(id), byte(id >> 8), 0, 0, 1, 1, 0, 0, 0, 0}
	if _, err := e.Decode(b); e.Value == nil || err == nil && e.EncodingMask == 0 {
		return nil
	}
	return reflect.TypeOf(e.Value).Elem()
}

// TestAgreesWithGopcua compares every structure with gopcua's type, field by
// field: the schema and the Go types were made from the same source, by
// different programs.
func TestAgreesWithGopcua(t *testing.T) {
	src, err := open()
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, x := range src.structures {
		typ := registered(src.ids[x.Name+"_Encoding_DefaultBinary"])
		if typ == nil {
			continue
		}
		compared++
		compareStructure(t, src, &x, typ)
	}
	if compared < 280 {
		t.Errorf("only %d of %d structures are known to gopcua", compared, len(src.structures))
	}
}

func compareStructure(t *testing.T, src *source, x *structure, typ reflect.Type) {
	t.Helper()
	if typ.NumField() != len(x.Fields) {
		t.Errorf("%s: %d fields, gopcua has %d", x.Name, len(x.Fields), typ.NumField())
		return
	}
	for i, f := range x.Fields {
		g := typ.Field(i)
		if !strings.EqualFold(g.Name, f.Name) {
			t.Errorf("%s: field %d is %s, in gopcua %s", x.Name, i, f.Name, g.Name)
		}
		gt, list := g.Type, false
		if gt.Kind() == reflect.Slice && gt.Elem().Kind() != reflect.Uint8 {
			gt, list = gt.Elem(), true
		}
		if list != (f.Length != "") {
			t.Errorf("%s.%s: list %t, in gopcua %t", x.Name, f.Name, !list, list)
		}
		_, name, _ := strings.Cut(f.Type, ":")
		if !sameType(src, name, gt) {
			t.Errorf("%s.%s: %s, in gopcua %s", x.Name, f.Name, name, gt)
		}
	}
}

// sameType tells whether a type of the schema is encoded like a Go type.
func sameType(src *source, name string, g reflect.Type) bool {
	if want, ok := goTypes[name]; ok {
		return g == want || g.Kind() == want.Kind() && g.Kind() != reflect.Pointer && g.Kind() != reflect.Struct
	}
	for _, e := range src.enumerations {
		if e.Name == name {
			return g.Size() == uintptr(e.Bits/8)
		}
	}
	return g.Kind() == reflect.Pointer && strings.EqualFold(g.Elem().Name(), name)
}

var goTypes = map[string]reflect.Type{
	"Boolean":         reflect.TypeFor[bool](),
	"SByte":           reflect.TypeFor[int8](),
	"Byte":            reflect.TypeFor[uint8](),
	"Int16":           reflect.TypeFor[int16](),
	"UInt16":          reflect.TypeFor[uint16](),
	"Int32":           reflect.TypeFor[int32](),
	"UInt32":          reflect.TypeFor[uint32](),
	"Int64":           reflect.TypeFor[int64](),
	"UInt64":          reflect.TypeFor[uint64](),
	"Float":           reflect.TypeFor[float32](),
	"Double":          reflect.TypeFor[float64](),
	"String":          reflect.TypeFor[string](),
	"CharArray":       reflect.TypeFor[string](),
	"DateTime":        reflect.TypeFor[time.Time](),
	"Guid":            reflect.TypeFor[*ua.GUID](),
	"ByteString":      reflect.TypeFor[[]byte](),
	"XmlElement":      reflect.TypeFor[ua.XMLElement](),
	"NodeId":          reflect.TypeFor[*ua.NodeID](),
	"ExpandedNodeId":  reflect.TypeFor[*ua.ExpandedNodeID](),
	"StatusCode":      reflect.TypeFor[ua.StatusCode](),
	"QualifiedName":   reflect.TypeFor[*ua.QualifiedName](),
	"LocalizedText":   reflect.TypeFor[*ua.LocalizedText](),
	"ExtensionObject": reflect.TypeFor[*ua.ExtensionObject](),
	"DataValue":       reflect.TypeFor[*ua.DataValue](),
	"Variant":         reflect.TypeFor[*ua.Variant](),
	"DiagnosticInfo":  reflect.TypeFor[*ua.DiagnosticInfo](),
}

// TestStatusAgreesWithGopcua compares the status codes.
func TestStatusAgreesWithGopcua(t *testing.T) {
	src, err := open()
	if err != nil {
		t.Fatal(err)
	}
	have := map[uint32]string{}
	for _, e := range src.status {
		have[e.code] = e.name
	}
	for code, d := range ua.StatusCodes {
		name := strings.TrimPrefix(d.Name, "Status")
		if code != 0 && !strings.EqualFold(have[uint32(code)], name) {
			t.Errorf("%#x: %q, in gopcua %q", uint32(code), have[uint32(code)], name)
		}
	}
}

// TestEnumerationsAgreeWithGopcua compares enumerations by the names gopcua
// gives values of its types.
func TestEnumerationsAgreeWithGopcua(t *testing.T) {
	src, err := open()
	if err != nil {
		t.Fatal(err)
	}
	for name, stringer := range map[string]func(uint32) string{
		"MessageSecurityMode": func(v uint32) string { return ua.MessageSecurityMode(v).String() },
		"TimestampsToReturn":  func(v uint32) string { return ua.TimestampsToReturn(v).String() },
		"NodeClass":           func(v uint32) string { return ua.NodeClass(v).String() },
		"MonitoringMode":      func(v uint32) string { return ua.MonitoringMode(v).String() },
		"ServerState":         func(v uint32) string { return ua.ServerState(v).String() },
		"UserTokenType":       func(v uint32) string { return ua.UserTokenType(v).String() },
		"ApplicationType":     func(v uint32) string { return ua.ApplicationType(v).String() },
		"BrowseDirection":     func(v uint32) string { return ua.BrowseDirection(v).String() },
		"DataChangeTrigger":   func(v uint32) string { return ua.DataChangeTrigger(v).String() },
	} {
		for _, e := range src.enumerations {
			for _, v := range e.Values {
				if e.Name == name && !strings.EqualFold(stringer(v.Value), name+v.Name) {
					t.Errorf("%s %d is %s, in gopcua %s", name, v.Value, v.Name, stringer(v.Value))
				}
			}
		}
	}
}

// TestNoEmptyElements: an element of a list takes an octet at least, on which
// the decoder's bound on lengths rests.
func TestNoEmptyElements(t *testing.T) {
	src, err := open()
	if err != nil {
		t.Fatal(err)
	}
	empty := map[string]bool{}
	for _, x := range src.structures {
		empty[x.Name] = len(x.Fields) == 0
	}
	for _, x := range src.structures {
		for _, f := range x.Fields {
			if _, name, _ := strings.Cut(f.Type, ":"); f.Length != "" && empty[name] {
				t.Errorf("%s.%s is a list of the empty %s", x.Name, f.Name, name)
			}
		}
	}
}
