package store

import (
	"slices"
	"strings"
	"time"
)

// IncidentParts is Incidents with parts of the documents alone, for who counts many: the
// Document of each is a JSON array of what its document has under some names, null where
// it has nothing. There must be two names or more. A text is not looked for.
func (v *View) IncidentParts(f IncidentFilter, names ...string) ([]Incident, error) {
	places, err := v.places(&f)
	if err != nil {
		return nil, err
	}
	var all []Incident
	for part := range slices.Chunk(places, maxFetched) {
		some, err := v.fetchParts(part, names)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// fetchParts reads parts of incidents, in the order of their places.
func (v *View) fetchParts(places []place, names []string) ([]Incident, error) {
	args := make([]any, 0, len(names)+len(places))
	for _, name := range names {
		args = append(args, "$."+name)
	}
	for i := range places {
		args = append(args, places[i].id)
	}
	columns := strings.TrimSuffix(incidentColumns, "document") + "json_extract(document, " + marks(len(names)) + ")"
	all, err := list(v, scanIncident, "SELECT "+columns+" FROM incidents WHERE id IN ("+marks(len(places))+")", args...)
	slices.SortFunc(all, func(a, b Incident) int {
		return place{stamp(a.Opened), a.ID}.compare(place{stamp(b.Opened), b.ID})
	})
	return all, err
}

// AuditCount is how often something was done.
type AuditCount struct {
	What  string
	Count int64
}

// AuditCounts returns how often each thing was done from a time on, before another, in the
// order of the words.
func (v *View) AuditCounts(from, before time.Time) ([]AuditCount, error) {
	return list(v, func(row scanner) (c AuditCount, err error) {
		err = row.Scan(&c.What, &c.Count)
		return c, err
	}, "SELECT what, count(*) FROM audit INDEXED BY audit_time WHERE time >= ? AND time < ? GROUP BY what ORDER BY what", stamp(from), stamp(before))
}

// ProtocolCount is how many transactions of a protocol there were.
type ProtocolCount struct {
	Protocol string
	Count    int64
}

// ProtocolCounts returns how many transactions of each protocol there were in the hours and
// days that begin from a time on, before another, in the order of the names. Those of
// channels that found no room are told as of "".
func (v *View) ProtocolCounts(from, before time.Time) ([]ProtocolCount, error) {
	const of = "SELECT channel, sum(count) AS n FROM %s WHERE start >= ?1 AND start < ?2 GROUP BY channel"
	counts := strings.ReplaceAll(of, "%s", tableHourly) + " UNION ALL " + strings.ReplaceAll(of, "%s", tableDaily)
	return list(v, func(row scanner) (c ProtocolCount, err error) {
		err = row.Scan(&c.Protocol, &c.Count)
		return c, err
	}, "SELECT protocol, sum(n) FROM ("+counts+") t JOIN channels c ON c.number = t.channel GROUP BY protocol ORDER BY protocol", stamp(from), stamp(before))
}
