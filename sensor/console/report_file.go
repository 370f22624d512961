package console

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// WriteReport writes a report as a page of HTML that needs no other file: of a day, a
// *control.DayReport, or of a month, a *control.MonthReport. It is what the console shows.
func WriteReport(w io.Writer, l lang.Language, now time.Time, report any) error {
	p, err := loadPages()
	if err != nil {
		return err
	}
	v := &view{Lang: l, Zone: time.UTC, Now: now}
	switch r := report.(type) {
	case *control.DayReport:
		v.Page, v.Data = "day", v.day(r)
	case *control.MonthReport:
		v.Page, v.Data = "month", v.month(r)
	default:
		return fmt.Errorf("console: %T is no report", report)
	}
	var out bytes.Buffer
	if err := p[v.Page].ExecuteTemplate(&out, "file", v); err != nil {
		return fmt.Errorf("console: %w", err)
	}
	_, err = out.WriteTo(w)
	return err
}

// Style is the style of what is printed, for a page without other files.
func (v *view) Style() (template.CSS, error) {
	var all []byte
	for _, name := range []string{"console.css", "paper.css"} {
		b, err := staticFiles.ReadFile("static/" + name)
		if err != nil {
			return "", err
		}
		all = append(all, b...)
	}
	return template.CSS(all), nil
}
