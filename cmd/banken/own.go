package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/sensor/account/roster"
	"github.com/banken-ot/banken/sensor/alert"
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
	budget  budget
	devices *deviceList
	people  *roster.Desk // nil: nothing is kept
}

// budget is how many false incidents are accepted: in the two upper tiers in 30 days,
// and below in a day.
type budget struct{ top, lower float64 }

var _ control.Site = (*ownSite)(nil)

// openStore opens the site that a store remembers. closing closes the store: what was
// decided is in it already.
func openStore(dir string, c config.Config) (site *ownSite, closing func() error, err error) {
	file := filepath.Join(dir, store.Name)
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		return nil, nil, said(control.NotFound, faultNoStore, file)
	}
	st, err := openWhole(file, store.Options{})
	if err != nil {
		return nil, nil, err
	}
	name, zone, err := watch.NameOf(st)
	if err != nil {
		return nil, nil, errors.Join(err, st.Close())
	}
	if name != "" { // what the sensor of the store is called, whatever is configured here
		c.Site.Name = name
	}
	if zone != nil {
		c.Baseline.Zone = zone.String()
	}
	site, err = openSite(st, c)
	if err != nil {
		return nil, nil, errors.Join(err, st.Close())
	}
	return site, st.Close, nil
}

// openWhole opens a store, also one whose chains were broken by something other than the
// sensor: its site then says so as an incident. What is damaged is not opened.
func openWhole(file string, o store.Options) (*store.Store, error) {
	o.Closed = []string{string(alert.Closed), string(alert.Merged)}
	st, err := store.Open(file, o)
	if errors.Is(err, store.ErrChain) {
		o.Unverified = true
		return store.Open(file, o)
	}
	return st, err
}

// openSite opens the site of a store, which stays the caller's; of nil, one that
// remembers nothing.
func openSite(st *store.Store, c config.Config) (*ownSite, error) {
	day := 24 * time.Hour
	if st != nil {
		var err error
		if day, err = watch.DayOf(st); err != nil {
			return nil, err
		}
	}
	return openSiteOf(st, c, day)
}

// openSiteOf is openSite with learning days of a length.
func openSiteOf(st *store.Store, c config.Config, day time.Duration) (*ownSite, error) {
	zone, err := time.LoadLocation(c.Baseline.Zone)
	if err != nil {
		return nil, err
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
	points, err := loadTags(st)
	if err != nil {
		return nil, err
	}
	site.Name(points)
	x := &ownSite{site: site, store: st, zone: zone, day: day, budget: budget{c.Baseline.FalseTop, c.Baseline.FalseLower}, devices: devices, people: openPeople(st)}
	return x, site.Verify(context.Background())
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
