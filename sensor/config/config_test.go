package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
)

const whole = `
site: {name: 浄水場1}
capture:
  interfaces:
    - name: eth1
      dedicated: true
    - name: eth2
  workers: 2
  buffer: 128MiB
  silent_after: 90s
protocols:
  modbus: {ports: [502, 1502]}
recorder:
  dir: /var/lib/banken/packets
  size: 20GiB
  age: 720h
log:
  level: warn
  transactions: "-"
`

func TestParse(t *testing.T) {
	c, err := Parse([]byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	if c.Site.Name != "浄水場1" || len(c.Capture.Interfaces) != 2 || !c.Capture.Interfaces[0].Dedicated || c.Capture.Interfaces[1].Dedicated ||
		c.Capture.Buffer != 128<<20 || time.Duration(c.Capture.SilentAfter) != 90*time.Second || c.Recorder.Size != 20<<30 ||
		c.Protocols.Modbus.Ports[1] != 1502 || c.Log.Transactions != "-" {
		t.Errorf("%+v", c)
	}
	if c.Recorder.Segment != Default().Recorder.Segment || !c.Capture.Filter {
		t.Error("what the file does not say is not the default")
	}
}

// TestFaults: every fault is told at once with its line, in both languages.
func TestFaults(t *testing.T) {
	for _, test := range []struct {
		name, file string
		want       []string // beginning of each, in English
	}{
		{"empty", "", []string{"x.yaml: capture.interfaces: no interface"}},
		{"several", "capture:\n  interfaces:\n    - name: eth1\n    - name: eth1\n  workers: 99\nprotocols:\n  dnp3: {ports: [0]}\nrecorder:\n  dir: packets\n  size: 3MiB\nlog: {level: loud}\n",
			[]string{"x.yaml:4: capture.interfaces[1].name: \"eth1\" is named twice", "x.yaml:5: capture.workers: must be from 1 to 32",
				"x.yaml:7: protocols.dnp3.ports[0]: 0 is no port", "x.yaml:9: recorder.dir: \"packets\" must be an absolute path",
				"x.yaml:10: recorder.size: must be 16MiB or more", "x.yaml:10: recorder.size: must hold two segments of 64MiB",
				"x.yaml:11: log.level: \"loud\" must be"}},
		{"unknown key", "capture:\n  interfaces:\n    - name: eth1\n      promiscous: true\n", []string{"x.yaml:4: the key \"promiscous\" is not known"}},
		{"bad size", "recorder:\n  size: lots\n", []string{"x.yaml:2: \"lots\" is no size"}},
		{"bad time", "capture:\n  silent_after: 90\n", []string{"x.yaml:2: \"90\" is no span"}},
		{"no number", "capture:\n  workers: two\n", []string{"x.yaml:2: cannot be read: "}},
		{"no YAML", "capture: [\n", []string{"x.yaml:1: cannot be read: "}},
		{"binary", "\x00\x01\x02", []string{"x.yaml"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "x.yaml")
			if err := os.WriteFile(name, []byte(test.file), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Load(name)
			var faults Faults
			if !errors.As(err, &faults) || len(faults) != len(test.want) {
				t.Fatalf("got %v, want %d faults", err, len(test.want))
			}
			for i, f := range faults {
				f.File = "x.yaml"
				if got := f.In(lang.English); !strings.HasPrefix(got, test.want[i]) {
					t.Errorf("got  %s\nwant %s", got, test.want[i])
				}
				if f.In(lang.Japanese) == f.In(lang.English) && f.Text.EN != f.Text.JA {
					t.Errorf("not in Japanese: %s", f.In(lang.Japanese))
				}
			}
		})
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none.yaml")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestSize(t *testing.T) {
	for text, want := range map[string]Size{"0": 0, "1024": 1024, "10GiB": 10 << 30, "1.5MiB": 3 << 19, "2 GB": 2e9} {
		if s, ok := parseSize(text); !ok || s != want {
			t.Errorf("%s is %d, %v", text, s, ok)
		}
	}
	for _, text := range []string{"", "GiB", "-1", "1e30TiB", "NaN", "ten"} {
		if s, ok := parseSize(text); ok {
			t.Errorf("%q is %d", text, s)
		}
	}
	for want, s := range map[string]Size{"10GiB": 10 << 30, "1536KiB": 3 << 19, "1000": 1000} {
		if s.String() != want {
			t.Errorf("%d is written %s", int64(s), s)
		}
	}
}

func TestTexts(t *testing.T) {
	for name, x := range map[string]lang.Text{"noInterface": noInterface, "wrongInterface": wrongInterface, "twice": twice, "tooMany": tooMany,
		"outOfRange": outOfRange, "tooShort": tooShort, "tooSmall": tooSmall, "twoSegments": twoSegments, "wrongPort": wrongPort,
		"notAbsolute": notAbsolute, "wrongSocket": wrongSocket, "wrongLevel": wrongLevel, "wrongSize": wrongSize, "wrongDuration": wrongDuration, "wrongValue": wrongValue, "unknownKey": unknownKey, "tooLarge": tooLarge} {
		langtest.Check(t, name, x, false)
	}
}
