package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"strings"
)

//go:embed migrations/*.sql
var scripts embed.FS

// script is one migration: it makes version number of the schema from the one
// before.
type script struct {
	name string // "0001_state.sql"
	text string
}

// migrations returns the scripts in their order. Their numbers go from 1 without
// a gap.
func migrations() ([]script, error) {
	entries, err := scripts.ReadDir("migrations")
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	list := make([]script, len(entries))
	for i, e := range entries { // sorted by name
		if !strings.HasPrefix(e.Name(), fmt.Sprintf("%04d_", i+1)) {
			return nil, fmt.Errorf("store: migration %d is named %s", i+1, e.Name())
		}
		b, err := scripts.ReadFile("migrations/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("store: %w", err)
		}
		list[i] = script{e.Name(), string(b)}
	}
	return list, nil
}

// migrate brings a file of a version up to date: each script in a transaction of
// its own, together with the number of the version it makes.
func migrate(c *sql.Conn, list []script, version int) error {
	for ; version < len(list); version++ {
		if err := step(c, list[version], version+1); err != nil {
			return fmt.Errorf("store: migration %s: %w", list[version].name, err)
		}
	}
	return nil
}

// step carries out one script. Foreign keys are checked at its end, so that it may
// rebuild tables.
func step(c *sql.Conn, s script, version int) error {
	ctx := context.Background()
	for _, command := range []string{"PRAGMA foreign_keys=OFF", "BEGIN IMMEDIATE", s.text,
		fmt.Sprintf("PRAGMA application_id=%d", applicationID), fmt.Sprintf("PRAGMA user_version=%d", version)} {
		if _, err := c.ExecContext(ctx, command); err != nil {
			return undo(c, err)
		}
	}
	v := View{q: c}
	if err := v.foreignKeys(ctx); err != nil {
		return undo(c, err)
	}
	if _, err := c.ExecContext(ctx, "COMMIT"); err != nil {
		return undo(c, err)
	}
	_, err := c.ExecContext(ctx, "PRAGMA foreign_keys=ON")
	return err
}

// undo takes a transaction back. That there is none any more is no fault: some
// errors end it.
func undo(c *sql.Conn, err error) error {
	_, _ = c.ExecContext(context.Background(), "ROLLBACK")
	_, _ = c.ExecContext(context.Background(), "PRAGMA foreign_keys=ON")
	return err
}
