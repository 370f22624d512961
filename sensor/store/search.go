package store

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// MaxSearched is how many incidents a search for a text looks at: the latest of those
// that the rest of the filter chooses. Documents have no index.
const MaxSearched = 500

// IncidentFilter chooses incidents. The zero value chooses all.
type IncidentFilter struct {
	States      []string  // in one of these
	Since       time.Time // updated then or later
	MinPriority int
	From, To    time.Time // opened then or later, and before; zero times are no bounds
	Actor       string    // this address did it
	Target      string    // it was done to this address
	Asset       string    // either
	Text        string    // in the document, letters of ASCII in either case; see MaxSearched
	Before      string    // id of the last one that was seen: those listed after it
	Limit       int       // at most so many; 0 for all
}

// place is where an incident stands in a list: the latest opened first.
type place struct {
	opened int64
	id     string
}

func (a place) compare(b place) int {
	return cmp.Or(cmp.Compare(b.opened, a.opened), cmp.Compare(b.id, a.id))
}

// Incidents returns incidents, the latest opened first. Each page, of a filter as a
// person makes it, is found by an index.
func (v *View) Incidents(f IncidentFilter) ([]Incident, error) {
	found, _, err := v.Search(f)
	return found, err
}

// Search is Incidents, and says where a search for a text has ended: with it as Before the
// next goes on. It is empty when there is nothing more to look at, or no text.
func (v *View) Search(f IncidentFilter) (found []Incident, through string, err error) {
	wanted := f.Limit
	if f.Text != "" {
		f.Limit = MaxSearched
	}
	places, err := v.places(&f)
	if err != nil {
		return nil, "", err
	}
	if f.Text != "" && len(places) == MaxSearched {
		through = places[MaxSearched-1].id
	}
	for part := range slices.Chunk(places, maxFetched) {
		some, err := v.fetch(part, f.Text)
		if err != nil {
			return nil, "", err
		}
		if found = append(found, some...); wanted > 0 && len(found) >= wanted {
			if found = found[:wanted]; f.Text != "" {
				through = found[wanted-1].ID
			}
			break
		}
	}
	return found, through, nil
}

// maxFetched is how many incidents are read at once.
const maxFetched = 200

// fetch reads incidents, in the order of their places: those that have a text, where
// there is one. One that went meanwhile is left out.
func (v *View) fetch(places []place, text string) ([]Incident, error) {
	args := make([]any, len(places), len(places)+1)
	for i := range places {
		args[i] = places[i].id
	}
	query := "SELECT " + incidentColumns + " FROM incidents WHERE id IN (" + marks(len(places)) + ")"
	if text != "" {
		query, args = query+" AND instr(lower(document), lower(?)) > 0", append(args, text)
	}
	all, err := list(v, scanIncident, query, args...)
	slices.SortFunc(all, func(a, b Incident) int {
		return place{stamp(a.Opened), a.ID}.compare(place{stamp(b.Opened), b.ID})
	})
	return all, err
}

// marks are the places of so many arguments.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// places returns where the incidents of a filter stand, in order.
func (v *View) places(f *IncidentFilter) ([]place, error) {
	q, err := v.search(f)
	if err != nil {
		return nil, err
	}
	var all []place
	for _, b := range q.branches {
		some, err := list(v, scanPlace, q.sql(&b, f.Limit), slices.Concat(b.args, q.args)...)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, place.compare)
	all = slices.CompactFunc(all, func(a, b place) bool { return a == b }) // who acted on itself
	if f.Limit > 0 {
		all = all[:min(len(all), f.Limit)]
	}
	return all, nil
}

func scanPlace(row scanner) (p place, err error) {
	err = row.Scan(&p.opened, &p.id)
	return p, err
}
