package store

import (
	"slices"
	"strconv"
	"strings"
)

// query is a search: parts of an index, and what else must hold of each incident.
type query struct {
	branches   []branch
	conditions []string
	args       []any
	ordered    bool // within each part, as the list is
	twice      bool // the same may be found twice
}

// branch is a part of an index, whose first columns are fixed; opened and id of an
// incident follow. k is the name of what has them.
type branch struct {
	from, where string
	args        []any
}

func (q *query) and(condition string, args ...any) {
	q.conditions, q.args = append(q.conditions, condition), append(q.args, args...)
}

// search makes the query of a filter. One without parts finds nothing.
func (v *View) search(f *IncidentFilter) (*query, error) {
	q := &query{ordered: true}
	if f.Before != "" {
		last, err := list(v, scanPlace, "SELECT opened, id FROM incidents WHERE id = ?", f.Before)
		if err != nil || len(last) == 0 {
			return q, err
		}
		q.and("(k.opened, k.id) < (?, ?)", last[0].opened, last[0].id)
	}
	if !f.From.IsZero() {
		q.and("k.opened >= ?", stamp(f.From))
	}
	if !f.To.IsZero() {
		q.and("k.opened < ?", stamp(f.To))
	}
	return q, q.choose(v, f)
}

// choose takes the index that leaves least to look at, and has the rest looked at.
func (q *query) choose(v *View, f *IncidentFilter) error {
	switch {
	case f.Actor != "" || f.Target != "" || f.Asset != "":
		q.byAsset(f)
		q.ofState(f)
	case len(f.States) > 0 || f.MinPriority > 0:
		if err := q.byState(v, f); err != nil {
			return err
		}
	case !f.Since.IsZero():
		q.ordered = false
		q.branches = []branch{{"incidents k INDEXED BY incidents_updated", "k.updated >= ?", []any{stamp(f.Since)}}}
		return nil
	default:
		q.branches = []branch{{from: "incidents k INDEXED BY incidents_opened", where: "1"}}
	}
	if !f.Since.IsZero() {
		q.and("updated >= ?", stamp(f.Since))
	}
	return nil
}

// byState takes each pair of state and priority that is wanted.
func (q *query) byState(v *View, f *IncidentFilter) error {
	pairs, err := v.Standings()
	for _, p := range pairs {
		if p.Priority >= f.MinPriority && (len(f.States) == 0 || slices.Contains(f.States, p.State)) {
			q.branches = append(q.branches, branch{"incidents k INDEXED BY incidents_state", "k.state = ? AND k.priority = ?", []any{p.State, p.Priority}})
		}
	}
	return err
}

// byAsset takes those that an address acted in, or that was done to it.
func (q *query) byAsset(f *IncidentFilter) {
	const from = "(SELECT asset, opened, incident AS id, actor FROM incident_assets) k JOIN incidents i ON i.id = k.id"
	switch {
	case f.Actor != "":
		q.branches = []branch{{from, "k.asset = ? AND k.actor = 1", []any{f.Actor}}}
	case f.Target != "":
		q.branches = []branch{{from, "k.asset = ? AND k.actor = 0", []any{f.Target}}}
	default:
		q.twice = true
		q.branches = []branch{{from, "k.asset = ?", []any{f.Asset}}}
	}
	const also = "EXISTS (SELECT 1 FROM incident_assets x WHERE x.asset = ? AND x.opened = k.opened AND x.incident = k.id AND x.actor >= ? AND x.actor <= ?)"
	if f.Actor != "" && f.Target != "" {
		q.and(also, f.Target, 0, 0)
	}
	if f.Asset != "" && !q.twice {
		q.and(also, f.Asset, 0, 1)
	}
}

// ofState has state and priority looked at.
func (q *query) ofState(f *IncidentFilter) {
	if f.MinPriority > 0 {
		q.and("priority >= ?", f.MinPriority)
	}
	if len(f.States) > 0 {
		args := make([]any, len(f.States))
		for i, s := range f.States {
			args[i] = s
		}
		q.and("state IN ("+marks(len(args))+")", args...)
	}
}

// sql is the question for one part, of which at most limit are wanted.
func (q *query) sql(b *branch, limit int) string {
	text := "SELECT k.opened, k.id FROM " + b.from + " WHERE " + strings.Join(append([]string{b.where}, q.conditions...), " AND ")
	if limit <= 0 {
		return text
	}
	if q.twice {
		limit *= 2
	}
	return text + " ORDER BY k.opened DESC, k.id DESC LIMIT " + strconv.Itoa(limit)
}
