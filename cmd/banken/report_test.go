package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// reports is what the command report says of a site, before and after somebody decided.
var reports = script{site: attackedSite, commands: []string{"report day", "incident close 20260311 --as work --who Sato --why 'the laptop was removed'", "report day --date 2026-03-12", "report day --date 2026-01-01",
	"report month", "report month --month 2026-13", "report day --format html -o x --date 2026", "report", "report week", "report day --format xml", "report day more"}}

// TestGoldenReport: what the command says, in each language, by itself and through the
// socket.
func TestGoldenReport(t *testing.T) {
	for i := range lang.Languages {
		dir := reports.prepare(t)
		same(t, "site_report", lang.Language(i), reports.play(lang.Language(i), dir, "--config", plantConfig(t, dir)))
	}
	dir := reports.prepare(t)
	same(t, "site_report", lang.Japanese, reports.play(lang.Japanese, dir, "--socket", serveSite(t, openPlant(t, dir))))
}

// TestReportFiles: a report is a page or a document in a file, as its name says.
func TestReportFiles(t *testing.T) {
	dir := workedSite(t)
	config, page, document := plantConfig(t, dir), filepath.Join(dir, "month.html"), filepath.Join(dir, "day.txt")
	for _, args := range [][]string{{"report", "month", "-o", page}, {"report", "day", "--format", "json", "-o", document}} {
		if status, _, said := execute(nil, append(args, "--config", config, "--lang", "ja")...); status != 0 || said != "" {
			t.Fatalf("%v: %d %s", args, status, said)
		}
	}
	b, err := os.ReadFile(page)
	if err != nil || !strings.HasPrefix(string(b), "<!DOCTYPE html>") || !strings.Contains(string(b), "月報 2026-03") || !strings.Contains(string(b), "W-40") {
		t.Errorf("%v\n%s", err, b)
	}
	var d control.DayReport
	if b, err = os.ReadFile(document); err == nil {
		err = json.Unmarshal(b, &d)
	}
	if err != nil || d.V != control.Version || len(d.Permits) != 2 {
		t.Errorf("%v\n%s", err, b)
	}
}
