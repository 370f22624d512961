package store

// SetMeta sets a value that belongs to the site as a whole: its name, the id of
// the key that signs the baseline.
func (s *Store) SetMeta(key, value string) error {
	return s.Write(func(t *Tx) error { return t.SetMeta(key, value) })
}

// SetMeta is Store.SetMeta in a transaction.
func (t *Tx) SetMeta(key, value string) error {
	if key == "" || len(key) > maxName || len(value) > maxNote {
		return t.refuse("a key of %d octets with a value of %d; at most %d and %d are kept", len(key), len(value), maxName, maxNote)
	}
	t.exec("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)
	return t.err
}

// Meta returns a value; ErrNotFound when it was never set.
func (v *View) Meta(key string) (string, error) {
	return one(v, func(row scanner) (value string, err error) { err = row.Scan(&value); return value, err },
		"SELECT value FROM meta WHERE key = ?", key)
}
