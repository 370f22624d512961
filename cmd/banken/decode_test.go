package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/banken-ot/banken/deploy/conformance"
	"github.com/banken-ot/banken/deploy/demo"
)

// execute runs banken and returns its exit status and what it wrote.
func execute(stdin []byte, args ...string) (status int, stdout, stderr string) {
	var out, err bytes.Buffer
	status = run(context.Background(), streams{in: bytes.NewReader(stdin), out: &out, err: &err}, args)
	return status, out.String(), err.String()
}

// plantFile writes the demonstration's capture.
func plantFile(t *testing.T) (name string, octets []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := demo.Write(&b); err != nil {
		t.Fatal(err)
	}
	name = filepath.Join(t.TempDir(), "plant.pcap")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name, b.Bytes()
}

func TestDecodeForms(t *testing.T) {
	name, octets := plantFile(t)
	_, want, _ := execute(nil, "decode", "-quiet", name)
	if n := strings.Count(want, "\n"); n < 1000 {
		t.Fatalf("%d lines", n)
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write(octets)
	z.Close()
	for what, input := range map[string][]byte{"standard input": octets, "gzip on standard input": zipped.Bytes()} {
		status, got, stderr := execute(input, "decode", "-", "-quiet")
		if status != exitOK || got != want {
			t.Errorf("%s: status %d, %d octets instead of %d; %s", what, status, len(got), len(want), stderr)
		}
	}
	status, _, stderr := execute(nil, "decode", "--format", "none", name)
	for _, part := range []string{"packets", "flows", "transactions", "umas", "direct-operate", "Write", "never captured"} {
		if status != exitOK || !strings.Contains(stderr, part) {
			t.Errorf("summary without %q:\n%s", part, stderr)
		}
	}
}

// faultCase is a command line that cannot be done, or not to its end.
type faultCase struct {
	name   string
	args   []string
	status int
	parts  []string // of what is told
	lines  bool     // there are records all the same
}

// faultCases are the faults of files, in dir, and of the command line. name is a
// sound capture of the octets given.
func faultCases(t *testing.T, dir, name string, octets []byte) []faultCase {
	t.Helper()
	file := func(base string, b []byte) string {
		path := filepath.Join(dir, base)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return []faultCase{
		{"cut short", []string{"decode", "-quiet", file("cut.pcap", octets[:len(octets)-11])}, exitFault, []string{"cut.pcap", "at octet", "cut short"}, true},
		{"empty", []string{"decode", file("empty.pcap", nil)}, exitFault, []string{"empty.pcap", "empty"}, false},
		{"foreign", []string{"decode", file("a.pdf", []byte("%PDF-1.7 and more than a few octets"))}, exitFault, []string{"a.pdf", "PDF"}, false},
		{"missing", []string{"decode", filepath.Join(dir, "none.pcap")}, exitFault, []string{"none.pcap"}, false},
		{"one of two missing", []string{"decode", "-quiet", filepath.Join(dir, "none.pcap"), name}, exitFault, []string{"none.pcap"}, true},
		{"no file", []string{"decode"}, exitUsage, []string{"name at least one"}, false},
		{"unknown form", []string{"decode", "-format", "xml", name}, exitUsage, []string{"xml"}, false},
		{"unknown flag", []string{"decode", "-nothing", name}, exitUsage, []string{"-nothing"}, false},
		{"too many workers", []string{"decode", "-workers", "1000", name}, exitUsage, []string{"1 to 64"}, false},
		{"unknown command", []string{"decipher"}, exitUsage, []string{"decipher", "help"}, false},
		{"no command", nil, exitUsage, []string{"usage"}, false},
		{"unknown language", []string{"decode", name, "--lang", "fr"}, exitUsage, []string{"--lang must be ja or en", "fr"}, false},
		{"no language", []string{"decode", name, "--lang"}, exitUsage, []string{"--lang needs a value"}, false},
		{"a number that is none", []string{"decode", "-workers", "two", name}, exitUsage, []string{"--workers", "two"}, false},
		{"a switch that is none", []string{"decode", "-quiet=perhaps", name}, exitUsage, []string{"--quiet", "perhaps"}, false},
		{"no value", []string{"decode", name, "-format"}, exitUsage, []string{"--format needs a value"}, false},
		{"too many workers for lines", []string{"transcript", "-workers", "0", name}, exitUsage, []string{"1 to 64"}, false},
		{"two transcripts", []string{"transcript", name, name}, exitUsage, []string{"one capture"}, false},
	}
}

// TestDecodeFaults: each fault is told with file, place and what to do, and what
// stands before it is reported.
func TestDecodeFaults(t *testing.T) {
	name, octets := plantFile(t)
	for _, test := range faultCases(t, t.TempDir(), name, octets) {
		t.Run(test.name, func(t *testing.T) {
			status, stdout, stderr := execute(nil, test.args...)
			if status != test.status {
				t.Errorf("exit status %d, want %d", status, test.status)
			}
			for _, part := range test.parts {
				if !strings.Contains(stderr, part) {
					t.Errorf("%q is not told: %s", part, stderr)
				}
			}
			if (stdout != "") != test.lines {
				t.Errorf("%d octets of records", len(stdout))
			}
		})
	}
}

// TestSchema: every record of the conformance set and of the demonstration is as
// docs/schema says.
func TestSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../docs/schema/transaction.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	name, _ := plantFile(t)
	_, records, _ := execute(nil, "decode", "-quiet", "-format", "json", name)
	for _, e := range conformance.Set() {
		b, err := e.Capture()
		if err != nil {
			t.Fatal(err)
		}
		_, more, _ := execute(b, "decode", "-quiet", "-format", "json", "-")
		records += more
	}
	n := 0
	for line := range strings.Lines(records) {
		record, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err == nil {
			err = schema.Validate(record)
		}
		if err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		n++
	}
	if n < 2000 {
		t.Errorf("only %d records", n)
	}
}

// TestSecrets: passwords that are on the wire are in no output.
func TestSecrets(t *testing.T) {
	name, octets := plantFile(t)
	if !bytes.Contains(octets, []byte("PASS example")) {
		t.Fatal("the capture holds no password to look for")
	}
	page := filepath.Join(t.TempDir(), "report.html")
	if status, _, stderr := execute(nil, "assess", "-quiet", "-o", page, name); status != exitOK {
		t.Fatal(stderr)
	}
	b, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(b, []byte("PASS example")) {
		t.Error("the page holds the password")
	}
}

// TestConformanceAndScore: the set scores itself without a fault, and a damaged
// one with some.
func TestConformanceAndScore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "set")
	if status, _, stderr := execute(nil, "conformance", "-o", dir); status != exitOK {
		t.Fatal(stderr)
	}
	messages := filepath.Join(dir, "messages.jsonl")
	status, stdout, _ := execute(nil, "score", messages, messages)
	if status != exitOK || strings.Contains(stdout, "want") || strings.Count(stdout, " 0 wrong, 0 missing") != 3 {
		t.Errorf("status %d:\n%s", status, stdout)
	}
	b, err := os.ReadFile(messages)
	if err != nil {
		t.Fatal(err)
	}
	damaged := filepath.Join(dir, "damaged.jsonl")
	if err := os.WriteFile(damaged, bytes.Replace(b, []byte(`"station":1`), []byte(`"station":9`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, stdout, _ = execute(nil, "score", messages, damaged); !strings.Contains(stdout, "station: want 1, got 9") {
		t.Errorf("the fault is not told:\n%s", stdout)
	}
	var record map[string]any
	if err := json.Unmarshal(bytes.SplitN(b, []byte("\n"), 2)[0], &record); err != nil || record["capture"] == nil {
		t.Errorf("record %v, %v", record, err)
	}
}
