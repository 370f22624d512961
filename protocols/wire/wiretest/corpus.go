package wiretest

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Corpus returns the folder of real captures that BANKEN_CORPUS names. Where it
// is not set the test fails in continuous integration and is skipped elsewhere;
// where the folder is missing it fails everywhere.
func Corpus(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("BANKEN_CORPUS")
	if dir == "" && os.Getenv("CI") == "true" {
		t.Fatal("BANKEN_CORPUS is not set")
	}
	if dir == "" {
		t.Skip("BANKEN_CORPUS is not set: set it to a folder of captures with an INDEX.tsv")
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		t.Fatalf("BANKEN_CORPUS names %s, which is no folder: %v", dir, err)
	}
	return dir
}

// Captures returns the files of the corpus that are captures.
func Captures(t *testing.T) []string {
	t.Helper()
	dir := Corpus(t)
	var files []string
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		switch filepath.Ext(path) {
		case ".pcap", ".pcapng", ".cap":
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no captures: %v", dir, err)
	}
	return files
}
