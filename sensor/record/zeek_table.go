package record

import (
	"fmt"
	"strings"
)

// maxZeekColumns is the most columns a log may have.
const maxZeekColumns = 96

// zeekTable is the form of one log.
type zeekTable struct {
	path    string
	place   int // in zeekTables.all
	columns []zeekColumn
	places  map[string]int // of columns, by name
	ends    bool           // has is_orig and the ends of the message
	// lists says, by wire.Direction, what has lines in a log that is filled by its
	// columns' sources, see opcuaForms.
	lists [2][]string
	// peers is the list of the request whose elements a response's results belong
	// to; "" for none.
	peers string
}

// zeekColumn is one column: its name, Zeek's type, and where its value is from
// when the log is filled by it.
type zeekColumn struct {
	name, kind string
	source     zeekSource
}

// Places of the columns that every log has, and of those of the group "ends".
const (
	placeTime        = 0
	placeUID         = 1
	placeClient      = 2 // and its port
	placeServer      = 4
	placeEnds        = 6
	placeSource      = 7
	placeDestination = 9
)

// zeekTables are all logs.
type zeekTables struct {
	all    []*zeekTable
	byPath map[string]*zeekTable
	// byService are the logs that are filled by their sources.
	byService map[string][]*zeekTable
}

// makeZeekTables reads the forms of all logs.
func makeZeekTables() (*zeekTables, error) {
	t := &zeekTables{byPath: map[string]*zeekTable{}, byService: map[string][]*zeekTable{}}
	for _, forms := range []string{connForms, modbusForms, dnp3Forms, opcuaForms} {
		if err := t.read(forms); err != nil {
			return nil, fmt.Errorf("record: forms of zeek logs: %w", err)
		}
	}
	return t, nil
}

// read reads forms: a line "log PATH" begins one, every other line is a column,
// "NAME TYPE", or one of the groups every log shares.
func (t *zeekTables) read(forms string) error {
	var x *zeekTable
	for line := range strings.Lines(forms) {
		f := strings.Fields(line)
		switch {
		case len(f) == 0:
		case f[0] == "log" && len(f) >= 2:
			x = t.add(f[1], f[2:])
		case x == nil:
			return fmt.Errorf("column %q without a log", line)
		default:
			if err := x.column(f); err != nil {
				return fmt.Errorf("log %s: %w", x.path, err)
			}
		}
	}
	return nil
}

// add begins a log; fill says of which OPC UA services, separated by commas, and
// from which list of the request and of the response it is filled.
func (t *zeekTables) add(path string, fill []string) *zeekTable {
	x := &zeekTable{path: path, places: map[string]int{}}
	x.group(strings.Fields("ts time uid string id.orig_h addr id.orig_p port id.resp_h addr id.resp_p port"))
	x.place = len(t.all)
	t.all = append(t.all, x)
	t.byPath[path] = x
	if len(fill) == 3 {
		x.lists = [2][]string{parseList(fill[1]), parseList(fill[2])}
		for service := range strings.SplitSeq(fill[0], ",") {
			t.byService[service] = append(t.byService[service], x)
		}
	}
	return x
}

// parseList reads the name of a list, or of lists inside each element of a list:
// "OUTER/INNER", with a dot between the names of INNER's path.
func parseList(text string) []string {
	list := strings.Split(text, "/")
	if len(list) > 1 || len(text) > 1 {
		for i := range list {
			list[i] = strings.ReplaceAll(list[i], ".", "/")
		}
	}
	return list
}

func (x *zeekTable) group(fields []string) {
	for i := 0; i+1 < len(fields); i += 2 {
		x.append(zeekColumn{name: fields[i], kind: fields[i+1]})
	}
}

func (x *zeekTable) append(c zeekColumn) {
	x.places[c.name] = len(x.columns)
	x.columns = append(x.columns, c)
}

// column adds the column of one line of a form.
func (x *zeekTable) column(f []string) error {
	switch {
	case len(f) == 1 && f[0] == "ends" && len(x.columns) == placeEnds:
		x.ends = true
		x.group(strings.Fields("is_orig bool source_h addr source_p port destination_h addr destination_p port"))
		return nil
	case len(f) < 2:
		return fmt.Errorf("column %q has no type", f[0])
	}
	source := ""
	if len(f) > 2 {
		source = f[2]
	}
	if err := x.sourced(f[0], f[1], source); err != nil {
		return err
	}
	if len(x.columns) > maxZeekColumns || len(x.places) != len(x.columns) {
		return fmt.Errorf("column %s repeats, or is one too many", f[0])
	}
	return nil
}
