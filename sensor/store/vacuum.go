package store

import "context"

// Vacuum gives room that is not used back to the disk, and empties the log.
func (s *Store) Vacuum(ctx context.Context) error {
	release, err := s.queue.hold(ctx)
	if err != nil {
		return err
	}
	defer release()
	for _, command := range []string{"PRAGMA incremental_vacuum", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if err := s.drain(ctx, command); err != nil {
			return s.fault(err)
		}
	}
	return nil
}

// drain carries out a command to its end: incremental_vacuum frees a page with
// each step.
func (s *Store) drain(ctx context.Context, command string) error {
	rows, err := s.conn.QueryContext(ctx, command)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}
