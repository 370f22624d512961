package store

import "time"

// Notice is a line of the log of notices: that somebody was told something, or why not
// yet.
type Notice struct {
	Seq  int64  // grows with each line; given when it is first kept
	ID   string // a line with the same takes the place of the one before, and keeps its Seq
	Time time.Time
	Kind string // "alarm", "digest"
	// Contact is who, and Channel by what; Result is what came of it.
	Contact, Channel, Result string
	// Incident and Priority are about what, and Step how often it was tried.
	Incident, Priority string
	Step               int
	Exercise           bool
	Through            int64 // up to which line others are told by this one
	Detail             string
}

// Bounds of the log of notices.
const (
	// MaxNotices is how many lines are kept: years of a works where people are told some
	// times a day. Of incidents that are not closed more are kept, for what is to be told
	// next follows from them; but at most HardNotices, some 100 MiB.
	MaxNotices  = 50_000
	HardNotices = 400_000
	maxDetail   = 1024
)

const noticeColumns = "id, time, kind, contact, channel, result, incident, priority, step, exercise, through, detail"

// PutNotices keeps lines of the log, in their order, and sets their Seq. Lines beyond
// the bounds go, the oldest first; of incidents that are in one of the states closed, or
// not known, before others.
func (s *Store) PutNotices(list []Notice, closed []string) error {
	return s.Write(func(t *Tx) error { return t.PutNotices(list, closed) })
}

// PutNotices is Store.PutNotices in a transaction.
func (t *Tx) PutNotices(list []Notice, closed []string) error {
	for i := range list {
		if err := t.putNotice(&list[i]); err != nil {
			return err
		}
	}
	t.pruneNotices(MaxNotices, HardNotices, closed)
	return t.err
}

func (t *Tx) putNotice(n *Notice) error {
	octets := len(n.Contact) + len(n.Channel) + len(n.Result) + len(n.Priority) + len(n.Kind)
	if n.ID == "" || n.Kind == "" || n.Result == "" || n.Step < 0 || n.Through < 0 || len(n.ID)+len(n.Incident) > 2*maxName || octets > 2*maxName || len(n.Detail) > maxDetail {
		return t.refuse("notice %.40q must say its kind and result, with a detail of at most %d octets", n.ID, maxDetail)
	}
	t.exec(`INSERT INTO notices (`+noticeColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET time = excluded.time, kind = excluded.kind, contact = excluded.contact, channel = excluded.channel, result = excluded.result,
		incident = excluded.incident, priority = excluded.priority, step = excluded.step, exercise = excluded.exercise, through = excluded.through, detail = excluded.detail`,
		n.ID, stamp(n.Time), n.Kind, n.Contact, n.Channel, n.Result, n.Incident, n.Priority, n.Step, n.Exercise, n.Through, n.Detail)
	if t.err != nil {
		return t.err
	}
	seq, err := one(&t.View, func(row scanner) (seq int64, err error) { err = row.Scan(&seq); return seq, err }, "SELECT seq FROM notices WHERE id = ?", n.ID)
	n.Seq = seq
	return t.fail(err)
}

// pruneNotices deletes the oldest lines beyond the bounds.
func (t *Tx) pruneNotices(most, hard int, closed []string) {
	const beyond = "seq <= (SELECT seq FROM notices ORDER BY seq DESC LIMIT 1 OFFSET ?1)"
	standing, args := "", []any{most}
	for _, state := range closed {
		standing += " AND state <> ?"
		args = append(args, state)
	}
	t.exec("DELETE FROM notices WHERE "+beyond+" AND incident NOT IN (SELECT id FROM incidents WHERE 1"+standing+")", args...)
	t.exec("DELETE FROM notices WHERE "+beyond, hard)
}

// NoticeFilter chooses lines of the log. The zero value chooses all, the first first.
type NoticeFilter struct {
	After  int64 // those with a larger Seq
	Limit  int   // at most so many; 0 for all
	Latest bool  // the latest so many, in place of the first
}

// Notices returns lines of the log, in their order.
func (v *View) Notices(f NoticeFilter) ([]Notice, error) {
	query, limit := "SELECT seq, "+noticeColumns+" FROM notices WHERE seq > ?", -1
	if f.Limit > 0 {
		limit = f.Limit
	}
	if f.Latest {
		query = "SELECT * FROM (" + query + " ORDER BY seq DESC LIMIT ?) ORDER BY seq"
	} else {
		query += " ORDER BY seq LIMIT ?"
	}
	return list(v, scanNotice, query, f.After, limit)
}

func scanNotice(row scanner) (n Notice, err error) {
	var at int64
	err = row.Scan(&n.Seq, &n.ID, &at, &n.Kind, &n.Contact, &n.Channel, &n.Result, &n.Incident, &n.Priority, &n.Step, &n.Exercise, &n.Through, &n.Detail)
	n.Time = moment(at)
	return n, err
}
