package console

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// TestReportOfDay: the day is told, also to who may only look; another is chosen without
// script.
func TestReportOfDay(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Viewer)
	a := b.get("/report/day")
	for _, want := range []string{"Daily report 2026-04-01 (Wed)", `<form method="get" action="/report/day"`, `type="date" name="date" value="2026-04-01"`, `href="/report/day?date=2026-03-31"`,
		"00:00 level 1, 09:00 level 4", `class="gap"`, "13:00</time> – <time", "port eth1 lost frames", "W-4711", "things done: 12", "not decided: 3", "writes 40013 and 2 more", "Checked by", "☑", "☐",
		"tanaka closed it as work (04-01 09:20)", "PLC-2", "and 2 more", "Sign-ins: 4", "Modbus: 123,456 requests.", "right 95 times in 100"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the report of the day does not say %q", want)
		}
	}
	if t.Failed() {
		t.Log(a.body)
	}
	for _, path := range []string{"/", "/incidents"} {
		if p := b.get(path); !strings.Contains(p.body, `href="/report/day"`) || !strings.Contains(p.body, `href="/report/month"`) {
			t.Errorf("%s does not lead to the reports", path)
		}
	}
}

// TestReportFull: a day with too much for a page says how much is left out.
func TestReportFull(t *testing.T) {
	a := visit(t, newFake()).signIn(account.Viewer).get("/report/day?date=" + fullDay)
	for want, times := range map[string]int{"and 34 more in the console": 1, "and 37 more in the console": 6, "and 37 more done": 1, "W-4711": paperLines, "port eth1 lost frames": paperLines} {
		if n := strings.Count(a.body, want); n != times {
			t.Errorf("%q is there %d times, not %d", want, n, times)
		}
	}
}

// TestReportUnknown: periods without data say so, in both languages; what is none is
// refused.
func TestReportUnknown(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Viewer)
	for _, l := range []struct{ code, day, month, known string }{{"en", "Nothing is known of this day", "Nothing is known of this month", "There are records from"},
		{"ja", "この日の記録はありません", "この月の記録はありません", "記録があるのは"}} {
		b.post("/language", url.Values{"language": {l.code}, "back": {"/"}})
		if a := b.get("/report/day?date=" + emptyDay); a.status != http.StatusOK || !strings.Contains(a.body, l.day) || !strings.Contains(a.body, l.known) || strings.Contains(a.body, "<svg viewBox") {
			t.Errorf("%s: %s", l.code, a.body)
		}
		if a := b.get("/report/month?month=" + emptyDay[:7]); a.status != http.StatusOK || !strings.Contains(a.body, l.month) || !strings.Contains(a.body, l.known) {
			t.Errorf("%s: %s", l.code, a.body)
		}
	}
	for _, path := range []string{"/report/day?date=" + url.QueryEscape(evil), "/report/month?month=" + url.QueryEscape(evil), "/report/day?date=2026-02-30"} {
		if a := b.get(path); a.status != http.StatusBadRequest || strings.Contains(a.body, "<script>alert") {
			t.Errorf("%s: %d\n%s", path, a.status, a.body)
		}
	}
}

// TestReportOfMonth: the month begins with a sentence and five figures, and tells what they
// rest on.
func TestReportOfMonth(t *testing.T) {
	a := visit(t, newFake()).signIn(account.Viewer).get("/report/month")
	rest := a.body
	for _, want := range []string{"Monthly report 2026-03", "calls for action any more", "98.7 %", "Days at level 3 or above: 2.", "Checked by", "What was checked", "31 (31 d in all)", "42 of 1,234,567,890",
		"12 min (longest 1 h 5 min)", "forecast 1.2, at most 3.4; came: 2", "to the internet tcp 443", "from the internet udp 123", "and 7 more in the console", "of these longer than 14 days: 2", "<td>Internet</td>", "2 min 10 s",
		"No advisories have been imported", "2.1.7", "added a person", "something-new", "loses packets", "timing", "200 MiB; free on the disk: 40.0 GiB of 64.0 GiB", "1,234"} {
		_, after, ok := strings.Cut(rest, want)
		if !ok {
			t.Errorf("the report of the month does not say %q, or not in its place", want)
			continue
		}
		rest = after
	}
	if n := strings.Count(a.body, `<rect class="level`); n != 31 {
		t.Errorf("%d days are drawn", n)
	}
}

// TestWriteReport: a report as a file is whole by itself, in both languages.
func TestWriteReport(t *testing.T) {
	f := newFake()
	day, err := f.ReportDay(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	month, err := f.ReportMonth(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []lang.Language{lang.English, lang.Japanese} {
		for title, r := range map[string]any{"title.day": day, "title.month": month} {
			var out bytes.Buffer
			if err := WriteReport(&out, l, f.now, r); err != nil {
				t.Fatal(err)
			}
			text := out.String()
			for _, not := range []string{"<form", "<script", "href=\"/", "src=", "<link", "<b onmouse"} {
				if strings.Contains(text, not) {
					t.Errorf("%s in %s has %q", title, l, not)
				}
			}
			if !strings.Contains(text, words[title].In(l)) || !strings.Contains(text, "@page") || !strings.Contains(text, "&#43;09:00") {
				t.Errorf("%s in %s: %s", title, l, text)
			}
		}
	}
	if err := WriteReport(&bytes.Buffer{}, lang.English, time.Time{}, &control.Today{}); err == nil {
		t.Error("a report was made of something else")
	}
}
