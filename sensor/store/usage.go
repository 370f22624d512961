package store

import (
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Fill is how much there is in a table, against what is kept of it.
type Fill struct {
	Table  string
	Lines  int64
	Most   int64         // 0: no bound of its own
	Oldest time.Time     // the zero time where that is not told
	Age    time.Duration // how long its lines are kept; 0: for ever
	// Order is that in which lines go when there is no room; 0: never.
	Order int
}

// Usage is how much of its room a store takes.
type Usage struct {
	Size            // of the file
	Log       int64 // octets of the log
	Reserve   int64 // set aside on the disk
	Most      int64 // octets the file may have; 0: as many as there is room for
	Disk      int64 // octets of the disk
	DiskFree  int64 // of these, not in use
	Tables    []Fill
	LastCheck Checked // of the whole file
}

// unbounded are tables that no lines go from, with the bound that what writes them keeps.
var unbounded = [...]struct {
	table, by string
	most      int64
}{
	{"evidence", "", 0}, {"dispositions", "", 0}, {"incident_assets", "", 0}, {"audit", "time", 0}, {"versions", "time", 0}, {"states", "", 0},
	{"tags", "", MaxTags}, {"people", "", MaxPeople}, {"tokens", "", 0}, {"meta", "", 0}, {"drills", "", MaxDrills},
}

// Usage returns how much of its room the store takes, and each table of its limit: first
// those that lines go from, in the order in which they give way.
func (v *View) Usage() (u Usage, err error) {
	if u.Size, err = v.Size(); err != nil {
		return u, err
	}
	for suffix, to := range map[string]*int64{"-wal": &u.Log, reserveSuffix: &u.Reserve} {
		if info, err := os.Stat(v.file + suffix); err == nil {
			*to = info.Size()
		}
	}
	var disk syscall.Statfs_t
	if err := syscall.Statfs(filepath.Dir(v.file), &disk); err != nil {
		return u, v.fault(err)
	}
	u.Disk, u.DiskFree = int64(disk.Blocks)*disk.Bsize, int64(disk.Bavail)*disk.Bsize
	for i := range keepings {
		k := &keepings[i]
		if u.Tables, err = v.fill(u.Tables, Fill{Table: k.table, Most: k.most, Age: k.age, Order: k.order}, k.by); err != nil {
			return u, err
		}
	}
	for _, x := range unbounded {
		if u.Tables, err = v.fill(u.Tables, Fill{Table: x.table, Most: x.most}, x.by); err != nil {
			return u, err
		}
	}
	u.LastCheck, err = v.Checked()
	return u, err
}

// fill adds what there is of a table to a list.
func (v *View) fill(all []Fill, f Fill, by string) ([]Fill, error) {
	var err error
	if f.Lines, err = v.lines(f.Table); err != nil {
		return all, err
	}
	if by != "" && (f.Age > 0 || f.Order == 0) {
		at, err := one(v, scanNumber, "SELECT coalesce(min("+by+"), 0) FROM "+f.Table)
		if err != nil {
			return all, err
		}
		f.Oldest = moment(at)
	}
	return append(all, f), nil
}

// Usage returns how much of its room the store takes: see View.Usage.
func (s *Store) Usage() (Usage, error) {
	u, err := s.View.Usage()
	u.Most = s.options.MaxOctets
	return u, err
}
