package account

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/banken-ot/banken/sensor/lang"
)

// Bounds of what is kept of a person.
const (
	maxName    = 32 // characters; a name is typed at each sign-in
	maxDisplay = 64 // characters; a name with a department
)

// reserved are names under which parts of the sensor stand in the audit trail.
var reserved = [...]string{"banken", "console", "root", "sensor", "sign-in", "time"}

// Person is somebody who may sign in. How they prove it is not part of it.
type Person struct {
	Name     string    `json:"name"` // with which they sign in, as ParseName returns it
	Display  string    `json:"display_name"`
	Language string    `json:"language"` // ISO 639-1
	Role     Role      `json:"role"`
	Created  time.Time `json:"created"`
	Disabled time.Time `json:"disabled,omitzero"`
	// Password is when the present one was set; the zero time: there is none yet.
	Password time.Time `json:"password_set,omitzero"`
	SignedIn time.Time `json:"signed_in,omitzero"` // the last time
	// Revision rises when password or role change, and when the person is disabled:
	// sessions of an earlier one are over.
	Revision int64 `json:"revision"`
}

// May reports whether a person has a right.
func (p *Person) May(x Right) bool { return p.Disabled.IsZero() && p.Role.May(x) }

// Speaks is the person's language.
func (p *Person) Speaks() lang.Language {
	l, _ := lang.Parse(p.Language)
	return l
}

// ParseName returns the name under which a person is kept: letters, digits, dots,
// hyphens and underscores of ASCII, in lower case. Full-width characters, as a Japanese
// keyboard may produce them, are taken for theirs.
func ParseName(text string) (string, error) {
	name := strings.ToLower(narrow(strings.TrimSpace(text)))
	ok := name != "" && len(name) <= maxName && letterOrDigit(rune(name[0])) && !slices.Contains(reserved[:], name)
	for _, r := range name {
		ok = ok && (letterOrDigit(r) || strings.ContainsRune("._-", r))
	}
	if !ok {
		return "", &Fault{ErrName, wrongName.Fill(shown(text), maxName)}
	}
	return name, nil
}

func letterOrDigit(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

// narrow makes ASCII of full-width characters (Unicode, U+FF01 to U+FF5E).
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
}

// ParseDisplay returns the name by which others call a person; where none is told, the
// one with which they sign in.
func ParseDisplay(text, name string) (string, error) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return name, nil
	}
	if !utf8.ValidString(text) || utf8.RuneCountInString(text) > maxDisplay || strings.ContainsFunc(text, unprintable) {
		return "", &Fault{ErrName, wrongDisplay.Fill(maxDisplay)}
	}
	return text, nil
}

// unprintable are characters that show nothing, or show others in another order.
func unprintable(r rune) bool { return unicode.Is(unicode.C, r) }

// ParseLanguage returns the code of a language that people are spoken to in; Japanese
// where none is told.
func ParseLanguage(text string) (string, error) {
	if text == "" {
		return lang.Japanese.String(), nil
	}
	l, ok := lang.Parse(text)
	if !ok {
		return "", &Fault{ErrName, wrongLanguage.Fill(shown(text))}
	}
	return l.String(), nil
}

// shown is what somebody wrote, as far as it is told back.
func shown(text string) string {
	text = strings.Map(func(r rune) rune {
		if unprintable(r) {
			return -1
		}
		return r
	}, text)
	if r := []rune(text); len(r) > maxName {
		return string(r[:maxName]) + "…"
	}
	return text
}
