package model

import "github.com/banken-ot/banken/baseline"

const (
	// openingSlots is how many connections are remembered by when they began: four
	// times what a large plant keeps open. Two that share a slot push each other
	// out; the one pushed out counts as in its steady phase.
	openingSlots = 1 << 14
	// openingWays is how many slots a connection may take.
	openingWays = 4
)

// opened is a connection and when it began.
type opened struct {
	flow  uint64
	since int64
}

// openings tells whether a connection is in its first minute. Its size never
// changes.
type openings struct{ slots []opened }

func newOpenings() openings { return openings{make([]opened, openingSlots)} }

func (o *openings) ways(flow uint64) []opened {
	i := int(flow*0x9E3779B97F4A7C15>>50) &^ (openingWays - 1)
	return o.slots[i : i+openingWays]
}

// begin notes that a connection begins.
func (o *openings) begin(flow uint64, now int64) { o.opening(flow, now) }

// opening reports whether a connection is in its first minute. One never seen
// begins now.
func (o *openings) opening(flow uint64, now int64) bool {
	if flow == 0 {
		return false
	}
	ways := o.ways(flow)
	oldest := 0
	for i := range ways {
		if ways[i].flow == flow {
			return now-ways[i].since < baseline.OpeningTime
		}
		if ways[i].since < ways[oldest].since {
			oldest = i
		}
	}
	ways[oldest] = opened{flow, now}
	return true
}
