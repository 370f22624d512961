package store

import (
	"database/sql"
	"math"
	"net/netip"
)

// MaxTags bounds the points of the plant's list: large plants have some ten thousand.
const MaxTags = 100_000

// Tag is a point as the plant's own list describes it.
type Tag struct {
	Server        netip.Addr
	Protocol      string
	Station       int64 // -1: any
	Space, Number uint32
	Node          string
	Name, Unit    string
	Scale, Offset float64
	Type          string
	Swapped       bool
	Low, High     float64 // NaN: no limit
	Description   string
	DescriptionJA string
}

const tagColumns = `server, protocol, station, space, number, node, place, name, unit, scale, "offset", type, swapped, low, high, description, description_ja`

// ReplaceTags replaces the whole list.
func (s *Store) ReplaceTags(list []Tag) error {
	return s.Write(func(t *Tx) error { return t.ReplaceTags(list) })
}

// ReplaceTags is Store.ReplaceTags in a transaction.
func (t *Tx) ReplaceTags(list []Tag) error {
	if len(list) > MaxTags {
		return t.refuse("more than %d tags", MaxTags)
	}
	t.exec("DELETE FROM tags")
	for i := range list {
		x := &list[i]
		if !x.Server.IsValid() || x.Protocol == "" || x.Scale == 0 || len(x.Node)+len(x.Name)+len(x.Unit)+len(x.Description)+len(x.DescriptionJA) > maxNote {
			return t.refuse("tag %d: it must have a device, a protocol, a scale, and texts of at most %d octets", i+1, maxNote)
		}
		t.exec("INSERT INTO tags ("+tagColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", key(x.Server), x.Protocol, x.Station, x.Space, x.Number, x.Node, i,
			x.Name, x.Unit, x.Scale, x.Offset, x.Type, x.Swapped, limit(x.Low), limit(x.High), x.Description, x.DescriptionJA)
		if t.err != nil {
			return t.err
		}
	}
	return t.err
}

// limit is how a limit is written: NULL where there is none.
func limit(x float64) sql.NullFloat64 { return sql.NullFloat64{Float64: x, Valid: !math.IsNaN(x)} }

// Tags returns the list, in its order.
func (v *View) Tags() ([]Tag, error) {
	return list(v, scanTag, "SELECT "+tagColumns+" FROM tags ORDER BY place")
}

func scanTag(row scanner) (x Tag, err error) {
	var server string
	var place int
	var low, high sql.NullFloat64
	if err := row.Scan(&server, &x.Protocol, &x.Station, &x.Space, &x.Number, &x.Node, &place, &x.Name, &x.Unit, &x.Scale, &x.Offset, &x.Type, &x.Swapped,
		&low, &high, &x.Description, &x.DescriptionJA); err != nil {
		return x, err
	}
	x.Low, x.High = limitOf(low), limitOf(high)
	x.Server, err = netip.ParseAddr(server)
	return x, err
}

func limitOf(x sql.NullFloat64) float64 {
	if !x.Valid {
		return math.NaN()
	}
	return x.Float64
}
