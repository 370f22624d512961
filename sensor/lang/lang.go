// Package lang holds what all parts that speak to people share: the languages,
// sentences in all of them, and how many cells a sentence takes on a screen.
//
// Each package that prints has one table of its sentences, each a Text. The
// language is chosen once, at the start, and passed down; nothing here keeps it.
// Forms for machines (JSON, Zeek logs, transcripts) have no language.
package lang

import "strings"

// Language is what people are spoken to in.
type Language uint8

// The languages.
const (
	English Language = iota
	Japanese
)

// languageNames are the codes of ISO 639-1.
var languageNames = [...]string{English: "en", Japanese: "ja"}

// Languages is how many there are.
const Languages = len(languageNames)

// String returns the code of ISO 639-1: "ja".
func (l Language) String() string {
	if int(l) < len(languageNames) {
		return languageNames[l]
	}
	return languageNames[English]
}

// Parse returns the language of a code of ISO 639-1.
func Parse(s string) (l Language, ok bool) {
	for i, name := range languageNames {
		if s == name {
			return Language(i), true
		}
	}
	return English, false
}

// FromEnvironment returns the language of messages that the environment asks
// for: the first variable that is set of LC_ALL, LC_MESSAGES and LANG (POSIX.1,
// 8.2). A locale of Japanese is Japanese; all others, "C" and none are English.
func FromEnvironment(getenv func(string) string) Language {
	for _, name := range [...]string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := getenv(name); locale != "" {
			return ofLocale(locale)
		}
	}
	return English
}

// ofLocale takes language[_territory][.codeset][@modifier] apart.
func ofLocale(locale string) Language {
	if i := strings.IndexAny(locale, "_.@-"); i >= 0 {
		locale = locale[:i]
	}
	if l, ok := Parse(strings.ToLower(locale)); ok || !strings.EqualFold(locale, "japanese") {
		return l
	}
	return Japanese
}
