package watch

import (
	"errors"
	"fmt"
	"time"

	"github.com/banken-ot/banken/sensor/store"
)

// Where the store keeps what the site is called, and its time zone.
const (
	nameKey = "site-name"
	zoneKey = "site-zone"
)

// NameOf returns what the site of a store is called, and its time zone; "" and nil
// where the store does not say.
func NameOf(st *store.Store) (name string, zone *time.Location, err error) {
	if name, err = meta(st, nameKey); err != nil {
		return "", nil, err
	}
	text, err := meta(st, zoneKey)
	if err != nil || text == "" {
		return name, nil, err
	}
	if zone, err = time.LoadLocation(text); err != nil {
		return name, nil, fmt.Errorf("watch: the time zone in the store: %w", err)
	}
	return name, zone, nil
}

func meta(st *store.Store, key string) (string, error) {
	text, err := st.Meta(key)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("watch: %w", err)
	}
	return text, nil
}

// keepName keeps what the site is called, and its time zone, where they changed.
func (s *Site) keepName() error {
	for _, x := range [...]struct{ key, value string }{{nameKey, s.o.Name}, {zoneKey, zoneName(s.o.Zone)}} {
		kept, err := meta(s.o.Store, x.key)
		if err != nil {
			return err
		}
		if x.value == "" || x.value == kept {
			continue
		}
		if err := s.o.Store.SetMeta(x.key, x.value); err != nil {
			return s.errorf("name of the site", err)
		}
	}
	return nil
}

// zoneName is the name under which a time zone is found again; "" where there is none.
func zoneName(z *time.Location) string {
	if z == nil {
		return ""
	}
	if _, err := time.LoadLocation(z.String()); err != nil {
		return ""
	}
	return z.String()
}
