// Package langtest checks the sentences of a package in all languages: none is
// missing, each is in its language, and all have the same places for arguments.
package langtest

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/banken-ot/banken/sensor/lang"
)

// argument is a place for an argument.
var argument = regexp.MustCompile(`%\[\d\]s`)

// neutral are characters that say nothing in any language.
const neutral = "%[]0123456789s→：（）、～，,:() "

// Check reports what is wrong with a text as errors of t. same is set for one
// that is rightly the same in all languages.
func Check(t *testing.T, name string, x lang.Text, same bool) {
	t.Helper()
	if x.EN == "" || x.JA == "" || strings.TrimSpace(x.EN) == "" != (strings.TrimSpace(x.JA) == "") {
		t.Errorf("%s: %q / %q: a translation is missing", name, x.EN, x.JA)
	}
	if strings.ContainsFunc(x.EN, IsJapanese) {
		t.Errorf("%s: the English text is Japanese: %q", name, x.EN)
	}
	if !same && strings.Trim(x.JA, neutral) != "" && !strings.ContainsFunc(x.JA, IsJapanese) {
		t.Errorf("%s: the Japanese text is not: %q", name, x.JA)
	}
	en, ja := Arguments(x.EN), Arguments(x.JA)
	if !slices.Equal(en, ja) {
		t.Errorf("%s: places for arguments %v in English, %v in Japanese", name, en, ja)
	}
	if left := argument.ReplaceAllString(x.EN+x.JA, ""); strings.Contains(left, "%") {
		t.Errorf("%s: a place for an argument has no number: %q", name, left)
	}
}

// Arguments returns the different places for arguments, sorted.
func Arguments(s string) []string {
	list := argument.FindAllString(s, -1)
	slices.Sort(list)
	return slices.Compact(list)
}

// IsJapanese reports whether a character is one of Japanese.
func IsJapanese(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}
