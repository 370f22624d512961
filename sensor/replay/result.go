package replay

import (
	"cmp"
	"slices"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/sight"
)

// record is a transaction, or when t is nil a transcript line, made at a frame.
type record struct {
	frame    uint64
	t        *wire.Transaction
	from, to int // of result.lines
}

// result is what one worker made and has not handed on yet.
type result struct {
	records []record
	lines   []byte // transcript lines of the records
}

// message adds the transcript line of m at a frame.
func (r *result) message(p *wire.Protocol, m *wire.Message, frame uint64) {
	from := len(r.lines)
	r.lines = append(p.AppendTranscript(r.lines, m), '\n')
	r.records = append(r.records, record{frame: frame, from: from, to: len(r.lines)})
}

// transaction adds t at a frame.
func (r *result) transaction(t *wire.Transaction, frame uint64) {
	r.records = append(r.records, record{frame: frame, t: t})
}

// reset empties the result and gives its transactions back.
func (r *result) reset() {
	for i := range r.records {
		if t := r.records[i].t; t != nil {
			t.Release()
		}
	}
	r.records, r.lines = r.records[:0], r.lines[:0]
}

// write hands one record to the output.
func (r *result) write(out Output, x *record) error {
	if x.t != nil {
		return out.Transaction(x.t)
	}
	return out.Message(r.lines[x.from:x.to])
}

// completed is the frame a transaction belongs to when it comes up between
// frames: that of its response, or of the request that was not answered.
func completed(t *wire.Transaction) uint64 {
	if t.ResponseFrame != 0 {
		return t.ResponseFrame
	}
	return t.Frame
}

// writeBetween hands on what several workers made between two frames, in the
// order of the frames it came from. A frame is of one flow, so of one worker, and
// what it yields keeps its order: the result does not depend on how flows are
// shared out.
func writeBetween(out Output, results []*result) error {
	type item struct {
		from *result
		x    *record
	}
	var all []item
	for _, r := range results {
		for i := range r.records {
			all = append(all, item{r, &r.records[i]})
		}
	}
	slices.SortStableFunc(all, func(a, b item) int { return cmp.Compare(a.x.frame, b.x.frame) })
	for _, i := range all {
		if err := i.from.write(out, i.x); err != nil {
			return err
		}
	}
	return nil
}

// writeFlows hands on flows that ended between two looks at time-outs, in the
// order they began, each after what was not seen of it.
func writeFlows(out Output, takers *sight.Takers, flows []Flow) error {
	slices.SortFunc(flows, func(a, b Flow) int { return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.ID, b.ID)) })
	for i := range flows {
		if takers.Witness != nil {
			if err := tellGaps(takers.Witness, &flows[i]); err != nil {
				return err
			}
		}
		if err := out.Flow(&flows[i]); err != nil {
			return err
		}
	}
	return nil
}
