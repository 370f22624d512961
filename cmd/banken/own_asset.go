package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/watch"
)

// deviceList is what the owner says of the devices: what was imported into the store,
// and what the file of the configuration says, which counts where both say something.
// It may be used by any number of goroutines.
type deviceList struct {
	mu         sync.Mutex
	imported   []asset.Listed
	configured []asset.Listed
}

// loadDevices reads both. st may be nil, and file "".
func loadDevices(st *store.Store, file string) (*deviceList, error) {
	d := &deviceList{}
	if st != nil {
		kept, err := st.Assets()
		if err != nil {
			return nil, err
		}
		for _, a := range kept {
			if !a.Described.IsZero() {
				d.imported = append(d.imported, asset.Listed{Address: a.Address, Name: a.Name, Role: a.Role, Zone: a.Zone, Criticality: a.Criticality, Safety: a.Safety})
			}
		}
	}
	if file == "" {
		return d, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	d.configured, err = asset.ReadList(bytes.NewReader(b))
	var faults asset.ListFaults
	if errors.As(err, &faults) {
		err = said(control.Invalid, faultFile, file, lang.Text{EN: faults.In(lang.English), JA: faults.In(lang.Japanese)})
	}
	return d, err
}

// list returns all, by address.
func (d *deviceList) list() []control.Asset {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []control.Asset
	add := func(list []asset.Listed, source string) {
		for _, a := range list {
			all = append(all, control.Asset{Address: a.Address.String(), Name: a.Name, Role: a.Role, Zone: a.Zone, Criticality: a.Criticality, Safety: a.Safety, Source: source})
		}
	}
	add(d.configured, "configuration")
	in := map[netip.Addr]bool{}
	for _, a := range d.configured {
		in[a.Address] = true
	}
	add(slices.DeleteFunc(slices.Clone(d.imported), func(a asset.Listed) bool { return in[a.Address] }), "store")
	slices.SortFunc(all, func(a, b control.Asset) int {
		x, y := netip.MustParseAddr(a.Address), netip.MustParseAddr(b.Address)
		return cmp.Or(x.Compare(y), cmp.Compare(a.Address, b.Address))
	})
	return all
}

// merged returns all as the site is told them.
func (d *deviceList) merged() (all []asset.Listed) {
	for _, a := range d.list() {
		all = append(all, asset.Listed{Address: netip.MustParseAddr(a.Address), Name: a.Name, Role: a.Role, Zone: a.Zone, Criticality: a.Criticality, Safety: a.Safety})
	}
	return all
}

// names returns the names by address.
func (d *deviceList) names() map[string]string {
	names := map[string]string{}
	for _, a := range d.list() {
		names[a.Address] = a.Name
	}
	return names
}

// address is the address of a device: the text itself, or that of the one which the
// owner calls so.
func (d *deviceList) address(s string) (netip.Addr, error) {
	list, err := d.addresses([]string{s})
	if err != nil {
		return netip.Addr{}, err
	}
	a, err := netip.ParseAddr(strings.TrimSpace(list[0]))
	if err != nil {
		return netip.Addr{}, said(control.NotFound, faultNoDevice, quoted(s))
	}
	return a.Unmap(), nil
}

// addresses puts addresses in the place of names. What is no name stays as it is.
func (d *deviceList) addresses(list []string) ([]string, error) {
	all := d.list()
	out := make([]string, len(list))
	for i, s := range list {
		var found []string
		for _, a := range all {
			if a.Name != "" && strings.EqualFold(a.Name, strings.TrimSpace(s)) {
				found = append(found, a.Address)
			}
		}
		switch {
		case len(found) > 1:
			return nil, said(control.Invalid, faultNameTwice, s, strings.Join(found, ", "))
		case len(found) == 1:
			out[i] = found[0]
		case !strings.ContainsAny(s, ".:"):
			return nil, said(control.NotFound, faultNoDevice, quoted(s))
		default:
			out[i] = s
		}
	}
	return out, nil
}

// Assets implements control.Devices.
func (x *ownSite) Assets(context.Context) (*control.Assets, error) {
	a := &control.Assets{V: control.Version, Assets: append([]control.Asset{}, x.devices.list()...), Seen: []control.SeenAsset{}}
	for _, s := range x.site.SeenAssets() {
		a.Seen = append(a.Seen, seenOf(&s))
	}
	return a, nil
}

func seenOf(s *watch.Seen) control.SeenAsset {
	x := control.SeenAsset{Address: s.Address.String(), MAC: s.MAC, Routed: s.Routed, Vendor: s.Vendor, Frame: s.Frame, MACFrame: s.MACFrame, MACTime: s.MACTime, First: s.First, Last: s.Last,
		Duties: []control.Duty{}, Says: []control.Said{}}
	for _, d := range s.Duties {
		x.Duties = append(x.Duties, control.Duty(d))
	}
	for _, d := range s.Says {
		x.Says = append(x.Says, control.Said(d))
	}
	return x
}

// ImportAssets implements control.Devices.
func (x *ownSite) ImportAssets(ctx context.Context, who string, csv []byte) (*control.Assets, error) {
	if x.store == nil {
		return nil, told(watch.ErrNoStore)
	}
	list, err := asset.ReadList(bytes.NewReader(csv))
	if err != nil {
		return nil, told(err)
	}
	now := time.Now().UTC()
	kept := make([]store.Asset, len(list))
	for i, a := range list {
		kept[i] = store.Asset{Address: a.Address, Name: a.Name, Role: a.Role, Zone: a.Zone, Criticality: a.Criticality, Safety: a.Safety}
	}
	err = x.note(who, "asset-import", fmt.Sprintf("%d assets", len(list)), nil, func(tx *store.Tx) error { return tx.ImportAssets(now, kept) })
	if err != nil {
		return nil, told(err)
	}
	x.devices.mu.Lock()
	x.devices.imported = list
	x.devices.mu.Unlock()
	x.site.Describe(x.devices.merged())
	return x.Assets(ctx)
}

// notKept reports whether a store has nothing of what was asked for.
func notKept(err error) bool { return errors.Is(err, store.ErrNotFound) }
