package opcuagen

import (
	"fmt"
	"reflect"
	"time"

	"github.com/gopcua/opcua/ua"
)

// filler gives every field of a structure a value that is told apart from the
// others: it counts. Lists directly in it have as many elements as twins says;
// those deeper one, because structures of lists of structures grow fast.
type filler struct{ n, twins int }

// filled returns a new structure of v's type with all fields set.
func filled(v any, twins int) any {
	x := reflect.New(reflect.TypeOf(v).Elem())
	(&filler{twins: twins}).structure(x.Elem(), 0)
	return x.Interface()
}

func (f *filler) structure(v reflect.Value, depth int) {
	for i := range v.NumField() {
		switch v.Type().Field(i).Name {
		case "ServerCertificate", "ClientCertificate", "CertificateData":
			v.Field(i).SetBytes(certificate(1))
		default:
			f.value(v.Field(i), depth)
		}
	}
}

func (f *filler) value(v reflect.Value, depth int) {
	f.n++
	if s := f.special(v.Type()); s != nil {
		v.Set(reflect.ValueOf(s))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		x := reflect.New(v.Type().Elem())
		f.structure(x.Elem(), depth+1)
		v.Set(x)
	case reflect.Slice:
		f.slice(v, depth)
	case reflect.Bool:
		v.SetBool(f.n%2 == 0)
	case reflect.String:
		v.SetString(fmt.Sprintf("text %d", f.n))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(float64(f.n) + 0.25)
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(-f.n % 100))
	default:
		v.SetUint(uint64(f.n % 200))
	}
}

// slice makes the elements of a list, and of octets eight.
func (f *filler) slice(v reflect.Value, depth int) {
	n := f.twins
	if v.Type().Elem().Kind() == reflect.Uint8 {
		v.SetBytes([]byte{byte(f.n), 1, 2, 3, 4, 5, 6, 7})
		return
	}
	if depth > 0 {
		n = 1
	}
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	for i := range n {
		f.value(v.Index(i), depth+1)
	}
}

// special returns a value of the types that are not plain structures, or nil.
func (f *filler) special(t reflect.Type) any {
	switch reflect.Zero(t).Interface().(type) {
	case time.Time:
		return now.Add(time.Duration(f.n) * time.Second)
	case ua.StatusCode:
		return [...]ua.StatusCode{ua.StatusOK, ua.StatusUncertain, ua.StatusBadNodeIDUnknown}[f.n%3]
	case *ua.NodeID:
		return ua.NewStringNodeID(2, fmt.Sprintf("Plant.Node%d", f.n))
	case *ua.ExpandedNodeID:
		return ua.NewFourByteExpandedNodeID(2, uint16(1000+f.n))
	case *ua.QualifiedName:
		return &ua.QualifiedName{NamespaceIndex: 2, Name: fmt.Sprintf("name %d", f.n)}
	case *ua.LocalizedText:
		return ua.NewLocalizedTextWithLocale(fmt.Sprintf("text %d", f.n), "en")
	case *ua.GUID:
		return ua.NewGUID(fmt.Sprintf("0A0B0C0D-0102-0304-0506-%012X", f.n))
	case *ua.Variant:
		return ua.MustVariant(int32(f.n))
	case *ua.ExtensionObject:
		return ua.NewExtensionObject(&ua.Range{Low: float64(f.n), High: float64(f.n + 1)})
	case *ua.DiagnosticInfo:
		return &ua.DiagnosticInfo{EncodingMask: ua.DiagnosticInfoSymbolicID, SymbolicID: int32(f.n)}
	case *ua.DataValue:
		return value(ua.MustVariant(float64(f.n) / 2))
	}
	return nil
}

// value returns a DataValue of both timestamps.
func value(v *ua.Variant) *ua.DataValue {
	d := &ua.DataValue{Value: v, SourceTimestamp: now, ServerTimestamp: now.Add(time.Millisecond)}
	d.UpdateMask()
	return d
}
