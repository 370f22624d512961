// Package edition is a baseline as a file: what was learned in a form people read
// and compare, the state a sensor goes on from, who released it and why, chained to
// the edition before it, and signed.
//
// The readable part is authoritative for nothing: whoever loads an edition writes
// the text of its state anew and compares. So a text edited by hand is refused, and
// what a person reviewed is what will be used.
//
//	banken baseline 1
//	site: water works north
//	number: 3
//	time: 2026-03-16T00:00:00Z
//	by: Sato
//	note: after the spring shutdown
//	parent: <SHA-256 of edition 2, hexadecimal; zeros for the first>
//	key: <Ed25519 public key, base64>
//	signature: <over everything but this line, base64>
//
//	<lines of the baseline>
//
//	-- state --
//	<base64 of the state, compressed by gzip>
package edition

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// Edition is one version of a site's baseline. It owns its slices.
type Edition struct {
	Site   string
	Number int // from 1
	Time   time.Time
	By     string // who released it
	Note   string // why
	Parent [sha256.Size]byte
	Text   []byte // as model.Model.WriteText writes it
	State  []byte // as model.Model.AppendState writes it
	// Key and Signature are those of who signed it; nil when nobody did.
	Key       ed25519.PublicKey
	Signature []byte
}

// Faults of an edition.
var (
	ErrUnsigned  = errors.New("edition: it is not signed")
	ErrSignature = errors.New("edition: the signature does not fit: it was changed after it was signed")
	ErrForm      = errors.New("edition: not a baseline file")
)

// head is what an edition says of itself, but for the signature.
func (e *Edition) head() []byte {
	b := fmt.Appendf(nil, "%s\nsite: %s\nnumber: %d\ntime: %s\nby: %s\nnote: %s\nparent: %s\n", magic, line(e.Site), e.Number,
		e.Time.UTC().Format(time.RFC3339), line(e.By), line(e.Note), hex.EncodeToString(e.Parent[:]))
	if e.Key != nil {
		b = fmt.Appendf(b, "key: %s\n", base64.StdEncoding.EncodeToString(e.Key))
	}
	return b
}

// line makes a text fit for one line.
func line(s string) string {
	return string(bytes.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return ' '
		}
		return r
	}, []byte(s)))
}

// message is what is signed: the head, and the digests of text and state.
func (e *Edition) message() []byte {
	text, state := sha256.Sum256(e.Text), sha256.Sum256(e.State)
	b := e.head()
	b = append(b, text[:]...)
	return append(b, state[:]...)
}

// Hash returns what the next edition names as its parent.
func (e *Edition) Hash() [sha256.Size]byte { return sha256.Sum256(e.message()) }

// Sign signs the edition.
func (e *Edition) Sign(key ed25519.PrivateKey) {
	e.Key = key.Public().(ed25519.PublicKey)
	e.Signature = ed25519.Sign(key, e.message())
}

// Verify checks the signature by the key the edition names. Whether that key is to
// be believed is for the caller to say.
func (e *Edition) Verify() error {
	if len(e.Key) != ed25519.PublicKeySize || len(e.Signature) != ed25519.SignatureSize {
		return ErrUnsigned
	}
	if !ed25519.Verify(e.Key, e.message(), e.Signature) {
		return ErrSignature
	}
	return nil
}

// Follows reports whether e is the next edition after another.
func (e *Edition) Follows(before *Edition) bool {
	return e.Number == before.Number+1 && e.Parent == before.Hash()
}
