package value

import (
	"slices"

	"github.com/banken-ot/banken/baseline"
)

// kind is an index into meanings.
type kind uint8

const (
	constantChanged kind = iota
	parameterChanged
	writeOutside
	writeFarOutside
	writeNewValue
	writeDrift
	writeOften
	writeRamp
	valueOutside
	rateOutside
	valueCopy
	enumerationNew
	counterBackwards
	bitNew
	readbackDiffers
	relationBroken
	readersDiffer
	kinds
)

// meanings are the kinds of deviations.
//
// Exact, which corroborates by itself, is write-far-outside, whose chance is not just a
// matter of how a tail was extrapolated: beyond all that was ever written by more than
// the whole range that was ever used, and beyond the level solved from the budget too; or
// another value for what was written at least 20 times, over 14 learning days or more,
// with the same few values each used again and again, and nothing new in the later half.
// After n changes without novelty the next one is new with a chance of about 1/(n+2)
// (Laplace); that of leaving the range by its own width is about the square of that for
// an exponential tail, less for lighter ones, since the range itself took the luck of n.
//
// Not exact is parameter-changed: what the device reported as the same value for 14
// learning days, at each of all polls, is set to another by a command. It is always
// a change of how the plant works, but plants have many commands that are used once in
// a while, and each has its first time: of a hundred of them, one a month is news every
// week. Together with a writer or a point that is new it is corroborated.
var meanings = [kinds]baseline.Meaning{
	constantChanged:  {Kind: "constant-changed", Detector: baseline.Values, Stage: baseline.Control, Techniques: []string{"T0856", "T0836"}},
	parameterChanged: {Kind: "parameter-changed", Detector: baseline.Values, Stage: baseline.Configuration, Control: true, Alone: true, Techniques: []string{"T0836"}},
	writeOutside:     {Kind: "write-outside", Detector: baseline.Values, Stage: baseline.Control, Control: true, Alone: true, Techniques: []string{"T0836", "T0831"}},
	writeFarOutside:  {Kind: "write-far-outside", Detector: baseline.Values, Stage: baseline.Control, Control: true, Exact: true, Alone: true, Techniques: []string{"T0836", "T0831"}},
	writeNewValue:    {Kind: "write-new-value", Detector: baseline.Values, Stage: baseline.Control, Control: true, Techniques: []string{"T0836"}},
	writeDrift:       {Kind: "write-drift", Detector: baseline.Values, Stage: baseline.Control, Control: true, Alone: true, Techniques: []string{"T0836", "T0806"}},
	writeOften:       {Kind: "write-often", Detector: baseline.Values, Stage: baseline.Control, Control: true, Alone: true, Techniques: []string{"T0836", "T0806"}},
	writeRamp:        {Kind: "write-ramp", Detector: baseline.Values, Stage: baseline.Control, Control: true, Alone: true, Techniques: []string{"T0836", "T0831"}},
	valueOutside:     {Kind: "value-outside", Detector: baseline.Values, Stage: baseline.Control, Alone: true, Techniques: []string{"T0831", "T0856"}},
	rateOutside:      {Kind: "rate-outside", Detector: baseline.Values, Stage: baseline.Control, Alone: true, Techniques: []string{"T0831", "T0856"}},
	valueCopy:        {Kind: "value-copy", Detector: baseline.Values, Stage: baseline.Control, Techniques: []string{"T0831", "T0856"}},
	enumerationNew:   {Kind: "enumeration-new", Detector: baseline.Values, Stage: baseline.Control, Techniques: []string{"T0856", "T0858"}},
	counterBackwards: {Kind: "counter-backwards", Detector: baseline.Values, Stage: baseline.Control, Techniques: []string{"T0856"}},
	bitNew:           {Kind: "bit-new", Detector: baseline.Values, Stage: baseline.Control, Techniques: []string{"T0856"}},
	readbackDiffers:  {Kind: "readback-differs", Detector: baseline.Values, Stage: baseline.Control, Alone: true, Techniques: []string{"T0856", "T0830"}},
	relationBroken:   {Kind: "relation-broken", Detector: baseline.Relations, Stage: baseline.Control, Techniques: []string{"T0856", "T0832"}},
	readersDiffer:    {Kind: "readers-differ", Detector: baseline.Relations, Stage: baseline.Access, Alone: true, Techniques: []string{"T0830", "T0856"}},
}

// meaning returns the meaning of a kind.
func meaning(k kind) *baseline.Meaning { return &meanings[k] }

// Meanings returns every kind that may be reported.
func Meanings() []baseline.Meaning { return slices.Clone(meanings[:]) }
