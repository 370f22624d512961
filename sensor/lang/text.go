package lang

import (
	"fmt"
	"strconv"
)

// Text is a sentence or word in all languages. Places for arguments are %[1]s,
// %[2]s and so on, so that each language may order them as it needs.
type Text struct {
	EN string `json:"en"`
	JA string `json:"ja"`
}

// Plain is a text that is the same in all languages: a name or a figure.
func Plain(s string) Text { return Text{EN: s, JA: s} }

// Empty reports whether there is nothing to say.
func (t Text) Empty() bool { return t.EN == "" && t.JA == "" }

// In returns the text in a language.
func (t Text) In(l Language) string {
	if l == Japanese {
		return t.JA
	}
	return t.EN
}

// Say returns the text in a language, with arguments in their places: a Text in
// that language, a uint64 or int, which count, in groups of three digits, and
// all else as fmt.Sprint writes it.
func (t Text) Say(l Language, args ...any) string {
	if len(args) == 0 {
		return t.In(l)
	}
	own := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case Text:
			own[i] = a.In(l)
		case uint64:
			own[i] = Thousands(a)
		case int:
			own[i] = Thousands(uint64(max(a, 0)))
		default:
			own[i] = fmt.Sprint(a)
		}
	}
	return fmt.Sprintf(t.In(l), own...)
}

// Fill is Say in all languages.
func (t Text) Fill(args ...any) Text {
	if len(args) == 0 {
		return t
	}
	return Text{EN: t.Say(English, args...), JA: t.Say(Japanese, args...)}
}

// Thousands writes a figure in groups of three digits.
func Thousands(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
