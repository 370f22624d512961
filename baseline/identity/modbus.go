package identity

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Functions of Modbus that identify a device (V1.1b3, 6.13, 6.21), and UMAS.
const (
	reportServerID = 17
	encapsulated   = 43
	deviceID       = 14
	umas           = 90
)

// umasIdentifies are the codes of UMAS whose answers identify: initialisation,
// hardware and project.
var umasIdentifies = [256]bool{1: true, 2: true, 3: true}

func (d *Detector) modbus(l *baseline.Look, e *baseline.Event) {
	if e.Outcome != wire.Answered {
		return
	}
	switch {
	case e.Code == encapsulated && e.HasSub && e.Sub == deviceID:
		d.objects(l, e)
	case e.Code == reportServerID:
		d.fields(l, e, serverIDFields[:], baseServerID)
	case e.Code == umas && e.HasSub && e.Sub < 256 && umasIdentifies[e.Sub]:
		d.fields(l, e, umasFields[:], baseUMAS)
	}
}

// objects takes the objects of a device identification: an id, and the text behind
// it.
func (d *Detector) objects(l *baseline.Look, e *baseline.Event) {
	object := uint64(0)
	for i := range e.Response {
		f := &e.Response[i]
		switch f.Name {
		case "object_id":
			object = f.Value.Num
		case "object_value":
			if a := baseObject + attribute(object&0xff); a.told().sort != none {
				d.value(l, e, server(e, a), f.Value)
			}
		}
	}
}

// fields takes top-level fields of the response by their names.
func (d *Detector) fields(l *baseline.Look, e *baseline.Event, list []told, base attribute) {
	for i := range e.Response {
		f := &e.Response[i]
		if f.Depth != 0 {
			continue
		}
		for n := range list {
			if list[n].name == f.Name {
				d.value(l, e, server(e, base+attribute(n)), f.Value)
			}
		}
	}
}
