package record

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldenCases are the conversations whose logs are held as a whole, each in one
// file that has its logs one behind the other.
var goldenCases = map[string][]string{
	"modbus": {"read-coils", "read-holding-registers", "write-multiple-registers", "exception-02", "mask-write-register",
		"read-write-multiple-registers", "read-file-record", "device-identification-basic", "diagnostics-00"},
	"dnp3":  {"select-operate", "set-points", "group-030", "link-functions", "unsolicited-null"},
	"opcua": {"calls", "subscription", "service-browse", "service-write", "service-create-session", "fault"},
}

func TestZeekGolden(t *testing.T) {
	held := 0
	for _, g := range allCases() {
		for i := range g.cases {
			c := &g.cases[i]
			for _, name := range goldenCases[g.protocol.Name] {
				if c.Name == name {
					dir := t.TempDir()
					zeekCase(t, dir, g.protocol, c)
					golden(t, filepath.Join("testdata", g.protocol.Name+"-"+c.Name+".log"), joinLogs(t, dir))
					held++
				}
			}
		}
	}
	if want := len(goldenCases["modbus"]) + len(goldenCases["dnp3"]) + len(goldenCases["opcua"]); held != want {
		t.Errorf("%d of %d cases exist", held, want)
	}
}

// joinLogs returns all logs of a folder, by name.
func joinLogs(t *testing.T, dir string) []byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s\n%s", filepath.Base(name), b)
	}
	return all.Bytes()
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s (go test -run TestZeekGolden -update writes it anew):\n%s", name, firstDifference(got, want))
	}
}

// firstDifference returns the first line that differs.
func firstDifference(got, want []byte) string {
	g, w := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range min(len(g), len(w)) {
		if !bytes.Equal(g[i], w[i]) {
			return "got  " + string(g[i]) + "\nwant " + string(w[i])
		}
	}
	return "one is longer than the other"
}
