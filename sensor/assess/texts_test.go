package assess

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/banken-ot/banken/baseline/tripwire"
	"github.com/banken-ot/banken/sensor/guide"
	"github.com/banken-ot/banken/sensor/lang/langtest"
)

// allTexts calls f with every text there is.
func allTexts(f func(name string, t Text)) {
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		f(name, texts[name])
	}
	tripwire.NewTable().Each(func(_ string, r *tripwire.Rule) {
		a, _ := guide.Of(r.Kind)
		f(string(r.Kind)+" title", a.Title)
		f(string(r.Kind)+" why", a.Why)
		f(string(r.Kind)+" first", a.First)
	})
	for i, t := range credentialTexts {
		f("credential "+thousands(uint64(i)), t)
	}
	for _, c := range []counted{frames, messages, operations, connections, pointsCount, captureFiles, times, devices} {
		f("unit "+c.Many, Text{EN: c.Many, JA: c.JA})
		f("unit "+c.One, Text{EN: c.One, JA: c.JA})
	}
}

// same are the texts that are rightly the same in both languages.
var same = map[string]bool{"attack": true, "kind-uri": true, "line-pair": true, "outcome-count": true}

// TestComplete: every text is there in both languages, in the language it says,
// and has the same places for arguments.
func TestComplete(t *testing.T) {
	n := 0
	allTexts(func(name string, x Text) {
		n++
		langtest.Check(t, name, x, same[name])
	})
	if n < 400 {
		t.Errorf("only %d texts were looked at", n)
	}
}

// Patterns of the names of texts in sources and templates.
var (
	named    = regexp.MustCompile(`(?:\bsay\(|\{\{say |\(say |\bplain |"None" |, say\()"([a-z0-9-]+)"`)
	findings = regexp.MustCompile(`\bfinding\("([a-z0-9-]+)"`)
	prefixed = regexp.MustCompile(`^(weak|do|help|bound|unseen|fact|outcome|role|operation|kind|verdict|line)-[a-z]`)
	quoted   = regexp.MustCompile(`"([a-z]+-?[a-z0-9-]*)"`)
)

// TestNames: every name that is used has a text, and every text is used.
func TestNames(t *testing.T) {
	used := map[string]bool{}
	words := map[string]bool{}
	files, err := filepath.Glob("*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "texts") || !strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, ".tmpl") {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(b), -1) {
			used[m[1]] = true
		}
		for _, m := range findings.FindAllStringSubmatch(string(b), -1) {
			used["finding-"+m[1]], used["why-"+m[1]], used["first-"+m[1]] = true, true, true
		}
		for _, m := range quoted.FindAllStringSubmatch(string(b), -1) {
			words[m[1]] = true
			if prefixed.MatchString(m[1]) {
				used[m[1]] = true
			}
		}
	}
	for n := range used {
		if _, ok := texts[n]; !ok && n != "defect-" && n != "finding-" && n != "why-" && n != "first-" {
			t.Errorf("there is no text %q", n)
		}
	}
	for n := range texts {
		if !used[n] && !words[n] && !strings.HasPrefix(n, "section-") && !strings.HasPrefix(n, "urgency-") && !strings.HasPrefix(n, "defect-") {
			t.Errorf("nothing says %q", n)
		}
	}
	if len(used) < 200 {
		t.Errorf("only %d names were found", len(used))
	}
}

// TestTableNames: the names in tables of this package have texts.
func TestTableNames(t *testing.T) {
	check := func(name string) {
		if _, ok := texts[name]; !ok {
			t.Errorf("there is no text %q", name)
		}
	}
	for _, n := range kindNames {
		check(n)
	}
	for _, n := range operationNames {
		check(n)
	}
	for i := range 10 {
		check("section-" + thousands(uint64(i+1)))
	}
	for _, u := range []string{"0", "1", "2"} {
		check("urgency-" + u)
	}
}

func TestSay(t *testing.T) {
	if got := say("no-such-name"); got.EN != "[no-such-name]" {
		t.Errorf("a name without text is shown as %q", got.EN)
	}
	if got := frames.Of(1); got.EN != "1 frame" {
		t.Error(got)
	}
	if got := joinPlain([]string{"a", "b", "c"}, 2); got.EN != "a, b and 1 more" {
		t.Error(got)
	}
}
