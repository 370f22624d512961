package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// Hash is a SHA-256.
type Hash [sha256.Size]byte

// String returns the hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Head is the end of a chain. Kept elsewhere it proves that a chain which does not
// contain it was changed.
type Head struct {
	Seq  int64
	Hash Hash
}

// String writes a head as it is kept: "42 3f5a...".
func (h Head) String() string { return strconv.FormatInt(h.Seq, 10) + " " + h.Hash.String() }

// ParseHead reads what String wrote.
func ParseHead(s string) (h Head, err error) {
	seq, hash, _ := strings.Cut(strings.TrimSpace(s), " ")
	h.Seq, err = strconv.ParseInt(seq, 10, 64)
	if err != nil || h.Seq < 0 || len(hash) != hex.EncodedLen(len(h.Hash)) {
		return Head{}, fmt.Errorf("store: %q is no head of a chain", s)
	}
	if _, err := hex.Decode(h.Hash[:], []byte(hash)); err != nil {
		return Head{}, fmt.Errorf("store: %q is no head of a chain", s)
	}
	return h, nil
}

// link hashes the parts of a line of a chain. Each is preceded by its length in
// eight octets, most significant first, so that no two lines have the same input;
// the first says what sort of line it is.
func link(sort string, parts ...[]byte) (h Hash) {
	d := sha256.New()
	for _, p := range append([][]byte{[]byte(sort)}, parts...) {
		d.Write(number(int64(len(p))))
		d.Write(p)
	}
	d.Sum(h[:0])
	return h
}

// number writes a number in eight octets.
func number(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// Scan implements sql.Scanner.
func (h *Hash) Scan(x any) error {
	b, ok := x.([]byte)
	if !ok || len(b) != len(h) {
		return fmt.Errorf("store: no hash: %T of %d octets", x, len(b))
	}
	copy(h[:], b)
	return nil
}
