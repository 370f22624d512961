package evaluate

import (
	"math"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/sensor/lang"
)

// Measures of all figures, in units of the drawing: names on the left, the plot, and
// figures on the right.
const (
	sheetWidth = 1000
	plotLeft   = 236
	plotRight  = 900
	rowHeight  = 30
	headHeight = 12
	footHeight = 44
	// nameCells of a name are written beside a row.
	nameCells = 32
	// maxLanes rows can still be read on a sheet of paper.
	maxLanes = 40
	// apart is how near marks may come before they are drawn as one.
	apart = 12
)

// px is a coordinate of a drawing. What is no number is drawn at 0.
type px float64

// String writes the coordinate to a tenth.
func (x px) String() string {
	if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
		return "0"
	}
	return strconv.FormatFloat(math.Round(float64(x)*10)/10+0, 'f', -1, 64)
}

// figure is a drawing as plain data, drawn from the first field to the last. Its
// words are in the language of the page.
type figure struct {
	Title  string
	Height int
	Bars   []bar
	Lines  []line
	Paths  []path
	Marks  []mark
	Words  []word
	Legend []legend
	Notes  []string
}

// Width is that of all figures.
func (*figure) Width() int { return sheetWidth }

type bar struct {
	X, Y, W, H px
	Class, Tip string
}

type line struct {
	X1, Y1, X2, Y2 px
	Class          string
}

type path struct{ D, Class string }

// mark is drawn around its place.
type mark struct {
	X, Y  px
	Shape shape
	Tip   string
}

type word struct {
	X, Y       px
	Class      string // end, middle; bad
	Text, Full string // Full is the tip when the text was cut
}

// legend is a mark or the class of a bar or line, and what it stands for.
type legend struct {
	Shape           shape
	Bar, Line, Text string
}

// name writes the name of a row.
func (f *figure) name(y px, s string) {
	w := word{X: plotLeft - 12, Y: y, Class: "end", Text: cut(s, nameCells)}
	if w.Text != s {
		w.Full = s
	}
	f.Words = append(f.Words, w)
}

// band shades every other row.
func (f *figure) band(i int) {
	if i%2 == 0 {
		f.Bars = append(f.Bars, bar{X: 0, Y: px(headHeight + i*rowHeight), W: sheetWidth, H: rowHeight, Class: "band"})
	}
}

// frame draws the foot of rows and returns where it is.
func (f *figure) frame(rows int) px {
	foot := px(headHeight + rows*rowHeight)
	f.Height = int(foot) + footHeight
	f.Lines = append(f.Lines, line{plotLeft, foot, plotRight, foot, "axis"})
	return foot
}

// grid draws a line for a tick, and its label below the foot.
func (f *figure) grid(x, foot px, label string) {
	f.Lines = append(f.Lines, line{x, headHeight, x, foot, "grid"})
	f.Words = append(f.Words, word{X: x, Y: foot + 16, Class: "middle", Text: label})
}

// note adds a sentence below the figure.
func (f *figure) note(l lang.Language, t lang.Text) { f.Notes = append(f.Notes, t.In(l)) }

// explain adds marks to the legend.
func (f *figure) explain(l lang.Language, name string, x legend) {
	x.Text = say(name).In(l)
	f.Legend = append(f.Legend, x)
}

// axis turns figures into places between two ends, and keeps to them.
type axis struct {
	low, high float64
	from, to  px
}

func (a axis) at(v float64) px {
	if !(a.high > a.low) || math.IsNaN(v) {
		return a.from
	}
	part := (min(max(v, a.low), a.high) - a.low) / (a.high - a.low)
	return a.from + px(part)*(a.to-a.from)
}

// nice returns a step of 1, 2 or 5 times a power of ten that parts span into at most
// n pieces.
func nice(span float64, n int) float64 {
	if !(span > 0) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(span/float64(n))))
	for _, m := range [...]float64{1, 2, 5} {
		if m*power*float64(n) >= span {
			return m * power
		}
	}
	return 10 * power
}

// point writes a corner of a path.
func point(b *strings.Builder, letter byte, x, y px) {
	b.WriteByte(letter)
	b.WriteString(x.String() + " " + y.String())
}
