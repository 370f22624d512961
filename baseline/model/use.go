package model

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/value"
	"github.com/banken-ot/banken/baseline/whitelist"
)

// Use is one thing that a channel does.
type Use = whitelist.Use

// Uses calls yield for what every channel does: see whitelist.Detector.Uses.
func (m *Model) Uses(yield func(*Use) bool) { m.whitelist.Uses(m.book, yield) }

// Span is what is known of the numbers at a point.
type Span = value.Known

// SpanOf returns what is known of the numbers that are read at a point of a channel's
// server, or written to it.
func (m *Model) SpanOf(c baseline.ChannelID, p baseline.PointKey, written bool) (Span, bool) {
	return m.value.Known(m.book, c, p, written)
}
