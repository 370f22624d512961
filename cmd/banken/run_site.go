package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/live"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/watch"
)

// watched hands the transactions of the live sensor to the site as well. What else the
// sensor tells, the site takes by itself.
type watched struct {
	record live.Output
	*watch.Site
}

// Transaction implements live.Output.
func (w *watched) Transaction(t *wire.Transaction) error {
	return errors.Join(w.Site.Transaction(t), w.record.Transaction(t))
}

// Flush implements live.Output.
func (w *watched) Flush() error { return errors.Join(w.Site.Flush(), w.record.Flush()) }

// watchSite opens the site of a configuration: with what its store remembers, or where
// nothing is to be kept, with nothing.
func watchSite(s streams, c config.Config) (site *ownSite, closing func() error, err error) {
	var st *store.Store
	if c.Store.Dir != "" {
		if err := os.MkdirAll(c.Store.Dir, 0o750); err != nil {
			return nil, nil, err
		}
		if st, err = openWhole(filepath.Join(c.Store.Dir, store.Name), store.Options{Reserve: store.Reserve}); err != nil {
			return nil, nil, err
		}
	}
	site, err = openSite(st, c)
	if err != nil {
		return nil, nil, errors.Join(err, closeStore(st))
	}
	site.site.Tell(func(x alert.Change) error {
		if x.What != alert.Opened && x.What != alert.Escalated {
			return nil
		}
		return writeIncident(s.err, s.lang, x.Incident)
	})
	site.site.Attend()
	return site, func() error { return errors.Join(site.site.Close(), site.leavePeople(), closeStore(st)) }, nil
}

func closeStore(st *store.Store) error {
	if st == nil {
		return nil
	}
	return st.Close()
}
