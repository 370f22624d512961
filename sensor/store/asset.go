package store

import (
	"encoding/json"
	"net/netip"
	"slices"
	"time"
)

// MaxAssets bounds the assets: more than any plant network has.
const MaxAssets = 16384

// Asset is a device as people describe it, and as it was seen.
type Asset struct {
	Address     netip.Addr
	Described   time.Time // when; the zero time: by nobody
	Name        string
	Role        string
	Zone        string
	Criticality int // 1 to 3, 0 where it is not described
	Safety      bool
	Note        string

	Updated time.Time // of Seen; the zero time: never seen
	Seen    []byte    // JSON that others made; nil where it was never seen
}

// ImportAssets replaces all descriptions by those of a list. What was seen is kept.
func (s *Store) ImportAssets(at time.Time, list []Asset) error {
	return s.Write(func(t *Tx) error { return t.ImportAssets(at, list) })
}

// ImportAssets is Store.ImportAssets in a transaction.
func (t *Tx) ImportAssets(at time.Time, list []Asset) error {
	t.exec("DELETE FROM assets WHERE updated = 0")
	t.exec("UPDATE assets SET described = 0, name = '', role = '', zone = '', criticality = 0, safety = 0, note = ''")
	for i := range list {
		if err := t.describe(at, &list[i]); err != nil {
			return err
		}
	}
	return t.bounded()
}

func (t *Tx) describe(at time.Time, a *Asset) error {
	if !a.Address.IsValid() || a.Criticality < 1 || a.Criticality > 3 || len(a.Name)+len(a.Role)+len(a.Zone)+len(a.Note) > maxNote {
		return t.refuse("asset %v: it must have an address, a criticality from 1 to 3, and texts of at most %d octets", a.Address, maxNote)
	}
	t.exec(`INSERT INTO assets (address, described, name, role, zone, criticality, safety, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (address) DO UPDATE SET described = excluded.described, name = excluded.name, role = excluded.role, zone = excluded.zone,
		criticality = excluded.criticality, safety = excluded.safety, note = excluded.note`,
		key(a.Address), stamp(at), a.Name, a.Role, a.Zone, a.Criticality, a.Safety, a.Note)
	return t.err
}

// key is how an address is written: an IPv4 address in one way only.
func key(a netip.Addr) string { return a.Unmap().String() }

// PutSeen keeps what was seen of an asset, as JSON.
func (s *Store) PutSeen(at time.Time, address netip.Addr, seen []byte) error {
	return s.Write(func(t *Tx) error { return t.PutSeen(at, address, seen) })
}

// PutSeen is Store.PutSeen in a transaction.
func (t *Tx) PutSeen(at time.Time, address netip.Addr, seen []byte) error {
	if err := t.seen(at, address, seen); err != nil {
		return err
	}
	return t.bounded()
}

// seen keeps what was seen of an asset, without a look at how many there are.
func (t *Tx) seen(at time.Time, address netip.Addr, seen []byte) error {
	if !address.IsValid() || at.IsZero() || len(seen) > MaxDocument || !json.Valid(seen) {
		return t.refuse("what was seen of %v must have a time and be JSON of at most %d octets", address, MaxDocument)
	}
	t.exec("INSERT INTO assets (address, updated, seen) VALUES (?, ?, ?) ON CONFLICT (address) DO UPDATE SET updated = excluded.updated, seen = excluded.seen",
		key(address), stamp(at), string(seen))
	return t.err
}

// PutAllSeen is PutSeen for many: of each, address, Updated and Seen are looked at. A store
// that is short of room may refuse it with ErrFull: see Condition.
func (t *Tx) PutAllSeen(list []Asset) error {
	if t.spared(tableAssets) {
		return t.err
	}
	for i := range list {
		if err := t.seen(list[i].Updated, list[i].Address, list[i].Seen); err != nil {
			return err
		}
	}
	return t.bounded()
}

// bounded fails when there are too many assets.
func (t *Tx) bounded() error {
	n, err := one(&t.View, func(row scanner) (n int, err error) { err = row.Scan(&n); return n, err }, "SELECT count(*) FROM assets")
	if t.fail(err) == nil && n > MaxAssets {
		return t.refuse("more than %d assets", MaxAssets)
	}
	return t.err
}

// Assets returns the assets in the order of their addresses.
func (v *View) Assets() ([]Asset, error) {
	all, err := list(v, scanAsset, "SELECT address, described, name, role, zone, criticality, safety, note, updated, seen FROM assets")
	slices.SortFunc(all, func(a, b Asset) int { return a.Address.Compare(b.Address) })
	return all, err
}

func scanAsset(row scanner) (a Asset, err error) {
	var address string
	var described, updated int64
	if err := row.Scan(&address, &described, &a.Name, &a.Role, &a.Zone, &a.Criticality, &a.Safety, &a.Note, &updated, &a.Seen); err != nil {
		return a, err
	}
	a.Described, a.Updated = moment(described), moment(updated)
	if updated == 0 {
		a.Seen = nil
	}
	a.Address, err = netip.ParseAddr(address)
	return a, err
}
