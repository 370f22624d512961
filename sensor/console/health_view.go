package console

import (
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// Seconds writes a count of seconds as a time span.
func (v *view) Seconds(s float64) string {
	if s < 1 {
		return "0"
	}
	return v.Span(time.Duration(s) * time.Second)
}

// Rate writes a figure that is small or large: three digits, in groups.
func (v *view) Rate(x float64) string {
	switch {
	case x == 0:
		return "0"
	case x >= 100:
		return lang.Thousands(uint64(x + 0.5))
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}

// Size writes a count of octets.
func (v *view) Size(n any) string {
	switch n := n.(type) {
	case uint64:
		return octets(int64(min(n, 1<<62)))
	case int64:
		return octets(n)
	}
	return ""
}

// Apart writes by how much two clocks differ.
func (v *view) Apart(d time.Duration) string {
	if d.Abs() < offsetTold {
		return words["health.clock.same"].In(v.Lang)
	}
	return v.Span(d.Abs())
}

// Part is a part of the sensor in words.
func (v *view) Part(name string) string {
	if port, ok := strings.CutPrefix(name, "port "); ok {
		return words["part.port"].Say(v.Lang, port)
	}
	return v.Word("part", name)
}

// Called is what a table of the store is called.
func (v *view) Called(t control.TableFill) string { return v.either(t.Name, t.Table) }

// Kept is for how many days something is kept; 0 is for ever.
func (v *view) Kept(days float64) string {
	if days <= 0 {
		return words["health.ever"].In(v.Lang)
	}
	return words["health.days"].Say(v.Lang, int(days))
}
