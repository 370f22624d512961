package tripwire

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// hasGroup reports whether DNP3 objects of a group were sent or asked for. Of a
// READ the points are those of the response, which may be thousands: its headers
// tell what was asked for.
func hasGroup(group uint32) func(*baseline.Event) bool {
	return func(e *baseline.Event) bool {
		if fieldIs(e.Request, "group", uint64(group)) {
			return true
		}
		if e.Code == dnp3Read {
			return false
		}
		for i := range e.Points {
			if e.Points[i].Space>>8 == group {
				return true
			}
		}
		return false
	}
}

// fieldIs reports whether a field of that name has a value, at any depth.
func fieldIs(f []wire.Field, name string, value uint64) bool {
	for i := range f {
		if f[i].Value.Num == value && f[i].Name == name {
			return true
		}
	}
	return false
}

// findAny returns the first field of a name at any depth, or nil.
func findAny(f []wire.Field, name string) *wire.Field {
	for i := range f {
		if f[i].Name == name {
			return &f[i]
		}
	}
	return nil
}

// hasObject reports whether an object header is among the fields of DNP3.
func hasObject(f []wire.Field, group, variation uint64) bool {
	for i := range f {
		if f[i].Name == "group" && f[i].Value.Num == group && i+1 < len(f) && f[i+1].Name == "variation" && f[i+1].Value.Num == variation {
			return true
		}
	}
	return false
}

// hasIIN reports whether an outstation set one of the bits.
func hasIIN(bits uint32) func(*baseline.Event) bool {
	return func(e *baseline.Event) bool { return indicates(e) && e.Status&bits != 0 }
}

// indicates reports whether an event tells internal indications.
func indicates(e *baseline.Event) bool {
	return e.HasStatus && e.Outcome != wire.Unanswered && e.Code < dnp3LinkCode
}

// hasDefect reports whether one of the protocol's own defects was found.
func hasDefect(names ...string) func(*baseline.Event) bool {
	return func(e *baseline.Event) bool { return defective(e, names) }
}

// defective reports whether an event has one of the protocol's own defects.
func defective(e *baseline.Event, names []string) bool {
	if e.Defects < 1<<wire.FirstDefect {
		return false
	}
	for i, name := range e.Protocol.Defects {
		if e.Defects&wire.Own(uint8(i)) == 0 {
			continue
		}
		for _, n := range names {
			if n == name {
				return true
			}
		}
	}
	return false
}
