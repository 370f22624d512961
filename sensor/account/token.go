package account

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"strings"
	"time"
)

// TokenLife is how long a one-time token may be used.
const TokenLife = 24 * time.Hour

// tokenOctets is the strength of a token: 128 bits cannot be guessed.
const tokenOctets = 16

// letters of tokens: none looks like another, for tokens are also read from a screen
// and typed.
const letters = "abcdefghijkmnpqrstuvwxyz23456789"

var encoding = base32.NewEncoding(letters).WithPadding(base32.NoPadding)

// NewToken returns a new token, and the hash by which it is known again: only that is
// kept.
func NewToken() (token string, hash [sha256.Size]byte) {
	b := make([]byte, tokenOctets)
	rand.Read(b) // never fails: crypto/rand
	token = encoding.EncodeToString(b)
	return token, HashToken(token)
}

// HashToken returns the hash of a token. How it is written does not matter: spaces,
// hyphens, capitals and full-width letters.
func HashToken(token string) [sha256.Size]byte {
	token = strings.NewReplacer("-", "", " ", "").Replace(strings.ToLower(narrow(strings.TrimSpace(token))))
	return sha256.Sum256([]byte("banken token 1 " + token))
}

// SameToken compares hashes of tokens, in the same time whatever they are.
func SameToken(a, b [sha256.Size]byte) bool { return subtle.ConstantTimeCompare(a[:], b[:]) == 1 }

// Fresh reports whether a token that was made and expires at times is valid. One that
// was made in the future, while the clock was wrong, is not.
func Fresh(now, made, expires time.Time) bool {
	return !now.Before(made.Add(-time.Minute)) && now.Before(expires)
}
