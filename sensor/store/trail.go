package store

import (
	"strings"
	"time"
)

// AuditFilter chooses lines of the audit trail. The zero value chooses all.
type AuditFilter struct {
	Before   int64 // number of the last one that was seen: those before it; 0 for the latest
	Who      string
	What     string
	Subject  string
	From, To time.Time // done then or later, and before; zero times are no bounds
	Limit    int       // at most so many; 0 for all
}

// AuditLines returns lines of the audit trail, the latest first.
func (v *View) AuditLines(f AuditFilter) ([]Audit, error) {
	conditions, args := f.conditions()
	query := "SELECT " + auditColumns + " FROM audit"
	found := ""
	switch {
	case f.Who != "":
		found = "audit_who"
	case f.What != "":
		found = "audit_what"
	case !f.From.IsZero() || !f.To.IsZero():
		found = "audit_time"
	}
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	args = append(args, limit)
	if found == "" {
		return list(v, scanAudit, query+where(conditions)+" ORDER BY seq DESC LIMIT ?", args...)
	}
	// The numbers come from the index alone; the lines are then read by them.
	numbers := "SELECT seq FROM audit INDEXED BY " + found + where(conditions) + " ORDER BY +seq DESC LIMIT ?"
	return list(v, scanAudit, query+" WHERE seq IN ("+numbers+") ORDER BY seq DESC", args...)
}

// conditions are what must hold of a line.
func (f *AuditFilter) conditions() (all []string, args []any) {
	for _, x := range []struct {
		wanted    bool
		condition string
		arg       any
	}{
		{f.Who != "", "who = ?", f.Who},
		{f.What != "", "what = ?", f.What},
		{f.Subject != "", "subject = ?", f.Subject},
		{!f.From.IsZero(), "time >= ?", stamp(f.From)},
		{!f.To.IsZero(), "time < ?", stamp(f.To)},
		{f.Before > 0, "seq < ?", f.Before},
	} {
		if x.wanted {
			all, args = append(all, x.condition), append(args, x.arg)
		}
	}
	return all, args
}

// where writes conditions that must all hold.
func where(conditions []string) string {
	if len(conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(conditions, " AND ")
}

// AuditWords returns who did something, and what was done, as it stands in the trail: each
// once, in the order of the words. They are what a filter can ask for.
func (v *View) AuditWords() (who, what []string, err error) {
	if who, err = v.distinct("audit_who", "who"); err != nil {
		return nil, nil, err
	}
	what, err = v.distinct("audit_what", "what")
	return who, what, err
}

// maxWords bounds the words of AuditWords.
const maxWords = 1000

// distinct returns the values of the first column of an index, by one look for each.
func (v *View) distinct(index, column string) (all []string, err error) {
	for last := ""; len(all) < maxWords; last = all[len(all)-1] {
		found, err := list(v, scanText, "SELECT "+column+" FROM audit INDEXED BY "+index+" WHERE "+column+" > ? ORDER BY "+column+" LIMIT 1", last)
		if err != nil || len(found) == 0 {
			return all, err
		}
		all = append(all, found[0])
	}
	return all, nil
}

func scanText(row scanner) (s string, err error) {
	err = row.Scan(&s)
	return s, err
}
