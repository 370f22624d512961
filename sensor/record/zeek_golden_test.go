package record

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/banken-ot/banken/protocols/wire/wiretest"
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
	for _, g := range allCases() {
		for _, name := range goldenCases[g.protocol.Name] {
			dir := t.TempDir()
			zeekCase(t, dir, g.protocol, wiretest.Named(t, g.cases, name))
			wiretest.Golden(t, filepath.Join("testdata", g.protocol.Name+"-"+name+".log"), joinLogs(t, dir), *update)
		}
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
