package oracle

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/banken-ot/banken/deploy/conformance"
	"github.com/banken-ot/banken/protocols/dnp3"
	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/opcua"
	"github.com/banken-ot/banken/protocols/opcua/opcuagen"
	"github.com/banken-ot/banken/protocols/wire"
)

var update = flag.Bool("update", false, "write testdata anew, from the installed tshark")

// generated are the scripted conversations of all protocols.
var generated = []struct {
	protocol *wire.Protocol
	cases    func() []wire.Case
}{
	{&modbus.Protocol, modbusgen.Cases},
	{&dnp3.Protocol, dnp3gen.Cases},
	{&opcua.Protocol, opcuagen.Cases},
}

// script writes the cases of a protocol to one capture, and returns its name and
// behind which frame each case begins.
func script(t *testing.T, p *wire.Protocol, cases []wire.Case) (name string, begins []int) {
	t.Helper()
	var b bytes.Buffer
	s, err := conformance.NewScript(&b)
	if err != nil {
		t.Fatal(err)
	}
	for i := range cases {
		begins = append(begins, countFrames(b.Bytes()))
		// hosts of their own: tshark joins DNP3 segments by addresses alone
		if err := s.Case(p, &cases[i], byte(1+i%100), byte(101+i/100)); err != nil {
			t.Fatal(err)
		}
	}
	name = filepath.Join(t.TempDir(), p.Name+".pcap")
	if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return name, begins
}

// countFrames counts the records of a pcap, least octet first.
func countFrames(b []byte) (n int) {
	const fileHeader, recordHeader, lengthAt = 24, 16, 8
	for at := fileHeader; at < len(b); n++ {
		at += recordHeader + int(binary.LittleEndian.Uint32(b[at+lengthAt:]))
	}
	return n
}

// split gives each case its rows, with frames counted from its beginning.
func split(rows []Row, cases []wire.Case, begins []int) map[string][]Row {
	all := map[string][]Row{}
	for _, c := range cases {
		all[c.Name] = nil
	}
	for _, r := range rows {
		i, _ := slices.BinarySearch(begins, int(r.Frame)) // the first that begins behind it
		i--
		r.Frame -= uint64(begins[i])
		all[cases[i].Name] = append(all[cases[i].Name], r)
	}
	return all
}

// mappingsOf returns the names of a protocol's mappings.
func mappingsOf(p *wire.Protocol) (names []string) {
	for _, m := range Mappings() {
		if m.Protocol == p.Name {
			names = append(names, m.name())
		}
	}
	return names
}

// TestGenerated compares the scripted conversations with the rows of tshark's that
// are committed; tshark is not needed.
func TestGenerated(t *testing.T) {
	x := newComparison(t)
	x.generated(t)
	x.report(t, false)
}

func (x *comparison) generated(t *testing.T) {
	for _, g := range generated {
		cases := g.cases()
		name, begins := script(t, g.protocol, cases)
		rows, _, err := Banken(name, x.maps)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mappingsOf(g.protocol) {
			ours := split(rows[m], cases, begins)
			for _, c := range cases {
				t.Run(m+"/"+c.Name, func(t *testing.T) {
					theirs, err := readRows(m, c.Name)
					if err != nil {
						t.Fatal(err)
					}
					x.compare(t, "generated/"+m+"/"+c.Name, &Capture{Ours: map[string][]Row{m: ours[c.Name]}, Theirs: &Dissection{Rows: map[string][]Row{m: theirs}}})
				})
			}
		}
	}
}

// TestCommitted makes the committed rows anew and compares them with those that
// are there. With -update it writes them.
func TestCommitted(t *testing.T) {
	needTshark(t)
	version := tsharkVersion(t)
	maps := Mappings()
	for _, g := range generated {
		t.Run(g.protocol.Name, func(t *testing.T) {
			t.Parallel()
			cases := g.cases()
			name, begins := script(t, g.protocol, cases)
			_, ports, err := Banken(name, maps)
			if err != nil {
				t.Fatal(err)
			}
			d, err := Tshark(t.Context(), name, maps, ports)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range mappingsOf(g.protocol) {
				commit(t, m, version, split(d.Rows[m], cases, begins))
			}
		})
	}
}

// commit compares the rows of all cases of a mapping with the files, or writes
// them.
func commit(t *testing.T, mapping, version string, rows map[string][]Row) {
	folder := filepath.Join("testdata", mapping)
	if *update {
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		text := formatRows(version, rows[name])
		if *update {
			if err := os.WriteFile(rowsFile(mapping, name), text, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		kept, err := os.ReadFile(rowsFile(mapping, name))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(withoutHeader(kept), withoutHeader(text)) {
			t.Errorf("%s: the rows are not those of the installed %s; go test -run TestCommitted -update writes them", name, version)
		}
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(rows) {
		t.Errorf("%s: %d files, %d cases", mapping, len(files), len(rows))
	}
}

func rowsFile(mapping, name string) string {
	return filepath.Join("testdata", mapping, name+".tsv")
}

// tsharkVersion returns the first line of what tshark says of itself.
func tsharkVersion(t *testing.T) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "tshark", "-v").Output()
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(out), "\n")
	return line
}

// formatRows writes rows as lines: frame, Head, Limit, Why, Aside, items, separated
// by tabs.
func formatRows(version string, rows []Row) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n", version)
	for _, r := range rows {
		fmt.Fprintf(&b, "%d\t%d\t%d\t%s\t%s\t%s\n", r.Frame, r.Head, r.Limit, r.Why, r.Aside, strings.Join(r.Items, "\t"))
	}
	return b.Bytes()
}

func withoutHeader(b []byte) []byte {
	_, rest, _ := bytes.Cut(b, []byte("\n"))
	return rest
}

// readRows reads the committed rows of a case.
func readRows(mapping, name string) ([]Row, error) {
	b, err := os.ReadFile(rowsFile(mapping, name))
	if err != nil {
		return nil, err
	}
	var rows []Row
	for line := range strings.Lines(string(withoutHeader(b))) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(cells) < 6 {
			return nil, fmt.Errorf("oracle: %s/%s: line %q", mapping, name, line)
		}
		frame, err := strconv.ParseUint(cells[0], 10, 64)
		if err != nil {
			return nil, err
		}
		head, _ := strconv.Atoi(cells[1])
		limit, _ := strconv.Atoi(cells[2])
		rows = append(rows, Row{Frame: frame, Head: head, Limit: limit, Why: cells[3], Aside: cells[4], Items: cells[5:]})
	}
	return rows, nil
}
