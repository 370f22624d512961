package notify

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
)

func TestTexts(t *testing.T) {
	for i, x := range textPriority {
		langtest.Check(t, priorities[i], x, false)
	}
	for _, name := range slices.Sorted(maps.Keys(textState)) {
		langtest.Check(t, name, textState[name], false)
	}
	for _, x := range []lang.Text{textSubject, textExerciseMark, textExercise, textNoName, textSite, textUrgency, textUrgencyLevel, textWhat, textWhere, textFrom, textWhen, textFirst,
		textFirstPlain, textUnknown, textUnnamed, textMore, textAcknowledge, textAcknowledgeHere, textBefore, textNext, textLast, textDigest, textDigestHead, textSummary, textSummaryHead,
		textEntry, textListMore, textNoTitle, textConsole, textConsoleHere, textTest, textTestText, textBlind, textSilent, textSilentWhat, textSilentFirst, textUnreachable,
		textUnreachableWhat, textUnreachableFirst} {
		langtest.Check(t, x.EN, x, x == textEntry) // signs alone
	}
	for i, p := range priorities {
		if config.Rank(p) != i {
			t.Errorf("%s has rank %d", p, config.Rank(p))
		}
	}
}

// TestScrub: with little detail no address and no figure is told.
func TestScrub(t *testing.T) {
	for _, x := range []string{"10.0.0.5", "fe80::1", "2001:db8:0:1:1:1:1:1", "00:1b:1c:aa:bb:cc", "00-1B-1C-AA-BB-CC"} {
		got := scrub(lang.Text{EN: "ask " + x + " now", JA: x + "を確認"})
		if strings.Contains(got.EN+got.JA, x) {
			t.Errorf("%s stays in %q", x, got)
		}
	}
	if got := plain(lang.Text{EN: "Set register to 250.", JA: "250に設定"}); got != textFirstPlain {
		t.Errorf("a value is told: %q", got)
	}
	if got := plain(lang.Text{EN: "Ask who did it.", JA: "確認する"}); got.EN != "Ask who did it." {
		t.Errorf("%q", got)
	}
}

// TestContacts: who has quiet hours now, and until when.
func TestContacts(t *testing.T) {
	n := config.DefaultNotify()
	n.Contacts = []config.Contact{{Name: "a", Mail: []string{"a@b.jp"}, Quiet: []config.Quiet{night}}, {Name: "b", Zone: "UTC", Webhook: &config.Webhook{}, Quiet: []config.Quiet{night}}}
	list, err := Contacts(&n, "Asia/Tokyo", time.Date(2026, 11, 24, 15, 30, 0, 0, time.UTC)) // half past midnight in Japan
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	if !list[0].Quiet || !list[0].Until.Equal(time.Date(2026, 11, 24, 21, 0, 0, 0, time.UTC)) || list[1].Quiet || list[1].Channels[0] != "webhook" {
		t.Errorf("%+v", list)
	}
}

// TestWithoutLog: a sensor that keeps no log is told about all the same, by an engine
// that then forgets when it ends.
func TestWithoutLog(t *testing.T) {
	w := newWorld(t, "Asia/Tokyo")
	w.o.Rounds = 1
	opens("i", "act")(w)
	e := newEngine(Options{Config: w.o, Source: w, Log: noLog{}, Clock: w}, w.people)
	for range 10 {
		if _, err := e.pass(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if len(w.told) != 1 || w.told[0] != "24 09:00 a i/act/0" {
		t.Errorf("told %q", w.told)
	}
}

// noLog is the log of a sensor without a store.
type noLog struct{}

func (noLog) Notices(context.Context, *control.NoticeQuery) (*control.Notices, error) {
	return nil, &control.Fault{Code: control.Conflict, Text: lang.Plain("no store")}
}

func (l noLog) AddNotices(ctx context.Context, _ *control.Notices) (*control.Notices, error) {
	return l.Notices(ctx, nil)
}
