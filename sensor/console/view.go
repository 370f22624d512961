package console

import (
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// view is what a template is given: who looks, in which language, and Data, which is the
// page's own.
type view struct {
	c *Console

	Lang     lang.Language
	Zone     *time.Location
	Now      time.Time
	Person   account.Person // the zero value: nobody has signed in
	CSRF     string         // what every form must carry
	Page     string         // name of the page, that of its template
	Path     string         // address of what is looked at, with its query
	Revision uint64         // of the site, when the page was made
	Today    *control.Today // how the site stands; nil where that is not shown
	Done     string         // what was done, a key of the words; "" for nothing
	Fault    lang.Text      // what could not be done
	Data     any
}

// T returns a text by its key, in the person's language.
func (v *view) T(key string, args ...any) (string, error) {
	t, ok := words[key]
	if !ok {
		return "", fmt.Errorf("console: no words for %q", key)
	}
	return t.Say(v.Lang, args...), nil
}

// Word returns the words for a code of the sensor's; one that has none is shown as it is.
func (v *view) Word(of, code string) string {
	if t, ok := words[of+"."+code]; ok {
		return t.In(v.Lang)
	}
	return code
}

// In returns a text of the sensor's in the person's language.
func (v *view) In(t lang.Text) string { return t.In(v.Lang) }

// Either returns the one of two texts that is in the person's language.
func (v *view) Either(en, ja string) string { return lang.Text{EN: en, JA: ja}.In(v.Lang) }

// Other is the code of the other language, for the switch.
func (v *view) Other() string {
	if v.Lang == lang.Japanese {
		return lang.English.String()
	}
	return lang.Japanese.String()
}

// Static is the address of an embedded file.
func (v *view) Static(name string) (string, error) {
	a, ok := v.c.static.addresses[name]
	if !ok {
		return "", fmt.Errorf("console: no file %q", name)
	}
	return a, nil
}

// May reports whether the person has a right, by its name.
func (v *view) May(right account.Right) bool { return v.Person.May(right) }

// Num writes a count in groups of three digits.
func (v *view) Num(n any) string {
	switch n := n.(type) {
	case int:
		if n < 0 {
			return "-" + lang.Thousands(uint64(-n))
		}
		return lang.Thousands(uint64(n))
	case int64:
		return v.Num(int(n))
	case uint64:
		return lang.Thousands(n)
	}
	return fmt.Sprint(n)
}

// Ordinal is the number people count with, of one that counts from 0.
func (v *view) Ordinal(n int) int { return n + 1 }

// Figure writes a figure as short as it says enough.
func (v *view) Figure(x float64) string { return strconv.FormatFloat(x, 'g', 2, 64) }

// At writes a time in the site's zone, to the minute. The zone is told once, at the foot
// of each page; the moment itself is there for machines.
func (v *view) At(t time.Time) template.HTML { return v.time(t, "2006-01-02 15:04") }

// Second is At, to the second.
func (v *view) Second(t time.Time) template.HTML { return v.time(t, "2006-01-02 15:04:05") }

// Clock is the time of day, with the date unless it is today's.
func (v *view) Clock(t time.Time) template.HTML {
	if t.In(v.Zone).Format(time.DateOnly) == v.Now.In(v.Zone).Format(time.DateOnly) {
		return v.time(t, "15:04")
	}
	return v.time(t, "01-02 15:04")
}

func (v *view) time(t time.Time, layout string) template.HTML {
	if t.IsZero() {
		return template.HTML(template.HTMLEscapeString(words["time.none"].In(v.Lang)))
	}
	return template.HTML(`<time datetime="` + t.UTC().Format(time.RFC3339Nano) + `">` + t.In(v.Zone).Format(layout) + `</time>`)
}

// Stamp is At within a sentence.
func (v *view) Stamp(t time.Time) string { return t.In(v.Zone).Format("2006-01-02 15:04:05") }

// Offset is that of the site's zone from UTC: "+09:00".
func (v *view) Offset() string { return v.Now.In(v.Zone).Format("-07:00") }

// Span writes a time span.
func (v *view) Span(d time.Duration) string { return lang.Span(d).In(v.Lang) }

// Since writes how long ago a time was.
func (v *view) Since(t time.Time) string { return v.Span(max(v.Now.Sub(t), time.Second)) }

// Past reports whether a time is over.
func (v *view) Past(t time.Time) bool { return t.Before(v.Now) }

// Nav are the pages the person may open, in their order.
func (v *view) Nav() (list []navigation) {
	for _, n := range navigations {
		if v.Person.May(n.right) {
			n.Current = n.Page == v.Page || n.Address != "/" && strings.HasPrefix(v.Path, n.Address+"/")
			list = append(list, n)
		}
	}
	return list
}

// navigation is a line of the menu.
type navigation struct {
	Page, Address string
	Current       bool
	right         account.Right
}

// preferred is the language a browser asks for: what was chosen before, else the first
// of Accept-Language (RFC 9110, 12.5.4) that there is.
func preferred(r *http.Request) lang.Language {
	if k, err := r.Cookie(languageCookie); err == nil {
		if l, ok := lang.Parse(k.Value); ok {
			return l
		}
	}
	return accepted(r.Header.Get("Accept-Language"))
}
