package record

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/protocols/wire"
)

// zeekSource is where the value of a column of an OPC UA log is from. In a form it
// is written
//
//	<PATH           in the request: its message, or the element the line is about
//	>PATH           likewise in the response
//	*PATH           in the request, else in the response
//	=LIST/PATH      of a result: in the element of the request's list it belongs to
//	~Session, ~User whose request it is, as far as that was seen
//	#TEXT           always TEXT
//	<@LABEL?PATH    the link LABEL of the request, when it has a field PATH
//	>@LABEL#?PATH   the same of the response, with the index of the element
//	>@LABEL^        with the index of the element that holds the list
//	>!NUMBER/PATH   the link of the status at PATH, which gets a line in
//	                opcua_binary_status_code_detail.log; NUMBER is its source
//
// A path names fields, from the outermost in. "." is a scalar element itself.
type zeekSource struct {
	kind     valueForm
	from     byte // < > * =, 0 for none
	link     bool
	ownIndex bool // of the element
	ofIndex  bool // of the element that holds the list
	label    string
	status   int // source number and 1; 0 for none
	path     string
}

// sourced adds a column, or those of a NodeId.
func (x *zeekTable) sourced(name, kind, source string) error {
	if cells, ok := map[string]int{"node": 6, "expanded-node": 8}[kind]; ok {
		for i, c := range nodeCells[:cells] {
			s := zeekSource{}
			if i == 0 { // fills all of them
				s = parseSource(source)
				s.kind = formNode
				x.related(source)
			}
			x.append(zeekColumn{name + c[0], c[1], s})
		}
		return nil
	}
	f, ok := valueForms[kind]
	if !ok {
		return fmt.Errorf("column %s has no type %q", name, kind)
	}
	s := parseSource(source)
	s.kind = f.form
	x.related(source)
	x.append(zeekColumn{name, f.kind, s})
	return nil
}

// related notes the list that a source of the form =LIST/PATH names.
func (x *zeekTable) related(source string) {
	if list, ok := strings.CutPrefix(source, "="); ok {
		x.peers, _, _ = strings.Cut(list, "/")
	}
}

// parseSource reads the source of a column.
func parseSource(text string) (s zeekSource) {
	if text == "" {
		return s
	}
	s.from, text = text[0], text[1:]
	switch {
	case s.from == '=':
		_, s.path, _ = strings.Cut(text, "/")
	case strings.HasPrefix(text, "@"):
		s.link = true
		s.label, s.path, _ = strings.Cut(text[1:], "?")
		s.label, s.ownIndex = strings.CutSuffix(s.label, "#")
		s.label, s.ofIndex = strings.CutSuffix(s.label, "^")
	case strings.HasPrefix(text, "!"):
		number, path, _ := strings.Cut(text[1:], "/")
		n, _ := strconv.Atoi(number)
		s.status, s.path = n+1, path
	default:
		s.path = text
	}
	return s
}

// fill sets the cells of a row that have a source.
func (z *Zeek) fill(r *zeekRow, w *opcuaWhere) {
	for i := range r.table.columns {
		c := &r.table.columns[i]
		if c.source.from == 0 || c.source.from == '<' && !w.has(wire.ToServer) || c.source.from == '>' && !w.has(wire.ToClient) {
			continue
		}
		z.fillCell(r, i, w)
	}
}

// has tells whether the line is about a half.
func (w *opcuaWhere) has(dir wire.Direction) bool { return w.trees[dir].fields != nil }

func (z *Zeek) fillCell(r *zeekRow, place int, w *opcuaWhere) {
	s := &r.table.columns[place].source
	dir := w.dir
	switch s.from {
	case '<':
		dir = wire.ToServer
	case '>':
		dir = wire.ToClient
	case '#':
		r.text = r.cellAt(place, append(r.text, s.path...))
		return
	}
	f, below := w.find(s, dir)
	switch {
	case s.link:
		if f != nil || s.path == "" {
			r.linkAt(place, w.linkNumber(s, dir))
		}
	case f == nil:
	case s.status > 0:
		link := linkOf(w.t, dir, w.label, s.path, w.of<<16+w.index)
		z.status(w.t, dir, link, s.status-1, uint32(f.Value.Num))
		r.linkAt(place, link)
	default:
		r.form(place, f, below)
	}
}

// find looks up the field of a source.
func (w *opcuaWhere) find(s *zeekSource, dir wire.Direction) (*wire.Field, zeekTree) {
	switch s.from {
	case '=':
		return w.peer.at(s.path)
	case '~':
		if s.path == "User" {
			return w.user, zeekTree{}
		}
		return w.session, zeekTree{}
	case '*':
		if f, below := w.trees[wire.ToServer].at(s.path); f != nil {
			return f, below
		}
		return w.trees[wire.ToClient].at(s.path)
	}
	t := w.trees[dir]
	switch {
	case s.path == "":
		return nil, zeekTree{}
	case s.path == "." && len(t.fields) > 0:
		return &t.fields[0], t
	}
	return t.at(s.path)
}

// linkNumber returns what a link stands for.
func (w *opcuaWhere) linkNumber(s *zeekSource, dir wire.Direction) uint64 {
	i := 0
	switch {
	case s.ownIndex:
		i = w.index
	case s.ofIndex:
		i = w.of
	}
	return linkOf(w.t, dir, s.label, "", i)
}
