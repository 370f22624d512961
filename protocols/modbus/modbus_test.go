package modbus_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestContract(t *testing.T) { wiretest.Run(t, &modbus.Protocol, modbusgen.Cases()) }

func FuzzDecode(f *testing.F) { wiretest.Fuzz(f, &modbus.Protocol, modbusgen.Cases()) }

// TestGolden compares the transcripts of the cases with those committed.
func TestGolden(t *testing.T) {
	for _, c := range modbusgen.Cases() {
		t.Run(c.Name, func(t *testing.T) {
			got := wiretest.Record(&modbus.Protocol, &c, wiretest.Whole).Messages
			file := filepath.Join("testdata", c.Name+".tsv")
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != string(want) {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}
