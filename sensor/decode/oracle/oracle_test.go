package oracle

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	_ "embed"
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

// corpus returns the folder of captures; without one the test is skipped
// outside continuous integration.
func corpus(t *testing.T) string {
	t.Helper()
	root := os.Getenv("BANKEN_CORPUS")
	if root == "" {
		if os.Getenv("CI") == "true" {
			t.Log("no corpus: only the project's own captures were compared")
			return ""
		}
		t.Skip("BANKEN_CORPUS is not set: set it to a folder of captures with an INDEX.tsv")
	}
	return root
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
	root := corpus(t)
	if root == "" {
		return
	}
	needTshark(t)
	list, err := ParseListed(divergences)
	if err != nil {
		t.Fatal(err)
	}
	all := os.Getenv("BANKEN_ORACLE") == "all"
	maps := Mappings()
	rows := map[string]int{}
	for _, e := range readIndex(t, root) {
		if !all && e.octets > fast {
			continue
		}
		t.Run(e.path, func(t *testing.T) { compareCapture(t, root, e.path, maps, list, rows) })
	}
	t.Logf("rows compared: %v", rows)
	for _, l := range list {
		t.Logf("%d differences: %s %s: %s", l.Used, l.Capture, l.Protocol, l.Reason)
		if all && l.Used == 0 {
			t.Errorf("stale: no difference is explained by %s %s %s", l.Capture, l.Protocol, l.Pattern)
		}
	}
}

func compareCapture(t *testing.T, root, name string, maps []Mapping, list []*Listed, rows map[string]int) {
	file := filepath.Join(root, name)
	ours, decodeAs, err := Banken(file, maps)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := Tshark(context.Background(), file, maps, decodeAs...)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range maps {
		rows[m.Protocol] += len(theirs[m.Protocol])
		report(t, Unlisted(list, name, Compare(ours[m.Protocol], theirs[m.Protocol])))
	}
}

func report(t *testing.T, differences []Difference) {
	t.Helper()
	for i, d := range differences {
		if i == shown {
			t.Errorf("... and %d more", len(differences)-shown)
			return
		}
		t.Error(d)
	}
}

// TestCompare: the comparison itself can fail.
func TestCompare(t *testing.T) {
	row := func(frame uint64, items ...string) Row { return Row{Frame: frame, Protocol: "p", Items: items} }
	a := []Row{row(1, "x=1"), row(2, "x=2"), row(2, "x=3")}
	for _, test := range []struct {
		theirs []Row
		want   int
	}{
		{a, 0},
		{[]Row{a[0], a[2], a[1]}, 0},
		{a[:2], 1},
		{append([]Row{row(9, "x=9")}, a...), 1},
		{[]Row{a[0], a[1], row(2, "x=4")}, 1},
		{nil, 3},
	} {
		if got := Compare(a, test.theirs); len(got) != test.want {
			t.Errorf("%v: got %v", test.theirs, got)
		}
	}
}

// TestListed: a list explains only what it says.
func TestListed(t *testing.T) {
	list, err := ParseListed("# comment\na/.*\tp\tx=1\twhy\n")
	if err != nil {
		t.Fatal(err)
	}
	d := []Difference{{Protocol: "p", Ours: "x=1"}, {Protocol: "p", Ours: "x=2"}, {Protocol: "q", Ours: "x=1"}}
	if rest := Unlisted(list, "a/b", d); len(rest) != 2 || list[0].Used != 1 {
		t.Errorf("got %v, used %d", rest, list[0].Used)
	}
	if rest := Unlisted(list, "b", d); len(rest) != 3 {
		t.Errorf("got %v", rest)
	}
	for _, bad := range []string{"a\tb\tc\n", "a\tb\t(\td\n", "a\tb\tc\t\n"} {
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
