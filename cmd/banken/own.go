package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/watch"
)

// ownSite is the site that this process has open: that of the sensor it is, or of a
// store whose sensor does not run. It may be used by any number of goroutines.
type ownSite struct {
	site    *watch.Site
	store   *store.Store // nil: nothing is kept
	zone    *time.Location
	day     time.Duration // how long a learning day is
	devices *deviceList
}

var _ control.Site = (*ownSite)(nil)

// openStore opens the site that a store remembers. closing closes the store: what was
// decided is in it already.
func openStore(dir string, c config.Config) (site *ownSite, closing func() error, err error) {
	file := filepath.Join(dir, store.Name)
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		return nil, nil, said(control.NotFound, faultNoStore, file)
	}
	st, err := store.Open(file, store.Options{})
	if err != nil {
		return nil, nil, err
	}
	site, err = openSite(st, c)
	if err != nil {
		return nil, nil, errors.Join(err, st.Close())
	}
	return site, st.Close, nil
}

// openSite opens the site of a store, which stays the caller's; of nil, one that
// remembers nothing.
func openSite(st *store.Store, c config.Config) (*ownSite, error) {
	zone, err := time.LoadLocation(c.Baseline.Zone)
	if err != nil {
		return nil, err
	}
	day := 24 * time.Hour
	if st != nil {
		if day, err = watch.DayOf(st); err != nil {
			return nil, err
		}
	}
	devices, err := loadDevices(st, c.Assets.File)
	if err != nil {
		return nil, err
	}
	o := watch.Options{Name: c.Site.Name, Settings: watch.Settings(day, c.Baseline.FalseTop, c.Baseline.FalseLower), Zone: zone, Protocols: protocols.All,
		Assets: devices.merged(), Store: st}
	site, err := watch.Open(o)
	if err != nil {
		return nil, err
	}
	return &ownSite{site: site, store: st, zone: zone, day: day, devices: devices}, nil
}

// name is what an address is called: as the owner calls it, with its address.
func (x *ownSite) name(address string) string {
	if n := x.devices.names()[address]; n != "" {
		return n + " (" + address + ")"
	}
	return address
}

// addr is an address in the words of a document.
func addr(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

// note writes what was done into the audit trail, and whatever else belongs to it.
func (x *ownSite) note(who, what, subject string, detail any, and func(*store.Tx) error) error {
	b, err := json.Marshal(detail)
	if err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return x.store.Write(func(tx *store.Tx) error {
		if _, err := tx.Audit(store.Audit{Time: time.Now().UTC(), Who: who, What: what, Subject: subject, Detail: b}); err != nil {
			return err
		}
		return and(tx)
	})
}
