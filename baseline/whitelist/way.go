package whitelist

import (
	"slices"

	"github.com/banken-ot/banken/baseline"
)

// remotePorts are those by which hosts are worked on from afar: SSH, Telnet, RDP,
// TeamViewer, WinRM, AnyDesk; VNC has seven. filePorts are those by which files move
// from host to host: FTP, SMB by itself and over NetBIOS.
var (
	remotePorts = [...]uint16{22, 23, 3389, 5900, 5901, 5902, 5903, 5904, 5905, 5906, 5938, 5985, 5986, 7070}
	filePorts   = [...]uint16{21, 139, 445}
)

// remote reports whether a service is a way from host to host.
func remote(port uint16, protocol uint8) bool {
	return (protocol == tcp || protocol == udp) && (slices.Contains(remotePorts[:], port) || slices.Contains(filePorts[:], port))
}

// way is the kind of a new way.
func (k key) way() uint8 {
	switch {
	case k.outer():
		return newEgress
	case slices.Contains(filePorts[:], uint16(k.b)):
		return newTransfer
	}
	return newRemote
}

// egress takes a contact to a public address. Told is the way, by its service. Other
// addresses that it leads to, as those of a cloud that change, are told as less; the first
// ones of a client are kept one by one.
func (d *Detector) egress(x *sight) {
	d.meetHost(x, opens, x.clientID)
	base := newKey(pair, x.clientID<<16|internet, 0, 0, 0)
	d.see(x, base, false)
	d.seeWay(x, newKey(contact, x.clientID<<16|internet, portOf(x.c.Server.Port()), uint32(x.c.Protocol), 0))
	i := d.keys.find(&base)
	if x.c.ServerID == 0 || i < 0 {
		return
	}
	k := newKey(pair, x.pair, 0, 0, 0)
	if d.keys.find(&k) < 0 && d.keys.records[i].fan >= maxFan {
		return
	}
	if d.see(x, k, x.site) || x.added && !x.site && !d.firstDay(x) {
		x.way.note(newOutside, k, 0)
	}
	if x.added {
		d.keys.records[i].fan++
	}
}

// seeWay takes a way, which is told while learning too when it is answered.
func (d *Detector) seeWay(x *sight, k key) {
	if !x.c.Answered && !x.site && d.known(&k) < 0 {
		d.see(x, k, false)
		return
	}
	if tell, _ := d.always(x, k); tell {
		x.way.note(k.way(), k, 0)
	}
}

// firstDay reports whether the first learning day goes on: what uses the internet then
// was there before the sensor.
func (d *Detector) firstDay(x *sight) bool { return x.l.Now-d.first < d.length }

// young reports whether a way may well be ordinary: out of the network, when it was
// there on the first day; from host to host, while the site that both belong to is not
// ready.
func (d *Detector) young(x *sight, kind uint8) bool {
	if kind == newEgress || kind == newOutside {
		return d.firstDay(x)
	}
	return d.native(x.clientID) && d.native(x.pair&0xffff)
}

// native reports whether an asset was there before the site was judged, or a person
// approved that it is.
func (d *Detector) native(asset uint32) bool {
	for c := asks; c <= accepts; c++ {
		k := newKey(c, asset, 0, 0, 0)
		if i := d.keys.find(&k); i >= 0 && (d.keys.records[i].status&early != 0 || d.keys.records[i].standing() == baseline.Approved) {
			return true
		}
	}
	return false
}
