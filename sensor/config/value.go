package config

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"github.com/banken-ot/banken/sensor/lang"
)

// Size is a number of octets, written as 512MiB, 10GiB or a plain number.
type Size int64

// Duration is a span of time, written as 90s, 15m or 720h.
type Duration time.Duration

// units of Size: powers of two (IEC 80000-13) and of ten.
var units = [...]struct {
	name   string
	octets float64
}{
	{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40},
	{"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}, {"", 1},
}

// valueError is a value that cannot be read, and where it stands.
type valueError struct {
	line int
	text lang.Text
}

func (e *valueError) Error() string { return e.text.EN }

// UnmarshalYAML reads a size.
func (s *Size) UnmarshalYAML(node ast.Node) error {
	n, ok := parseSize(node.GetToken().Value)
	if !ok {
		return refuse(node, wrongSize)
	}
	*s = n
	return nil
}

func refuse(node ast.Node, text lang.Text) error {
	t := node.GetToken()
	return &valueError{t.Position.Line, text.Fill(quote(t.Value))}
}

func parseSize(text string) (Size, bool) {
	for _, u := range units {
		number, ok := strings.CutSuffix(text, u.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		return Size(n * u.octets), err == nil && n >= 0 && n*u.octets <= math.MaxInt64/2
	}
	return 0, false
}

// String writes a size in the largest unit in which it is a whole number.
func (s Size) String() string {
	for i := 3; i >= 0; i-- {
		if unit := int64(units[i].octets); int64(s) >= unit && int64(s)%unit == 0 {
			return strconv.FormatInt(int64(s)/unit, 10) + units[i].name
		}
	}
	return strconv.FormatInt(int64(s), 10)
}

// UnmarshalYAML reads a span of time.
func (d *Duration) UnmarshalYAML(node ast.Node) error {
	x, err := time.ParseDuration(node.GetToken().Value)
	if err != nil {
		return refuse(node, wrongDuration)
	}
	*d = Duration(x)
	return nil
}

// String writes a span of time as it is read.
func (d Duration) String() string { return time.Duration(d).String() }
