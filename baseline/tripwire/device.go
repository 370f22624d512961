package tripwire

import "github.com/banken-ot/banken/baseline"

// deviceKey is a station of a server; with wholeServer, all of it.
type deviceKey struct {
	server  baseline.AssetID
	station uint32
	port    uint16
}

// wholeServer is no station of any protocol.
const wholeServer = 1<<32 - 1

// device is what is remembered of one.
type device struct {
	first int64 // UTC ns

	// Modbus: by function code, whether it was ever accepted, and how often it was
	// refused before, up to twice; see modbus.go.
	accepted, refusedOnce, refusedTwice [2]uint64
	gateway                             bool // of the whole server: stations other than 0 and 255 answered
	speaks                              bool // of the whole server: it answered a request

	// DNP3: what its internal indications said.
	restart, corrupt indication
	clock            baseline.AssetID // who sets its clock

	// OPC UA, of the whole server: what was seen, as sets.
	modes, identities uint8
}

// indication is a bit as it was last told.
type indication uint8

const (
	untold indication = iota
	isClear
	isSet
)

// device returns what is remembered of a station; nil when there is no room.
func (d *Detector) device(l *baseline.Look, e *baseline.Event, station uint32) *device {
	k := deviceKey{e.ServerID, station, e.Server.Port()}
	if x := d.devices.find(k); x != nil {
		return x
	}
	if e.ServerID == 0 {
		d.omitted++
		return nil
	}
	x := d.devices.of(k)
	if x == nil {
		d.omitted++
		return nil
	}
	x.first = l.Now
	return x
}

// newly takes in a bit, and reports whether it was set and had not been: that
// it is set when first seen says nothing while the site is still learned.
func (i *indication) newly(now bool, judges bool) bool {
	before := *i
	*i = isClear
	if now {
		*i = isSet
	}
	return now && (before == isClear || before == untold && judges)
}
