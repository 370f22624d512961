package model

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// WriteText writes the baseline as people read it: a line for each entry, with
// tabs between its parts, in a fixed order, so that two versions can be compared
// line by line.
//
//	whitelist	approved	modbus 10.0.0.1 > 10.0.0.2:502 station 1 write holding-register 12	14 days	2026-03-02 .. 2026-03-16
func (m *Model) WriteText(w io.Writer) error {
	b := bufio.NewWriter(w)
	m.Entries(func(e *baseline.Entry) bool {
		_, err := b.Write(AppendLine(nil, e))
		return err == nil
	})
	return b.Flush()
}

// dateFormat is how days are written.
const dateFormat = "2006-01-02"

// AppendLine appends the line of an entry.
func AppendLine(dst []byte, e *baseline.Entry) []byte {
	dst = fmt.Appendf(dst, "%s\t%s\t%s\t%s\t", e.Detector, e.Standing, e.Subject, e.Facts)
	if e.Days > 0 {
		dst = fmt.Appendf(dst, "%d days", e.Days)
	}
	return fmt.Appendf(dst, "\t%s .. %s\n", date(e.First), date(e.Last))
}

func date(t time.Time) string {
	if t.IsZero() || t.UnixNano() == 0 {
		return "-"
	}
	return t.UTC().Format(dateFormat)
}

// Line is a line of the readable form, taken apart.
type Line struct{ Detector, Standing, Subject, Facts, Days, Dates string }

// ParseText takes the readable form apart. Lines that are empty or begin with # are
// passed over.
func ParseText(text []byte) (lines []Line, err error) {
	n := 0
	for line := range bytes.Lines(text) {
		n++
		s := strings.TrimRight(string(line), "\r\n")
		if s == "" || s[0] == '#' {
			continue
		}
		f := strings.Split(s, "\t")
		if len(f) != 6 {
			return nil, fmt.Errorf("model: line %d has %d parts between tabs, not 6", n, len(f))
		}
		lines = append(lines, Line{f[0], f[1], f[2], f[3], f[4], f[5]})
	}
	return lines, nil
}

// Change is a difference between two versions of a baseline. Old is empty where
// something is new, New where something is gone.
type Change struct {
	Detector, Subject string
	Old, New          Line
}

// Diff returns what differs between two readable forms in standing or in what was
// learned. Counts of days and dates alone are no difference.
func Diff(older, newer []Line) (changes []Change) {
	type key struct{ detector, subject string }
	before := make(map[key]Line, len(older))
	for _, l := range older {
		before[key{l.Detector, l.Subject}] = l
	}
	seen := make(map[key]bool, len(newer))
	for _, l := range newer {
		k := key{l.Detector, l.Subject}
		seen[k] = true
		if o, ok := before[k]; !ok || o.Standing != l.Standing || o.Facts != l.Facts {
			changes = append(changes, Change{l.Detector, l.Subject, o, l})
		}
	}
	for _, l := range older {
		if !seen[key{l.Detector, l.Subject}] {
			changes = append(changes, Change{l.Detector, l.Subject, l, Line{}})
		}
	}
	return changes
}
