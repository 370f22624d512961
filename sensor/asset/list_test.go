package asset

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/banken-ot/banken/sensor/lang"
)

// TestReadList: a list is read in any order of columns, with a byte order mark, and
// with what is left out as it is by default.
func TestReadList(t *testing.T) {
	list, err := ReadList(strings.NewReader("\ufeffname, address,safety,criticality\n配水PLC,10.0.0.2,yes,3\n\"HMI, 1\",fd00::1,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []Listed{{Address: netip.MustParseAddr("10.0.0.2"), Name: "配水PLC", Criticality: 3, Safety: true},
		{Address: netip.MustParseAddr("fd00::1"), Name: "HMI, 1", Criticality: DefaultCriticality}}
	if len(list) != 2 || list[0] != want[0] || list[1] != want[1] {
		t.Errorf("%+v", list)
	}
}

// TestListFaults: every fault is told with its line, and in both languages.
func TestListFaults(t *testing.T) {
	_, err := ReadList(strings.NewReader("address,criticality,safety\n10.0.0.1,4,no\nhmi,2,perhaps\n10.0.0.2,2,no\n10.0.0.2,2,no\n"))
	var faults ListFaults
	if !errors.As(err, &faults) || len(faults) != 4 {
		t.Fatalf("%v", err)
	}
	for i, want := range []struct {
		line int
		text string
	}{{2, `not "4"`}, {3, `"hmi" is no IP`}, {3, "perhaps"}, {5, "stands in line 4"}} {
		if faults[i].Line != want.line || !strings.Contains(faults[i].Text.EN, want.text) || faults[i].Text.JA == "" {
			t.Errorf("%+v", faults[i])
		}
	}
	if s := faults.In(lang.Japanese); !strings.HasPrefix(s, "2行目：") {
		t.Error(s)
	}
	for _, text := range []string{"", "name,role\na,b\n", "address,colour\n", "address,address\n", "address\n\"10"} {
		if _, err := ReadList(strings.NewReader(text)); !errors.As(err, &faults) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
