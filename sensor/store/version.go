package store

import (
	"crypto/sha256"
	"fmt"
	"time"
)

// maxSignature bounds a signature, and a key, octets.
const maxSignature = 4096

// Version is one version of the baseline.
type Version struct {
	Number   int64 // from 1, without a gap
	Time     time.Time
	Site, By string // where, and who released it
	Note     string // why
	// Text is the baseline as people read it, Blob as the sensor does. Both are nil
	// in a list, and in an old version whose contents were dropped.
	Text, Blob []byte
	// Key and Signature are those of who signed it; empty when nobody did. The
	// store verifies neither.
	Key, Signature []byte
	// Hash is the version's, as who made it computes it, and Parent that of the
	// version before; zeros for the first.
	Parent, Hash Hash

	// What follows is the store's own, and filled in by it: hashes of the contents,
	// and the chain over all of the above.
	TextHash, BlobHash, Previous, Link Hash
}

// seal fills in what is the store's own.
func (v *Version) seal(previous Hash) {
	v.TextHash, v.BlobHash, v.Previous = sha256.Sum256(v.Text), sha256.Sum256(v.Blob), previous
	v.Link = v.sum()
}

// sum computes the link of the chain.
func (v *Version) sum() Hash {
	return link("banken baseline version 1", v.Previous[:], number(v.Number), number(stamp(v.Time)), []byte(v.Site), []byte(v.By), []byte(v.Note),
		v.TextHash[:], v.BlobHash[:], v.Key, v.Signature, v.Parent[:], v.Hash[:])
}

const versionColumns = "number, time, site, author, note, text_sha256, blob_sha256, key, signature, parent, hash, previous, link"

// AddVersion adds a version after the latest: its Number is one more, its Parent
// the latest's Hash. It is refused when another was added meanwhile.
func (s *Store) AddVersion(v *Version) error {
	return s.Write(func(t *Tx) error { return t.AddVersion(v) })
}

// AddVersion is Store.AddVersion in a transaction.
func (t *Tx) AddVersion(v *Version) error {
	latest, err := t.latest()
	if t.fail(err) != nil {
		return t.err
	}
	switch {
	case v.Number != latest.Number+1 || v.Parent != latest.Hash:
		return t.refuse("version %d does not follow version %d, which is the latest", v.Number, latest.Number)
	case v.Hash == Hash{}:
		return t.refuse("version %d has no hash", v.Number)
	case max(len(v.Text), len(v.Blob)) > MaxState || len(v.Site)+len(v.By)+len(v.Note) > maxNote || len(v.Key)+len(v.Signature) > maxSignature:
		return t.refuse("version %d is larger than what is kept", v.Number)
	}
	x := *v
	x.seal(latest.Link)
	t.exec("INSERT INTO versions ("+versionColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", x.Number, stamp(x.Time), x.Site, x.By, x.Note,
		x.TextHash[:], x.BlobHash[:], filled(x.Key), filled(x.Signature), x.Parent[:], x.Hash[:], x.Previous[:], x.Link[:])
	t.exec("INSERT INTO version_contents (number, text, blob) VALUES (?, ?, ?)", x.Number, pack(x.Text), pack(x.Blob))
	return t.err
}

// filled returns octets that are not nil, which SQLite would take for NULL.
func filled(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// latest returns the latest version without its contents, the zero Version when
// there is none.
func (v *View) latest() (Version, error) {
	all, err := list(v, scanVersion, "SELECT "+versionColumns+" FROM versions ORDER BY number DESC LIMIT 1")
	if len(all) == 0 {
		return Version{}, err
	}
	return all[0], err
}

// VersionHead returns number and Hash of the latest version, which the next has as
// its Parent; zeros when there is none.
func (v *View) VersionHead() (Head, error) {
	x, err := v.latest()
	return Head{x.Number, x.Hash}, err
}

// Versions returns all versions without their contents, the first first, and
// verifies their chain: the error is ErrChain when it is broken. What was read
// before the break is returned.
func (v *View) Versions() ([]Version, error) {
	var before Version
	return list(v, func(row scanner) (x Version, err error) {
		if x, err = scanVersion(row); err != nil {
			return x, err
		}
		if n := before.Number + 1; x.Number != n || x.Previous != before.Link || x.Parent != before.Hash || x.sum() != x.Link {
			return x, v.brokenAt("baseline version", n)
		}
		before = x
		return x, nil
	}, "SELECT "+versionColumns+" FROM versions ORDER BY number")
}

// brokenAt is the fault of a broken chain.
func (v *View) brokenAt(sort string, n int64) error {
	what := fmt.Sprintf("%s %d", sort, n)
	return &Fault{Reason: ErrChain, Text: broken.Fill(v.file, what), What: what}
}

func scanVersion(row scanner) (x Version, err error) {
	var at int64
	err = row.Scan(&x.Number, &at, &x.Site, &x.By, &x.Note, &x.TextHash, &x.BlobHash, &x.Key, &x.Signature, &x.Parent, &x.Hash, &x.Previous, &x.Link)
	x.Time = moment(at)
	return x, err
}

// Version returns a version with its contents, and verifies both; ErrNotFound when
// there is none.
func (v *View) Version(n int64) (Version, error) {
	x, err := one(v, scanVersion, "SELECT "+versionColumns+" FROM versions WHERE number = ?", n)
	if err != nil {
		return x, err
	}
	contents, err := list(v, func(row scanner) (c [2][]byte, err error) { err = row.Scan(&c[0], &c[1]); return c, err },
		"SELECT text, blob FROM version_contents WHERE number = ?", n)
	if err != nil {
		return x, err
	}
	if x.sum() != x.Link {
		return x, v.brokenAt("baseline version", n)
	}
	if len(contents) == 0 {
		return x, nil
	}
	x.Text, err = unpack(contents[0][0])
	if err == nil {
		x.Blob, err = unpack(contents[0][1])
	}
	if err != nil || sha256.Sum256(x.Text) != x.TextHash || sha256.Sum256(x.Blob) != x.BlobHash {
		return x, v.brokenAt("contents of baseline version", n)
	}
	return x, nil
}
