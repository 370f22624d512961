package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
)

// TestMessages: every message is there in both languages, with the same places
// for arguments.
func TestMessages(t *testing.T) {
	for m, text := range messages {
		langtest.Check(t, fmt.Sprintf("message %d (%s)", m, text.EN), text, false)
	}
}

// TestMessagesUsed: every message is said somewhere.
func TestMessagesUsed(t *testing.T) {
	table, err := os.ReadFile("message_text.go")
	if err != nil {
		t.Fatal(err)
	}
	var sources strings.Builder
	files, _ := filepath.Glob("*.go")
	for _, name := range files {
		if b, err := os.ReadFile(name); err == nil && !strings.HasPrefix(name, "message") && !strings.HasSuffix(name, "_test.go") {
			sources.Write(b)
		}
	}
	names := regexp.MustCompile(`(?m)^\t(\w+):\s+\{EN`).FindAllStringSubmatch(string(table), -1)
	if len(names) != int(messageCount) {
		t.Errorf("%d names of %d messages", len(names), messageCount)
	}
	for _, name := range names {
		if !regexp.MustCompile(`\b` + name[1] + `\b`).MatchString(sources.String()) {
			t.Errorf("nothing says %s", name[1])
		}
	}
}

// TestWordings: every reason of a capture's fault has its Japanese, whose places
// for arguments are those there are.
func TestWordings(t *testing.T) {
	for reason := capture.Reason(1); reason < capture.Reasons; reason++ {
		w := wordings[reason]
		if !strings.ContainsFunc(w.problem, langtest.IsJapanese) || w.advice != "" && !strings.ContainsFunc(w.advice, langtest.IsJapanese) {
			t.Errorf("reason %d: %+v", reason, w)
		}
		for _, place := range langtest.Arguments(w.problem + w.advice) {
			if place < "%[1]s" || place > "%[4]s" {
				t.Errorf("reason %d has a place for %s", reason, place)
			}
		}
		got := captureFault(&capture.Error{File: "x.pcap", Offset: 24, Kind: capture.ErrDamaged, Cause: os.ErrPermission,
			Detail: capture.Detail{Reason: reason, Size: 7, Limit: 5, Name: "pcap"}}).JA
		if !strings.HasPrefix(got, "x.pcap：先頭から24オクテットの位置で、") || strings.Contains(got, "%!") {
			t.Errorf("reason %d: %s", reason, got)
		}
	}
}

// TestLanguageChoice: --lang wins over the environment, wherever it stands, and
// forms for machines do not heed it.
func TestLanguageChoice(t *testing.T) {
	name, _ := plantFile(t)
	japanese := func(s string) bool { return strings.ContainsFunc(s, langtest.IsJapanese) }
	for _, args := range [][]string{
		{"--lang", "ja", "decode", name}, {"-lang=ja", "decode", name}, {"decode", "--lang=ja", name},
		{"decode", name, "-lang", "ja"}, {"--lang", "en", "decode", name, "--lang", "ja"},
	} {
		if status, stdout, stderr := execute(nil, args...); status != exitOK || !japanese(stdout) || !japanese(stderr) {
			t.Errorf("%v is not heeded: status %d", args, status)
		}
	}
	for _, args := range [][]string{{"decode", "-quiet", "-format", "json", name}, {"transcript", name}} {
		_, want, _ := execute(nil, args...)
		status, got, stderr := execute(nil, append(args, "--lang", "ja")...)
		if status != exitOK || got != want || stderr != "" {
			t.Errorf("%v: the records depend on the language", args)
		}
	}
	if _, rest, err := chooseLanguage(streams{}, []string{"decode", "--", "--lang", "ja"}); err != nil || len(rest) != 4 {
		t.Errorf("a name after -- is taken for an option: %v, %v", rest, err)
	}
	if s, _, _ := chooseLanguage(streams{lang: lang.Japanese}, []string{"decode"}); s.lang != lang.Japanese || s.chosen {
		t.Error("the environment's language is lost")
	}
}
