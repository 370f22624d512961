package tag

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/sensor/lang"
)

// Read reads a list of points in CSV, as docs/tags.md has it. device returns the address
// of a device by its name; ok is false where none, or more than one, is called so. The
// error is Faults, with everything that is wrong.
func Read(file []byte, device func(name string) (a netip.Addr, ok bool)) ([]Tag, error) {
	text, fault := decode(file)
	if fault != nil {
		return nil, Faults{*fault}
	}
	l := &lister{device: device, taken: map[place]int32{}}
	head := l.directives(text)
	l.csv = csv.NewReader(bytes.NewReader(text))
	l.csv.Comma, l.csv.Comment = separator(head), '#'
	l.csv.FieldsPerRecord, l.csv.TrimLeadingSpace, l.csv.ReuseRecord = -1, l.csv.Comma != '\t', true
	if err := l.head(); err != nil {
		return nil, err
	}
	return l.all()
}

// lister reads a list.
type lister struct {
	csv         *csv.Reader
	device      func(string) (netip.Addr, bool)
	base, order string     // for the whole file; "" for none
	ids         []columnID // by place
	headings    []string
	list        []Tag
	lines       []int32 // of the tags
	taken       map[place]int32
	faults      Faults
}

// full reports whether no more faults are told.
func (l *lister) full() bool { return len(l.faults) >= maxFaults }

func (l *lister) fault(f Fault) { l.faults = append(l.faults, f) }

// directives reads the lines before the column names, and returns that with the names.
func (l *lister) directives(text []byte) string {
	for line := range strings.Lines(string(text[:min(len(text), 1<<16)])) {
		line = strings.Trim(strings.TrimSpace(line), `",;`)
		if note, ok := strings.CutPrefix(line, "#"); ok {
			l.directive(note)
		} else if line != "" {
			return line
		}
	}
	return ""
}

// directive sets what holds for the whole file. Other notes are nobody's business.
func (l *lister) directive(note string) {
	key, value, ok := strings.Cut(note, "=")
	id := columnOf(strings.TrimSpace(key))
	if value = strings.TrimSpace(value); !ok || id < 0 {
		return
	}
	switch id {
	case colBase:
		l.base = value
	case colOrder:
		l.order = value
	default:
		l.fault(Fault{Text: badDirective.Fill(strings.TrimSpace(key))})
	}
}

// head reads the names of the columns.
func (l *lister) head() error {
	names, err := l.csv.Read()
	if err == io.EOF {
		return Faults{{Line: 1, Text: noHead}}
	}
	if err := l.trouble(err); err != nil {
		return err
	}
	if len(names) == 0 {
		return l.faults
	}
	line, _ := l.csv.FieldPos(0)
	seen := [columnCount]bool{}
	for i, name := range names {
		id := columnID(-1)
		if name = strings.TrimSpace(name); name != "" {
			id = columnOf(name)
			switch {
			case id < 0:
				l.fault(Fault{line, i + 1, quoted(name), unknownColumn.Fill(quoted(name), columnNames())})
			case seen[id]:
				l.fault(Fault{line, i + 1, quoted(name), columnTwice})
			default:
				seen[id] = true
			}
		}
		l.ids, l.headings = append(l.ids, id), append(l.headings, name)
	}
	if !seen[colDevice] || !seen[colNumber] {
		l.faults = append(Faults{{Line: line, Text: noHead}}, l.faults...)
	}
	if len(l.faults) > 0 {
		return l.faults
	}
	return nil
}

// trouble notes what the CSV reader found; it returns what is no matter of the text.
func (l *lister) trouble(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		l.fault(Fault{Line: parse.StartLine, Text: badCSV.Fill(parse.Err)})
		return nil
	}
	if err != nil {
		return fmt.Errorf("tag: %w", err)
	}
	return nil
}

// all reads the points.
func (l *lister) all() ([]Tag, error) {
	for {
		record, err := l.csv.Read()
		if err == io.EOF {
			break
		}
		if err := l.trouble(err); err != nil {
			return nil, err
		}
		if err == nil {
			l.record(record)
		}
		if l.full() {
			l.fault(Fault{Text: tooManyFaults})
			break
		}
		if len(l.list) > MaxTags {
			l.fault(Fault{Text: tooManyTags.Fill(strconv.Itoa(MaxTags))})
			break
		}
	}
	if len(l.faults) > 0 {
		return nil, l.faults
	}
	return l.list, nil
}

// record reads one point. A line without anything in it is none.
func (l *lister) record(cells []string) {
	line, _ := l.csv.FieldPos(0)
	r := row{lister: l, line: line}
	empty := true
	for i, id := range l.ids {
		if id < 0 {
			continue
		}
		r.at[id] = i
		if i < len(cells) {
			r.cells[id] = strings.TrimSpace(cells[i])
			empty = empty && r.cells[id] == ""
		}
	}
	if empty {
		return
	}
	before := len(l.faults)
	r.read()
	if len(l.faults) == before {
		l.add(r.tag, line)
	}
}

// add takes a point that is right by itself.
func (l *lister) add(t Tag, line int) {
	for n := range t.registers() {
		p := t.place()
		p.index += n
		if before, ok := l.taken[p]; ok {
			other := l.list[before]
			text := overlaps
			if other.Index == t.Index {
				text = isTwice
			}
			l.fault(Fault{Line: line, Text: text.Fill(strconv.Itoa(int(l.lines[before])), quoted(other.Label(lang.English)))})
			return
		}
	}
	for n := range t.registers() {
		p := t.place()
		p.index += n
		l.taken[p] = int32(len(l.list))
	}
	l.list, l.lines = append(l.list, t), append(l.lines, int32(line))
}
