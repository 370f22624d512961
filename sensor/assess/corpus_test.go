package assess

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/replay"
)

// maxPage bounds the page of any capture of the corpus, in octets.
const maxPage = 2 << 20

// lines returns the lines of a file of the corpus but comments.
func lines(t *testing.T, name string) (list []string) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for s.Scan() {
		if s.Text() != "" && !strings.HasPrefix(s.Text(), "#") {
			list = append(list, s.Text())
		}
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// assessFile makes the report of a capture.
func assessFile(t *testing.T, name string) *Report {
	t.Helper()
	r, err := capture.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	c := NewCollector()
	c.Begin(filepath.Base(name))
	total, err := replay.Run(context.Background(), r, replay.Options{Protocols: protocols.All, Watch: c}, c)
	var fault Text
	if err != nil {
		fault = Plain(err.Error())
	}
	c.End(total, fault)
	report, err := c.Report(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestCorpus: every capture gives a page that holds together.
func TestCorpus(t *testing.T) {
	dir := wiretest.Corpus(t)
	index := lines(t, filepath.Join(dir, "INDEX.tsv"))
	if len(index) < 100 {
		t.Fatalf("the index has %d lines", len(index))
	}
	for _, line := range index[1:] {
		path, _, _ := strings.Cut(line, "\t")
		t.Run(path, func(t *testing.T) {
			page := html(t, assessFile(t, filepath.Join(dir, path)), Options{})
			checkPage(t, page)
			if len(page) > maxPage {
				t.Errorf("the page has %d octets", len(page))
			}
		})
	}
}

// TestOrdinary: captures of ordinary operation have nothing that must be looked
// at first.
func TestOrdinary(t *testing.T) {
	dir := wiretest.Corpus(t)
	for _, path := range lines(t, filepath.Join(dir, "ordinary.txt")) {
		for _, f := range assessFile(t, filepath.Join(dir, path)).Findings {
			if f.Urgency == First {
				t.Errorf("%s: %s, as %s", path, f.Title.EN, f.Lines[0].What.EN)
			}
		}
	}
}
