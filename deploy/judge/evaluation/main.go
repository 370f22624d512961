// Command evaluation judges detection by the captures of the corpus and by the lab's
// attacks, writes the report as pages in both languages, and puts its tables into the
// document.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/banken-ot/banken/deploy/judge"
	"github.com/banken-ot/banken/sensor/evaluate"
	"github.com/banken-ot/banken/sensor/lang"
)

func main() {
	out := flag.String("o", "out", "`folder` of the pages")
	document := flag.String("document", "docs/evaluation.md", "`file` with places for the tables")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *out, *document); err != nil {
		fmt.Fprintln(os.Stderr, "evaluation:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out, document string) error {
	text, err := os.ReadFile(document)
	if err != nil {
		return err
	}
	e, err := all(ctx)
	if err != nil {
		return err
	}
	fresh, err := judge.Refresh(string(text), e.Tables())
	if err != nil {
		return err
	}
	if err := os.WriteFile(document, []byte(fresh), 0o644); err != nil {
		return err
	}
	return pages(out, e.Report())
}

// all judges the corpus, where there is one, and the lab.
func all(ctx context.Context) (*judge.Evaluation, error) {
	dir := os.Getenv("BANKEN_CORPUS")
	if dir == "" {
		return nil, errors.New("BANKEN_CORPUS does not name the folder of the corpus")
	}
	cases, err := judge.Corpus(dir)
	if err != nil {
		return nil, err
	}
	e := &judge.Evaluation{}
	if e.Corpus, err = judge.JudgeCorpus(ctx, cases); err != nil {
		return nil, err
	}
	if e.Chance[0], e.Chance[1], err = judge.ByChance(ctx, cases); err != nil {
		return nil, err
	}
	t := judge.AllTrials()
	t.Progress = func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
	e.Trial, err = t.Run(ctx)
	return e, err
}

// pages writes the report in each language.
func pages(dir string, r *evaluate.Report) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, x := range []struct {
		name     string
		language lang.Language
	}{{"evaluation.html", lang.English}, {"evaluation.ja.html", lang.Japanese}} {
		name := filepath.Join(dir, x.name)
		if err := write(name, func(w io.Writer) error { return r.WriteHTML(w, x.language) }); err != nil {
			return err
		}
		fmt.Println(name)
	}
	return nil
}

func write(name string, to func(w io.Writer) error) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(to(file), file.Close())
}
