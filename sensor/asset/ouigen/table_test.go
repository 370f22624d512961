package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/banken-ot/banken/sensor/asset"
)

// source writes listings of our own into a folder.
func source(t *testing.T, oui string) string {
	t.Helper()
	dir := t.TempDir()
	const head = "Registry,Assignment,Organization Name,Organization Address\r\n"
	for name, rows := range map[string]string{"oui.csv": oui, "mam.csv": "MA-M,0055DA0,Small,x\r\n",
		"oui36.csv": "MA-S,70B3D5ABC,\"Pumps, and more\",x\r\n", "iab.csv": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(head+rows), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const rows = "MA-L,00AA02,Second  maker,x\r\nMA-L,00aa01,First,x\r\nMA-L,00AA02,Another,x\r\n"

func TestTable(t *testing.T) {
	dir := source(t, rows)
	target := filepath.Join(dir, "oui.tsv.gz")
	if err := run(dir, target, false); err != nil {
		t.Fatal(err)
	}
	table, err := readTable(target)
	if err != nil {
		t.Fatal(err)
	}
	_, got, _ := strings.Cut(string(table), "\n")
	if want := "0055DA0\tSmall\n00AA01\tFirst\n00AA02\tAnother\n70B3D5ABC\tPumps, and more\n"; got != want {
		t.Errorf("table\n%swant\n%s", got, want)
	}
}

// TestRelease: another release of the listings is taken on request only; a
// table that does not fit its own release is made anew.
func TestRelease(t *testing.T) {
	dir := source(t, rows)
	target := filepath.Join(dir, "oui.tsv.gz")
	if err := run(dir, target, false); err != nil {
		t.Fatal(err)
	}
	table, _ := readTable(target)
	if err := writeTable(target, []byte(strings.Replace(string(table), "First", "Forged", 1))); err != nil {
		t.Fatal(err)
	}
	if err := run(dir, target, false); err != nil {
		t.Fatal(err)
	}
	if again, _ := readTable(target); string(again) != string(table) {
		t.Error("a table that was changed by hand stayed")
	}
	newer := source(t, rows+"MA-L,00AA03,Third,x\r\n")
	if err := run(newer, target, false); err != nil {
		t.Fatal(err)
	}
	if again, _ := readTable(target); string(again) != string(table) {
		t.Error("another release was taken without being asked for")
	}
	if err := run(newer, target, true); err != nil {
		t.Fatal(err)
	}
	if again, _ := readTable(target); !strings.Contains(string(again), "00AA03\tThird\n") {
		t.Error("another release was not taken on request")
	}
}

func TestMissing(t *testing.T) {
	err := run(t.TempDir(), filepath.Join(t.TempDir(), "x"), false)
	if err == nil || !strings.Contains(err.Error(), "apt-get install ieee-data") {
		t.Errorf("error %v does not say what to install", err)
	}
}

func TestBadListing(t *testing.T) {
	for _, oui := range []string{"MA-L,XYZ,name,x\r\n", "MA-L,00AA01\r\n"} {
		if err := run(source(t, oui), filepath.Join(t.TempDir(), "x"), false); err == nil {
			t.Errorf("%q was accepted", oui)
		}
	}
}

// TestEmbedded: the table in the program can be read.
func TestEmbedded(t *testing.T) {
	if _, err := asset.LoadVendors(); err != nil {
		t.Error(err)
	}
}
