package config

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/banken-ot/banken/sensor/lang"
)

// maxFile bounds what is read of a file: a configuration is some KiB.
const maxFile = 1 << 20

// Fault is something wrong with the configuration.
type Fault struct {
	File string // where it is; "" when it was not read from a file
	Line int    // of the file, from 1; 0 when it is about something not there
	Key  string // "capture.interfaces[0].name"; "" for the file as a whole
	Text lang.Text
}

// In says file, line, key and fault in a language.
func (f Fault) In(l lang.Language) string {
	var where strings.Builder
	if f.File != "" {
		where.WriteString(f.File)
		if f.Line > 0 {
			fmt.Fprintf(&where, ":%d", f.Line)
		}
		where.WriteString(": ")
	}
	if f.Key != "" {
		where.WriteString(f.Key + ": ")
	}
	return where.String() + f.Text.In(l)
}

// Faults is an error that tells all faults, in English.
type Faults []Fault

// Error implements error.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i := range f {
		lines[i] = "config: " + f[i].In(lang.English)
	}
	return strings.Join(lines, "\n")
}

// Load reads a configuration. The error is Faults, with every fault there is; when
// the file is no YAML, or has a key that is not known, these alone.
func Load(name string) (Config, error) {
	info, err := os.Stat(name)
	if err == nil && info.Size() > maxFile {
		return Config{}, Faults{{File: name, Text: tooLarge.Fill(Size(maxFile))}}
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return Config{}, err
	}
	c, err := Parse(b)
	var faults Faults
	if errors.As(err, &faults) {
		for i := range faults {
			faults[i].File = name
		}
	}
	return c, err
}

// Parse reads a configuration from the octets of a file.
func Parse(b []byte) (Config, error) {
	c := Default()
	file, err := parser.ParseBytes(b, 0)
	if err != nil {
		return c, Faults{faultOf(err)}
	}
	c.places = places{file}
	if len(strings.TrimSpace(string(b))) > 0 {
		if err := yaml.UnmarshalWithOptions(b, &c, yaml.Strict()); err != nil {
			return c, Faults{faultOf(err)}
		}
	}
	if faults := c.Validate(); len(faults) > 0 {
		return c, Faults(faults)
	}
	return c, nil
}

// faultOf takes the place out of what the YAML library found.
func faultOf(err error) Fault {
	var v *valueError
	if errors.As(err, &v) {
		return Fault{Line: v.line, Text: v.text}
	}
	var e yaml.Error
	if !errors.As(err, &e) {
		return Fault{Text: lang.Plain(err.Error())}
	}
	f := Fault{Text: wrongValue.Fill(e.GetMessage())}
	if t := e.GetToken(); t != nil && t.Position != nil {
		f.Line = t.Position.Line
	}
	var unknown *yaml.UnknownFieldError
	if errors.As(err, &unknown) && unknown.Token != nil {
		f.Text = unknownKey.Fill(quote(unknown.Token.Value))
	}
	return f
}

// places finds the line of a key.
type places struct{ file *ast.File }

// line returns the line at which a path stands, or where its nearest parent does;
// 0 when there is none.
func (p places) line(path string) int {
	if p.file == nil {
		return 0
	}
	for path != "$" {
		if x, err := yaml.PathString(path); err == nil {
			if node, err := x.FilterFile(p.file); err == nil && node != nil && node.GetToken() != nil {
				return node.GetToken().Position.Line
			}
		}
		path = path[:strings.LastIndexAny(path, ".[")]
	}
	return 0
}
