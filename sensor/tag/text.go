package tag

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"

	"github.com/banken-ot/banken/sensor/lang"
)

// decode makes UTF-8 of a file: UTF-8 with or without a byte order mark, or Shift_JIS as
// Windows writes it (code page 932). The fault tells the first line that is neither.
func decode(b []byte) ([]byte, *Fault) {
	if len(b) > MaxFile {
		return nil, &Fault{Text: tooLarge.Fill(MaxFile >> 20)}
	}
	if bytes.HasPrefix(b, []byte{0xff, 0xfe}) || bytes.HasPrefix(b, []byte{0xfe, 0xff}) {
		return nil, &Fault{Text: isUTF16}
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if utf8.Valid(b) {
		return b, nil
	}
	s, err := japanese.ShiftJIS.NewDecoder().Bytes(b)
	if bad := bytes.Index(s, []byte(string(utf8.RuneError))); err != nil || bad >= 0 {
		line := 0
		if bad >= 0 {
			line = 1 + bytes.Count(s[:bad], []byte{'\n'})
		}
		return nil, &Fault{Line: line, Text: badEncoding}
	}
	return s, nil
}

// separator is what stands between the cells: a comma, tab or semicolon, by the line
// that names the columns.
func separator(head string) rune {
	best, most := ',', 0
	for _, r := range ",\t;" {
		if n := strings.Count(head, string(r)); n > most {
			best, most = r, n
		}
	}
	return best
}

// plain makes a word comparable: in lower case, half-width where it is ASCII, without
// blanks, hyphens and underscores, and what stands in brackets at its end.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '　':
			return -1
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		}
		if r == ' ' || r == '-' || r == '_' {
			return -1
		}
		return r
	}, strings.ToLower(s))
	if i := strings.IndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") && !strings.Contains(s, "(ja)") && !strings.Contains(s, "(日本語)") && !strings.Contains(s, "(英語)") {
		s = s[:i]
	}
	return strings.ToLower(s)
}

// quoted shows what stands in a cell.
func quoted(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return utf8.RuneError
		}
		return r
	}, s)
}

// sorted lists what sorts of point a protocol has.
func sortNames(protocol string) lang.Text {
	var en, ja []string
	for i := range sorts {
		if sorts[i].protocol == protocol {
			en, ja = append(en, sorts[i].name.EN), append(ja, sorts[i].name.JA)
		}
	}
	return lang.Text{EN: strings.Join(en, ", "), JA: strings.Join(ja, "、")}
}
