package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// maxProblems is how many problems of a file are told.
const maxProblems = 5

// quickCheck checks that the file is whole, without its indices and without what must hold
// of its values: those are looked at by Check.
func (v *View) quickCheck(ctx context.Context) error {
	ignore := func(on string) error {
		return v.each(ctx, func(scanner) error { return nil }, "PRAGMA ignore_check_constraints="+on)
	}
	if err := ignore("ON"); err != nil {
		return err
	}
	return errors.Join(v.integrity(ctx, "quick_check"), ignore("OFF"))
}

func (v *View) integrity(ctx context.Context, pragma string) error {
	var problems []string
	err := v.each(ctx, func(row scanner) error {
		var s string
		err := row.Scan(&s)
		problems = append(problems, s)
		return err
	}, fmt.Sprintf("PRAGMA %s(%d)", pragma, maxProblems))
	if err != nil || len(problems) == 1 && problems[0] == "ok" {
		return err
	}
	return &Fault{Reason: ErrDamaged, Text: damaged.Fill(v.file, strings.Join(problems, "; "))}
}

// foreignKeys checks that what refers to something finds it.
func (v *View) foreignKeys(ctx context.Context) error {
	return v.each(ctx, func(row scanner) error {
		var table, parent string
		var id, key any
		if err := row.Scan(&table, &id, &parent, &key); err != nil {
			return err
		}
		return &Fault{Reason: ErrDamaged, Text: damaged.Fill(v.file, "a line of "+table+" refers to nothing in "+parent)}
	}, "PRAGMA foreign_key_check")
}

// Check reads everything and verifies it: the file and its indices, references,
// both chains, the contents of all versions, and the states. It returns every
// fault it finds.
func (v *View) Check(ctx context.Context) error {
	errs := []error{v.integrity(ctx, "integrity_check"), v.foreignKeys(ctx)}
	_, err := v.VerifyAudit(ctx)
	versions, versionsErr := v.Versions()
	errs = append(errs, err, versionsErr)
	for _, x := range versions {
		if ctx.Err() != nil {
			break
		}
		_, err := v.Version(x.Number)
		errs = append(errs, err)
	}
	names, err := list(v, func(row scanner) (s string, err error) { err = row.Scan(&s); return s, err }, "SELECT DISTINCT name FROM states ORDER BY name")
	errs = append(errs, err)
	for _, name := range names {
		_, err := v.loadState(name, 0)
		errs = append(errs, err)
	}
	return errors.Join(append(errs, ctx.Err())...)
}
