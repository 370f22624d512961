package permit

import (
	"strings"

	"github.com/banken-ot/banken/sensor/lang"
)

// Fault is something wrong with a permit.
type Fault struct {
	Key   string    // field of the JSON: "hosts[1]"; "" for the permit as a whole
	Label lang.Text // the field as people call it
	Text  lang.Text // what is wrong, and what to do
}

// In tells the fault in a language.
func (f Fault) In(l lang.Language) string {
	label := f.Label
	if label.Empty() {
		label = wholePermit
	}
	_, index, _ := strings.Cut(f.Key, "[")
	if index != "" {
		index = "[" + index
	}
	if l == lang.Japanese {
		return label.JA + index + "：" + f.Text.JA
	}
	return label.EN + index + ": " + f.Text.EN
}

// Faults is an error that tells all faults, in English.
type Faults []Fault

// Error implements error.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i := range f {
		lines[i] = "permit: " + f[i].In(lang.English)
	}
	return strings.Join(lines, "\n")
}

// In tells all faults in a language, one a line.
func (f Faults) In(l lang.Language) string {
	lines := make([]string, len(f))
	for i := range f {
		lines[i] = f[i].In(l)
	}
	return strings.Join(lines, "\n")
}

// err returns the faults as an error, nil when there are none.
func (f Faults) err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}
