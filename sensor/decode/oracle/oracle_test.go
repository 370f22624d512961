package oracle

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	_ "embed"

	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

//go:embed divergences.tsv
var divergences string

// fast is the most octets of a capture that is compared in the fast selection.
const fast = 64 << 10

// shown is how many differences of one capture are printed.
const shown = 20

// entry is a line of the corpus index.
type entry struct {
	path   string
	octets int
}

// columns of the index that count frames of our protocols.
var columns = []string{"mbtcp", "dnp3", "opcua"}

func readIndex(t *testing.T, root string) []entry {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, "INDEX.tsv"))
	if err != nil {
		t.Fatalf("BANKEN_CORPUS is set but has no index: %v", err)
	}
	var list []entry
	var head map[string]int
	for line := range strings.Lines(string(b)) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if head == nil {
			head = map[string]int{}
			for i, c := range cells {
				head[c] = i
			}
			continue
		}
		for _, c := range columns {
			if cells[head[c]] != "0" {
				n, _ := strconv.Atoi(cells[head["bytes"]])
				list = append(list, entry{cells[0], n})
				break
			}
		}
	}
	return list
}

func needTshark(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("tshark"); err != nil {
		t.Fatal("tshark is not installed: apt-get install tshark")
	}
}

// TestOracle compares the corpus: small captures, or with BANKEN_ORACLE=all
// every one. A difference that is not listed fails, and so does a line of the
// list that explains nothing when all were compared.
func TestOracle(t *testing.T) {
	root := wiretest.Corpus(t)
	needTshark(t)
	all := os.Getenv("BANKEN_ORACLE") == "all"
	x := newComparison(t)
	t.Run("captures", func(t *testing.T) {
		for _, e := range readIndex(t, root) {
			if all || e.octets <= fast {
				t.Run(e.path, func(t *testing.T) {
					t.Parallel()
					x.capture(t, root, e.path)
				})
			}
		}
	})
	if all {
		t.Run("generated", x.generated) // lines of the list may be for these alone
	}
	x.report(t, all)
}

// comparison gathers what was compared of all captures.
type comparison struct {
	mu    sync.Mutex
	maps  []Mapping
	list  []*Listed
	tally map[string]*Tally
}

func newComparison(t *testing.T) *comparison {
	t.Helper()
	list, err := ParseListed(divergences)
	if err != nil {
		t.Fatal(err)
	}
	x := &comparison{maps: Mappings(), list: list, tally: map[string]*Tally{}}
	for _, m := range x.maps {
		x.tally[m.name()] = &Tally{}
	}
	return x
}

func (x *comparison) capture(t *testing.T, root, name string) {
	c, err := Decode(t.Context(), filepath.Join(root, name), x.maps)
	if err != nil {
		t.Fatal(err)
	}
	x.compare(t, name, c)
}

// compare compares what both sides made of a capture; name is what the list of
// divergences calls it.
func (x *comparison) compare(t *testing.T, name string, c *Capture) {
	t.Helper()
	for i := range x.maps {
		m := &x.maps[i]
		differences, tally := m.Compare(c.Ours[m.name()], c.Theirs.Rows[m.name()], nil)
		if c.Again != nil && slices.ContainsFunc(differences, func(d Difference) bool { return d.Only != "tshark" }) {
			again, err := c.Again()
			if err != nil {
				t.Fatal(err)
			}
			differences, tally = m.Compare(c.Ours[m.name()], c.Theirs.Rows[m.name()], again.Rows[m.name()])
		}
		mark(differences, c.Theirs.Repeated)
		x.mu.Lock()
		x.tally[m.name()].Add(tally)
		faults := Unlisted(x.list, name, differences)
		x.mu.Unlock()
		report(t, name, faults)
	}
}

// mark notes which frames tshark takes for retransmissions.
func mark(differences []Difference, repeated map[uint64]bool) {
	for i := range differences {
		if repeated[differences[i].Frame] {
			differences[i].Note = strings.TrimPrefix(differences[i].Note+",retransmission", ",")
		}
	}
}

// report prints what was compared, and which lines explain how much.
func (x *comparison) report(t *testing.T, all bool) {
	for _, m := range x.maps {
		for _, line := range x.tally[m.name()].Lines() {
			t.Logf("%s: %s", m.name(), line)
		}
	}
	for _, l := range x.list {
		t.Logf("line %d: %d differences, %d items: %s {%s} %s %s: %s", l.Line, l.Used, l.Items, l.Mapping, l.Kind, l.Capture, l.Pattern, l.Reason)
		if fault := l.Fault(); all && fault != "" {
			t.Error(fault)
		}
	}
}

func report(t *testing.T, name string, faults []string) {
	t.Helper()
	for i, fault := range faults {
		if i == shown {
			t.Errorf("%s: ... and %d more", name, len(faults)-shown)
			return
		}
		t.Errorf("%s: %s", name, shorten(fault))
	}
}

// printed is how much of a difference is printed.
const printed = 1500

func shorten(s string) string {
	if len(s) > printed {
		return s[:printed] + "..."
	}
	return s
}

// TestListed: a list explains only what it says.
func TestListed(t *testing.T) {
	list, err := ParseListed("# comment\na/.*\tp\tx | -\tx=1\twhy\n")
	if err != nil {
		t.Fatal(err)
	}
	d := []Difference{{Mapping: "p", Ours: []string{"x=1"}}, {Mapping: "p", Ours: []string{"x=2"}}, {Mapping: "q", Ours: []string{"x=1"}}}
	if rest := Unlisted(list, "a/b", d); len(rest) != 2 || list[0].Used != 1 {
		t.Errorf("got %v, used %d", rest, list[0].Used)
	}
	if rest := Unlisted(list, "b", d); len(rest) != 3 {
		t.Errorf("got %v", rest)
	}
	again, err := ParseListed(".*\tp\tx | -\tx=1\twhy\n.*\tp\tx | -\tBanken x=1\tsame\n.*\tp\t- | x\tx=1\tanother kind\n")
	if err != nil {
		t.Fatal(err)
	}
	if faults := Unlisted(again, "b", d[:1]); len(faults) != 1 || again[2].Used != 0 {
		t.Errorf("a difference that two lines explain: got %v", faults)
	}
	if again[0].Fault() == "" || again[2].Fault() == "" || list[0].Fault() != "" {
		t.Errorf("got %q, %q, %q", again[0].Fault(), again[2].Fault(), list[0].Fault())
	}
	for _, bad := range []string{"a\tb\tonly Banken\tc\n", "a\tb\tonly Banken\t(\td\n", "a\tb\tonly Banken\tc\t\n", "a\tb\t.*\tc\td\n",
		"a\tb\tonly Banken\tc\td\na\tb\tonly Banken\tc\te\n"} {
		if _, err := ParseListed(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

// TestReadPDML reads what tshark writes for a packet.
func TestReadPDML(t *testing.T) {
	const text = `<?xml version="1.0" encoding="utf-8"?><pdml><packet>
<proto name="geninfo"><field name="num" show="7"/></proto>
<proto name="modbus" showname="Modbus"><field name="modbus.func_code" show="3" value="03"><field name="inner" show="0x10"/></field></proto>
</packet></pdml>`
	n := 0
	err := ReadPDML(strings.NewReader(text), func(p *Packet) error {
		n++
		if v, ok := p.Protos[1].Uint("inner"); p.Frame != 7 || p.Protos[1].Text("modbus.func_code") != "3" || v != 16 || !ok {
			return fmt.Errorf("got %+v", p)
		}
		return nil
	})
	if err != nil || n != 1 {
		t.Errorf("%d packets, %v", n, err)
	}
	if err := ReadPDML(strings.NewReader("<pdml><packet></packet>"), func(*Packet) error { return nil }); err == nil {
		t.Error("a packet without a number is no error")
	}
}
