package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/synth"
	"github.com/banken-ot/banken/sensor/lang"
)

// labCapture records some minutes of the lab's plant.
func labCapture(t *testing.T, name string, minutes int, attacks ...attack.Launch) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := synth.Record(context.Background(), file, synth.Options{Seed: 5, Duration: time.Duration(minutes) * time.Minute, Attacks: attacks}); err != nil {
		t.Fatal(err)
	}
	return name
}

// ran runs a command and returns what it wrote.
func ran(t *testing.T, status int, args ...string) (out, said string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if got := run(context.Background(), streams{in: strings.NewReader(""), out: &stdout, err: &stderr, lang: lang.English}, args); got != status {
		t.Fatalf("%v: exit status %d, %s", args, got, stderr.String())
	}
	return stdout.String(), stderr.String()
}

// TestLearnReplay: what was learned from one capture judges another: ordinary minutes
// raise nothing, a new host that writes is told once, on its device by name.
func TestLearnReplay(t *testing.T) {
	ordinary := labCapture(t, "ordinary.pcapng", 12)
	attacked := labCapture(t, "attacked.pcapng", 6, attack.Launch{Scenario: "new-host-write", At: 2 * time.Minute})
	dir := t.TempDir()
	assets, baseline := filepath.Join(dir, "assets.csv"), filepath.Join(dir, "normal.txt")
	file, err := os.Create(assets)
	if err != nil {
		t.Fatal(err)
	}
	if err := plant.WriteAssets(file); err != nil {
		t.Fatal(err)
	}
	file.Close()
	_, said := ran(t, exitOK, "learn", "-o", baseline, "--day", "1m", "--approve", "--assets", assets, ordinary)
	if !strings.Contains(said, "Learned 11 days; ") {
		t.Error(said)
	}
	text, err := os.ReadFile(baseline)
	if err != nil || !bytes.HasPrefix(text, []byte("banken baseline 1\n")) || !bytes.Contains(text, []byte("\twhitelist\t")) && !bytes.Contains(text, []byte("\nwhitelist\t")) {
		t.Fatalf("%v %.300s", err, text)
	}
	one, _ := ran(t, exitOK, "replay", "--baseline", baseline, "--assets", assets, "--format", "json", attacked)
	again, _ := ran(t, exitOK, "replay", "--baseline", baseline, "--assets", assets, "--format", "json", "--workers", "3", attacked)
	if one != again || strings.Count(one, `"priority":"a`) != 1 || !strings.Contains(one, `"new-host"`) {
		t.Errorf("%s\n%s", one, again)
	}
	shown, said := ran(t, exitOK, "replay", "--baseline", baseline, "--assets", assets, attacked)
	if !strings.Contains(shown, "PLC-2 (10.20.1.32)") || !strings.Contains(said, "of 5") {
		t.Errorf("%s%s", shown, said)
	}
	if err := os.WriteFile(baseline, text[:len(text)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, said := ran(t, exitFault, "replay", "--baseline", baseline, attacked); !strings.Contains(said, "normal.txt") {
		t.Error(said)
	}
}
