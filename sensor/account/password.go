package account

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The lengths of passwords, in characters after normalisation. NIST SP 800-63B asks for
// at least 8 (revision 3, 5.1.1.2), and for 15 where a password stands alone (revision
// 4, 3.1.1.2): the console is reached from the plant's own network only, and attempts
// are few (see Limits). At most is far beyond the 64 that must be possible.
const (
	LeastPassword = 12
	MostPassword  = 256
)

// maxPasswordOctets bounds what is normalised: as many octets as characters of four.
const maxPasswordOctets = 4 * MostPassword

// Normalise returns a password as it is hashed: in form NFKC (NIST SP 800-63B, Unicode
// Standard Annex 15), in which full-width characters are the ordinary ones. ok is false
// for what cannot be a password.
func Normalise(password string) (normal string, ok bool) {
	if len(password) > maxPasswordOctets || !utf8.ValidString(password) {
		return "", false
	}
	return norm.NFKC.String(password), true
}

// CheckPassword returns what is wrong with a new password of a person, nil for nothing.
func CheckPassword(password, name string) error {
	normal, ok := Normalise(password)
	n := utf8.RuneCountInString(normal)
	switch {
	case len(password) > maxPasswordOctets || n > MostPassword:
		return &Fault{ErrPassword, tooLong.Fill(MostPassword)}
	case !ok || strings.ContainsFunc(normal, unicode.IsControl):
		return &Fault{ErrPassword, unusable}
	case n < LeastPassword:
		return &Fault{ErrPassword, tooShort.Fill(LeastPassword)}
	case follows(normal, name):
		return &Fault{ErrPassword, likeName}
	case common(normal):
		return &Fault{ErrPassword, wellKnown}
	}
	return nil
}

// leastOwn is how many characters a password must have besides its owner's name.
const leastOwn = 6

// follows reports whether a password is little more than a name.
func follows(password, name string) bool {
	rest := strings.ToLower(password)
	if name == "" || !strings.Contains(rest, name) {
		return false
	}
	return utf8.RuneCountInString(strings.ReplaceAll(rest, name, "")) < leastOwn
}

// common reports whether a password is among what is tried first: in the list, the
// list's words with some digits and signs around, one short piece again and again, or a
// row of neighbours.
func common(password string) bool {
	p := strings.ToLower(password)
	bare := strings.TrimFunc(p, func(r rune) bool { return !unicode.IsLetter(r) })
	return slices.Contains(commonPasswords[:], p) || slices.Contains(commonWords[:], repeated(bare)) || period([]rune(p)) <= longestPiece || row(p)
}

// longestPiece is how long a piece may be that a password only repeats: "abc123abc123"
// is no more than "abc123".
const longestPiece = 6

// repeated returns that piece.
func repeated(p string) string {
	r := []rune(p)
	return string(r[:period(r)])
}

// period is how long the shortest piece is that a text is a repetition of, the last
// time perhaps only its beginning.
func period(r []rune) int {
	for n := 1; n < len(r); n++ {
		if slices.Equal(r[n:], r[:len(r)-n]) {
			return n
		}
	}
	return len(r)
}

// row reports whether each character is the neighbour of the one before, in the
// alphabet or among the digits, all up or all down.
func row(p string) bool {
	r := []rune(p)
	up, down := 0, 0
	for i := 1; i < len(r); i++ {
		switch {
		case r[i] == r[i-1]+1 || r[i-1] == '9' && r[i] == '0':
			up++
		case r[i] == r[i-1]-1 || r[i-1] == '0' && r[i] == '9':
			down++
		}
	}
	return up == len(r)-1 || down == len(r)-1
}
