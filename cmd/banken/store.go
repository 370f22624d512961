package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/store"
)

// storeOptions are what the command store takes. It works on the file itself: a sensor
// that runs need not be asked.
type storeOptions struct{ store, config, format *string }

func defineStore(o options) work {
	x := storeOptions{store: o.text("store", "", optionStoreFolder), config: o.text("config", "", optionSiteConfig), format: o.text("format", "text", optionSiteFormat)}
	return func(ctx context.Context, s streams, names []string) error {
		verbs := []storeVerb{{"size", 0, x.size}, {"check", 0, x.check}, {"backup", 1, x.backup}, {"vacuum", 0, x.vacuum}}
		return x.choose(ctx, s, verbs, names)
	}
}

// storeVerb is what the command can do, with so many names after it.
type storeVerb struct {
	name  string
	names int
	do    func(ctx context.Context, s streams, file string, names []string) error
}

func (x *storeOptions) choose(ctx context.Context, s streams, verbs []storeVerb, names []string) error {
	const known = "size, check, backup, vacuum"
	if len(names) == 0 {
		return wrong(wantsVerb, known)
	}
	if *x.format != "text" && *x.format != "json" {
		return wrong(wrongSiteFormat, quoted(*x.format))
	}
	for _, v := range verbs {
		switch n := len(names) - 1; {
		case v.name != names[0]:
			continue
		case n < v.names:
			return wrong(wantsName, v.name)
		case n > v.names:
			return wrong(tooMuchHere, quoted(names[v.names+1]))
		}
		file, err := x.file()
		if err != nil {
			return err
		}
		return v.do(ctx, s, file, names[1:])
	}
	return wrong(wrongVerb, quoted(names[0]), known)
}

// file is that of the store: in the folder that is named, or that of the configuration.
func (x *storeOptions) file() (string, error) {
	dir := *x.store
	if dir == "" {
		c, err := place{config: x.config}.settings()
		if err != nil {
			return "", err
		}
		if dir = c.Store.Dir; dir == "" {
			return "", said(control.NotFound, faultNoStoreDir)
		}
	}
	file := filepath.Join(dir, store.Name)
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		return "", said(control.NotFound, faultNoStore, file)
	}
	return file, nil
}

// read does something with a store that is open for reading alone.
func read(file string, do func(r *store.Reader) error) error {
	r, err := store.OpenReadOnly(file)
	if err != nil {
		return err
	}
	return errors.Join(do(r), r.Close())
}

// show writes a document for machines, or a sentence for people.
func (x *storeOptions) show(s streams, document any, text string) error {
	if *x.format != "json" {
		fmt.Fprintln(s.out, printable(text))
		return nil
	}
	e := json.NewEncoder(s.out)
	e.SetIndent("", " ")
	return e.Encode(document)
}

// storeChecked is what a check found.
type storeChecked struct {
	V        int    `json:"v"`
	File     string `json:"file"`
	Audit    int64  `json:"audit_lines"`
	Hash     string `json:"audit_hash"` // of the last line: kept elsewhere it proves that nothing was cut off
	Editions int64  `json:"editions"`
	Octets   int64  `json:"octets"`
}

func (x *storeOptions) check(ctx context.Context, s streams, file string, _ []string) error {
	return read(file, func(r *store.Reader) error {
		if err := r.Check(ctx); err != nil {
			return err
		}
		trail, err := r.AuditHead()
		editions, err1 := r.VersionHead()
		size, err2 := r.Size()
		if err := errors.Join(err, err1, err2); err != nil {
			return err
		}
		c := storeChecked{control.Version, file, trail.Seq, trail.Hash.String(), editions.Seq, size.Octets}
		return x.show(s, &c, s.say(storeWhole, file, c.Audit, c.Hash, c.Editions))
	})
}

// storeFile is a file that was written or changed.
type storeFile struct {
	V      int    `json:"v"`
	File   string `json:"file"`
	Octets int64  `json:"octets"`
	Before int64  `json:"octets_before,omitempty"`
}

func (x *storeOptions) backup(ctx context.Context, s streams, file string, names []string) error {
	if same, err := sameFile(file, names[0]); err != nil || same {
		return errors.Join(err, said(control.Invalid, faultBackupSelf, names[0]))
	}
	return read(file, func(r *store.Reader) error {
		if err := r.Backup(ctx, names[0]); err != nil {
			return err
		}
		info, err := os.Stat(names[0])
		if err != nil {
			return err
		}
		return x.show(s, &storeFile{V: control.Version, File: names[0], Octets: info.Size()}, s.say(storeBackedUp, names[0], octets(info.Size()), file))
	})
}

// sameFile reports whether two names are of one file. The second need not be there.
func sameFile(a, b string) (bool, error) {
	one, err := os.Stat(a)
	if err != nil {
		return false, err
	}
	other, err := os.Stat(b)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return err == nil && os.SameFile(one, other), err
}

func (x *storeOptions) vacuum(ctx context.Context, s streams, file string, _ []string) error {
	st, err := openWhole(file, store.Options{})
	if errors.Is(err, store.ErrInUse) {
		return said(control.Conflict, faultVacuumInUse, file)
	}
	if err != nil {
		return err
	}
	before, err := st.Size()
	if err == nil {
		err = st.Vacuum(ctx)
	}
	after, err1 := st.Size()
	if err := errors.Join(err, err1, st.Close()); err != nil {
		return err
	}
	return x.show(s, &storeFile{control.Version, file, after.Octets, before.Octets}, s.say(storeVacuumed, file, octets(before.Octets), octets(after.Octets)))
}

func (x *storeOptions) size(_ context.Context, s streams, file string, _ []string) error {
	return read(file, func(r *store.Reader) error {
		u, err := r.Usage()
		if err != nil {
			return err
		}
		if *x.format == "json" {
			return x.show(s, usageOf(&u), "")
		}
		v := &visit{s: s, w: bufio.NewWriter(s.out)}
		v.plain(0, s.say(storeSize, file, octets(u.Octets), octets(u.Free), octets(u.Log), octets(u.Reserve)))
		v.line(0, storeDisk, octets(u.DiskFree), octets(u.Disk))
		v.table(fillRows(s, usageOf(&u).Tables))
		return v.w.Flush()
	})
}

// fillRows tells how full the tables are, a line each.
func fillRows(s streams, list []control.TableFill) [][]string {
	rows := [][]string{{s.say(columnTable), s.say(columnKept), s.say(columnLines), s.say(columnMost), s.say(columnAge), s.say(columnGivesWay)}}
	for _, f := range list {
		row := []string{f.Table, f.Name.In(s.lang), strconv.FormatInt(f.Lines, 10), "–", s.say(keptForEver), "–"}
		if f.Most > 0 {
			row[3] = strconv.FormatInt(f.Most, 10)
		}
		if f.Days > 0 {
			row[4] = lang.Span(time.Duration(f.Days * float64(24*time.Hour))).In(s.lang)
		}
		if f.Order > 0 {
			row[5] = strconv.Itoa(f.Order)
		}
		rows = append(rows, row)
	}
	return rows
}

// octets tells a number of octets in MiB or GiB.
func octets(n int64) string {
	const mebi = 1 << 20
	if n < 1024*mebi {
		return fmt.Sprintf("%.1f MiB", float64(n)/mebi)
	}
	return fmt.Sprintf("%.1f GiB", float64(n)/(1024*mebi))
}
