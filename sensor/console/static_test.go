package console

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

// maxScript is what all script together may take, octets as they are sent.
const maxScript = 60_000

// TestStatic tests that the files of others are those whose hashes are noted, each with a
// licence, and that script stays small.
func TestStatic(t *testing.T) {
	sums := map[string]string{}
	b, err := staticFiles.ReadFile("static/SHA256SUMS")
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(b)); lines.Scan(); {
		sum, name, _ := strings.Cut(lines.Text(), "  ")
		sums[name] = sum
	}
	s, err := loadStatic()
	if err != nil {
		t.Fatal(err)
	}
	script := 0
	for address, f := range s.byAddress {
		name := path.Base(address)
		if strings.HasSuffix(name, ".js") {
			script += len(f.gzipped)
		}
		if sum, ok := sums[name]; ok && sum != fmt.Sprintf("%x", sha256.Sum256(f.octets)) {
			t.Errorf("%s is not what was noted", name)
		}
		if foreign := strings.Contains(name, ".min."); foreign && sums[name] == "" {
			t.Errorf("%s has no line in SHA256SUMS", name)
		}
		delete(sums, name)
	}
	if len(sums) > 0 {
		t.Errorf("noted and not there: %v", sums)
	}
	if script > maxScript {
		t.Errorf("%d octets of script, %d at most", script, maxScript)
	}
	t.Logf("%d octets of script", script)
}

// sourceFiles returns the templates and the program, without tests and words.
func sourceFiles(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, "_test.go") || !strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, ".html") {
			return err
		}
		if strings.HasPrefix(name, "words") {
			return nil
		}
		b, err := os.ReadFile(name)
		all.Write(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
