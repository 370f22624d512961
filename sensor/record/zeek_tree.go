package record

import (
	"strings"

	"github.com/banken-ot/banken/protocols/wire"
)

// zeekTree is the fields of one structure or list, with all they head.
type zeekTree struct {
	fields []wire.Field
	depth  uint8
}

func treeOf(fields []wire.Field) zeekTree { return zeekTree{fields: fields} }

// end returns the place behind the field at i and what it heads.
func (t zeekTree) end(i int) int {
	for i++; i < len(t.fields) && t.fields[i].Depth > t.depth; i++ {
	}
	return i
}

// each calls f with the fields of the structure, or the elements of the list, and
// what each heads.
func (t zeekTree) each(f func(field *wire.Field, below zeekTree)) {
	for i := 0; i < len(t.fields); {
		next := t.end(i)
		f(&t.fields[i], zeekTree{t.fields[i+1 : next], t.depth + 1})
		i = next
	}
}

// take takes the first element off a list and returns what it holds: the fields of
// a structure, or a scalar alone. Of an empty list it returns nothing.
func (t *zeekTree) take() (e zeekTree) {
	if len(t.fields) == 0 {
		return e
	}
	next := t.end(0)
	e = zeekTree{t.fields[:next:next], t.depth}
	if t.fields[0].Value.Kind == wire.KindStruct {
		e = zeekTree{t.fields[1:next:next], t.depth + 1}
	}
	t.fields = t.fields[next:]
	return e
}

// elements calls f with what each element of the list holds.
func (t zeekTree) elements(f func(zeekTree)) {
	for len(t.fields) > 0 {
		f(t.take())
	}
}

// at finds a field by its path, names separated by slashes; nil when there is
// none.
func (t zeekTree) at(path string) (*wire.Field, zeekTree) {
	name, rest, deeper := strings.Cut(path, "/")
	for i := 0; i < len(t.fields); {
		next := t.end(i)
		if t.fields[i].Name == name {
			below := zeekTree{t.fields[i+1 : next], t.depth + 1}
			if deeper {
				return below.at(rest)
			}
			return &t.fields[i], below
		}
		i = next
	}
	return nil, zeekTree{}
}
