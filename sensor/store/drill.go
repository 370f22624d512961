package store

import "time"

// Drill is the sheet of a drill. The document is the whole of it, JSON; the other
// fields are what it is found by.
type Drill struct {
	Number         int64 // given when it is first kept, and never again
	Scenario       string
	Leader         string
	Started, Ended time.Time // Ended is zero while it runs
	Document       []byte
}

// MaxDrills is how many sheets are kept, the latest: one a week for nineteen years. A
// sheet is some 20 KiB, 100 at most.
const MaxDrills = 1000

// AddDrill keeps the sheet of a new drill, and sets its Number. Of more than MaxDrills the
// oldest goes.
func (t *Tx) AddDrill(d *Drill) error {
	if err := t.checkDrill(d); err != nil {
		return err
	}
	t.exec("INSERT INTO drills (scenario, leader, started, ended, document) VALUES (?, ?, ?, ?, ?)", d.Scenario, d.Leader, stamp(d.Started), stamp(d.Ended), string(d.Document))
	t.exec("DELETE FROM drills WHERE number <= (SELECT max(number) FROM drills) - ?", MaxDrills)
	if t.err != nil {
		return t.err
	}
	n, err := one(&t.View, func(row scanner) (n int64, err error) { err = row.Scan(&n); return n, err }, "SELECT max(number) FROM drills")
	d.Number = n
	return t.fail(err)
}

// PutDrill keeps the sheet of a drill in place of what was kept under its number.
func (t *Tx) PutDrill(d *Drill) error {
	if err := t.checkDrill(d); err != nil {
		return err
	}
	if t.exec("UPDATE drills SET ended = ?, document = ? WHERE number = ?", stamp(d.Ended), string(d.Document), d.Number) == 0 && t.err == nil {
		return t.fail(ErrNotFound)
	}
	return t.err
}

func (t *Tx) checkDrill(d *Drill) error {
	if d.Scenario == "" || d.Started.IsZero() || len(d.Scenario)+len(d.Leader) > 2*maxName || len(d.Document) > MaxDocument {
		return t.refuse("drill %.40q must have a scenario and a start, and a document of at most %d octets", d.Scenario, MaxDocument)
	}
	return nil
}

const drillColumns = "number, scenario, leader, started, ended, document"

// Drill returns the sheet of a number.
func (v *View) Drill(number int64) (Drill, error) {
	return one(v, scanDrill, "SELECT "+drillColumns+" FROM drills WHERE number = ?", number)
}

// Drills returns the latest sheets, the latest first, at most so many; 0 is all.
func (v *View) Drills(limit int) ([]Drill, error) {
	if limit <= 0 {
		limit = -1
	}
	return list(v, scanDrill, "SELECT "+drillColumns+" FROM drills ORDER BY number DESC LIMIT ?", limit)
}

// OpenDrills returns the sheets of drills that have no end.
func (v *View) OpenDrills() ([]Drill, error) {
	return list(v, scanDrill, "SELECT "+drillColumns+" FROM drills WHERE ended = 0 ORDER BY number")
}

func scanDrill(row scanner) (d Drill, err error) {
	var started, ended int64
	var doc string
	err = row.Scan(&d.Number, &d.Scenario, &d.Leader, &started, &ended, &doc)
	d.Started, d.Ended, d.Document = moment(started), moment(ended), []byte(doc)
	return d, err
}
