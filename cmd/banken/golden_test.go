package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/banken-ot/banken/sensor/lang"
)

var update = flag.Bool("update", false, "write the golden files anew")

// says runs commands in a language and returns all they said, each under its
// command line. Folders of the test are not part of it.
func says(l lang.Language, dir string, commands ...[]string) string {
	var said bytes.Buffer
	for _, args := range commands {
		said.WriteString("$ banken " + strings.Join(args, " ") + "\n")
		run(context.Background(), streams{in: strings.NewReader(""), out: &said, err: &said, lang: l}, args)
		said.WriteString("\n")
	}
	return strings.NewReplacer(dir+string(filepath.Separator), "", dir, "FOLDER").Replace(said.String())
}

// golden compares what is said in each language with testdata.
func golden(t *testing.T, what, dir string, commands ...[]string) {
	t.Helper()
	for i := range lang.Languages {
		l := lang.Language(i)
		same(t, what, l, says(l, dir, commands...))
	}
}

// same compares what was said in a language with testdata.
func same(t *testing.T, what string, l lang.Language, got string) {
	t.Helper()
	name := filepath.Join("testdata", what+"."+l.String()+".txt")
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("differs from %s (go test -run TestGolden -update writes it anew):\n%s", name, got)
	}
}

func TestGoldenHelp(t *testing.T) {
	lines := [][]string{{"help"}}
	for i := range commands {
		lines = append(lines, []string{commands[i].name, "-h"})
	}
	golden(t, "help", t.TempDir(), append(lines, []string{"decipher"}, []string{"decode"}, []string{"decode", "--workers", "x", "y"})...)
}

// TestGoldenSummary: what the demonstration says, and the first lines of its
// records.
func TestGoldenSummary(t *testing.T) {
	dir := t.TempDir()
	name, octets := plantFile(t)
	few := filepath.Join(filepath.Dir(name), "few.pcap")
	if err := os.WriteFile(few, octets[:pcapUpTo(octets, 100)], 0o600); err != nil {
		t.Fatal(err)
	}
	golden(t, "summary", dir, []string{"demo", "--file", "-o", dir})
	golden(t, "records", filepath.Dir(name), []string{"decode", few})
}

// TestGoldenFaults: faults of files, of each kind that an operator meets.
func TestGoldenFaults(t *testing.T) {
	dir := t.TempDir()
	_, octets := plantFile(t)
	long := bytes.Clone(octets[:pcapUpTo(octets, 10)])
	copy(long[pcapUpTo(octets, 9)+8:], "\xFF\xFF\xFF\x7F")
	lines := [][]string{{"decode", "-quiet", "-format", "json", filepath.Join(dir, "missing.pcap")}}
	for _, x := range []struct {
		base   string
		octets []byte
	}{
		{"cut.pcap", octets[:pcapUpTo(octets, 1)-11]},
		{"empty.pcap", nil},
		{"long.pcap", long},
		{"report.pdf", []byte("%PDF-1.7 and more than a few octets")},
		{"old.snoop", []byte("snoop\x00\x00\x00\x00\x00\x00\x02")},
		{"records.zip", []byte("PK\x03\x04 and more than a few octets")},
	} {
		name := filepath.Join(dir, x.base)
		if err := os.WriteFile(name, x.octets, 0o600); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, []string{"decode", "-quiet", "-format", "none", name})
	}
	whole := filepath.Join(dir, "whole.pcap")
	if err := os.WriteFile(whole, octets[:pcapUpTo(octets, 50)], 0o600); err != nil {
		t.Fatal(err)
	}
	lines = append(lines, []string{"decode", "-quiet", dir},
		[]string{"decode", "-quiet", "-format", "none", filepath.Join(dir, "cut.pcap"), filepath.Join(dir, "empty.pcap")},
		[]string{"assess", "-quiet", "-o", filepath.Join(dir, "none", "page.html"), whole},
		[]string{"decode", "-quiet", "-format", "zeek", "-dir", whole, whole})
	golden(t, "faults", dir, lines...)
}

// pcapUpTo returns how many octets of a little-endian pcap hold its first frames.
func pcapUpTo(octets []byte, frames int) int {
	at := 24
	for range frames {
		at += 16 + int(uint32(octets[at+8])|uint32(octets[at+9])<<8|uint32(octets[at+10])<<16|uint32(octets[at+11])<<24)
	}
	return at
}
