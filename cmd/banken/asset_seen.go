package main

import (
	"fmt"
	"strings"

	"github.com/banken-ot/banken/sensor/control"
)

// saidWords are the words for what devices say of themselves, by control.Said.Kind.
var saidWords = map[string]message{"manufacturer": saidManufacturer, "product": saidProduct, "model": saidModel, "firmware": saidFirmware, "serial": saidSerial, "name": saidName, "place": saidPlace, "uri": saidURI, "subject": saidSubject, "state": saidState, "other": saidOther}

// seen tells the devices seen on the wire: address and hardware, what each does, and
// what it says of itself.
func (v *visit) seen(list []control.SeenAsset, names map[string]string) {
	if len(list) == 0 {
		return
	}
	v.plain(0, "")
	v.plain(0, v.s.say(seenTitle))
	for _, a := range list {
		v.plain(0, strings.TrimRight(withName(a.Address, names)+"  "+v.hardware(&a), " "))
		for _, d := range a.Duties {
			text := v.s.say(seenClient, d.Protocol)
			if d.Server {
				text = v.s.say(seenServer, d.Protocol, fmt.Sprint(d.Port))
			}
			v.line(1, seenFrame, text, fmt.Sprint(d.Frame), v.at(d.Time))
		}
		for _, x := range a.Says {
			v.line(1, seenFrame, v.s.word(saidWords, x.Kind)+" "+x.Value+", "+x.Source, fmt.Sprint(x.Frame), v.at(x.Time))
		}
	}
}

func (v *visit) hardware(a *control.SeenAsset) string {
	switch {
	case a.Routed:
		return v.s.say(seenRouted)
	case a.Vendor != "":
		return a.MAC + " " + a.Vendor
	}
	return a.MAC
}
