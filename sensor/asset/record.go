package asset

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
)

// recordForm is the form of a record, raised when its meaning changes.
const recordForm = 1

// ErrRecord: what was kept of an asset is none of this form.
var ErrRecord = errors.New("asset: not a record of an asset")

// record is what is kept of an asset over a restart, with the places in the captures
// that prove it.
type record struct {
	V          int              `json:"v"`
	First      place            `json:"first"`
	Last       place            `json:"last"`
	Packets    uint64           `json:"packets"`
	Octets     uint64           `json:"octets"`
	Omitted    uint64           `json:"omitted,omitempty"`
	Bindings   []bindingRecord  `json:"bindings"`
	Duties     []dutyRecord     `json:"duties"`
	Identities []identityRecord `json:"identities"`
}

// place is an Evidence.
type place struct {
	File  int    `json:"file,omitempty"`
	Frame uint64 `json:"frame"`
	Time  int64  `json:"time_ns"`
}

type bindingRecord struct {
	MAC     string    `json:"mac"`
	VLAN    [2]uint16 `json:"vlan"`
	First   place     `json:"first"`
	Last    place     `json:"last"`
	Packets uint64    `json:"packets"`
	Claims  uint64    `json:"claims"`
	Hops    uint8     `json:"hops"`
	// Routed: the interface was seen to send what had passed a router.
	Routed bool `json:"routed,omitempty"`
}

type dutyRecord struct {
	Protocol    string   `json:"protocol"`
	Decoded     bool     `json:"decoded"`
	Server      bool     `json:"server"`
	Port        uint16   `json:"port"`
	Stations    []uint32 `json:"stations"`
	First       place    `json:"first"`
	Last        place    `json:"last"`
	Requests    uint64   `json:"requests"`
	Answered    uint64   `json:"answered"`
	Engineering bool     `json:"engineering,omitempty"`
}

type identityRecord struct {
	Kind     Kind   `json:"kind"`
	Value    string `json:"value"`
	Source   string `json:"source"`
	Protocol string `json:"protocol"`
	Port     uint16 `json:"port"`
	Station  uint32 `json:"station"`
	First    place  `json:"first"`
	Last     place  `json:"last"`
	Now      bool   `json:"now"`
}

// Record returns what is known of an asset as JSON, for Restore.
func (v *Inventory) Record(a *Asset) ([]byte, error) {
	r := record{V: recordForm, First: place(a.First), Last: place(a.Last), Packets: a.Packets, Octets: a.Octets, Omitted: a.Omitted,
		Bindings: []bindingRecord{}, Duties: []dutyRecord{}, Identities: []identityRecord{}}
	for _, b := range a.Bindings {
		h := v.interfaces[b.MAC]
		r.Bindings = append(r.Bindings, bindingRecord{b.MAC.String(), b.VLAN, place(b.First), place(b.Last), b.Packets, b.Claims, b.Hops, h != nil && h.routed})
	}
	for _, d := range a.Duties {
		r.Duties = append(r.Duties, dutyRecord{d.Protocol, d.Decoded, d.Server, d.Port, d.Stations, place(d.First), place(d.Last), d.Requests, d.Answered, d.Engineering})
	}
	for _, i := range a.Identities {
		r.Identities = append(r.Identities, identityRecord{i.Kind, i.Value, i.Source, i.Protocol, i.Port, i.Station, place(i.First), place(i.Last), i.Now})
	}
	b, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("asset: %s: %w", a.Addr, err)
	}
	return b, nil
}

// Restore puts an asset into the inventory as it was recorded, in place of what is
// there. The error is ErrRecord when it is no record of this form, or has more than
// there is room for; then nothing has changed.
func (v *Inventory) Restore(addr netip.Addr, b []byte) error {
	var r record
	if err := json.Unmarshal(b, &r); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrRecord, addr, err)
	}
	a, routed, err := r.asset(addr.Unmap())
	if err != nil {
		return err
	}
	if _, there := v.assets[a.Addr]; !there && len(v.assets) >= MaxAssets {
		v.Omitted++
		return nil
	}
	v.last, v.lastHard = nil, nil
	v.assets[a.Addr] = a
	for i := range a.Bindings {
		v.bound(a, &a.Bindings[i], routed[i])
	}
	return nil
}

// bound notes at an interface that an address was seen with it.
func (v *Inventory) bound(a *Asset, b *Binding, routed bool) {
	h := v.hardware(b.MAC, b.First)
	if h == nil {
		return
	}
	if h.last.Before(b.Last) {
		h.last = b.Last
	}
	h.routed = h.routed || routed
	if b.Claims > 0 {
		h.claim(a.Addr)
	}
	if b.Packets > 0 {
		h.addr(a.Addr)
	}
}

// asset returns the asset that was recorded, and of which of its bindings the
// interface routes.
func (r *record) asset(addr netip.Addr) (a *Asset, routed []bool, err error) {
	if r.V != recordForm || !isHost(addr) || len(r.Bindings) > MaxBindings || len(r.Duties) > MaxDuties || len(r.Identities) > MaxIdentities {
		return nil, nil, fmt.Errorf("%w: %s: version %d", ErrRecord, addr, r.V)
	}
	a = &Asset{Addr: addr, First: Evidence(r.First), Last: Evidence(r.Last), Packets: r.Packets, Octets: r.Octets, Omitted: r.Omitted}
	for _, b := range r.Bindings {
		m, err := net.ParseMAC(b.MAC)
		if err != nil || len(m) != len(MAC{}) || !isInterface(MAC(m)) {
			return nil, nil, fmt.Errorf("%w: %s: %q is no address of an interface", ErrRecord, addr, b.MAC)
		}
		a.Bindings = append(a.Bindings, Binding{MAC(m), b.VLAN, Evidence(b.First), Evidence(b.Last), b.Packets, b.Claims, b.Hops})
		routed = append(routed, b.Routed)
	}
	for _, d := range r.Duties {
		if len(d.Stations) > MaxStations || !slices.IsSorted(d.Stations) || d.Protocol != Clean([]byte(d.Protocol)) {
			return nil, nil, fmt.Errorf("%w: %s: a duty in %.40q", ErrRecord, addr, d.Protocol)
		}
		a.Duties = append(a.Duties, Duty{d.Protocol, d.Decoded, d.Server, d.Port, d.Stations, Evidence(d.First), Evidence(d.Last), d.Requests, d.Answered, d.Engineering})
	}
	for _, i := range r.Identities {
		if i.Kind >= kinds || i.Value == "" || i.Value != Clean([]byte(i.Value)) || i.Source != Clean([]byte(i.Source)) {
			return nil, nil, fmt.Errorf("%w: %s: it says %.40q", ErrRecord, addr, i.Value)
		}
		a.Identities = append(a.Identities, Identity{i.Kind, i.Value, i.Source, i.Protocol, i.Port, i.Station, Evidence(i.First), Evidence(i.Last), i.Now})
	}
	return a, routed, nil
}
