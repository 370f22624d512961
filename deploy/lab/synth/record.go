package synth

import (
	"cmp"
	"context"
	"io"
	"slices"

	"github.com/banken-ot/banken/deploy/lab/attack"
)

// Stats is what a recording came to.
type Stats struct {
	Packets uint64
	Octets  uint64 // of the file
}

// Record writes a capture of the plant to w and returns the ground truth. It
// holds a few hundred frames at a time, whatever the duration. When the context
// is done it stops, with its error; what was written until then is a capture.
func Record(ctx context.Context, w io.Writer, o Options) (attack.Truth, error) {
	t, _, err := RecordStats(ctx, w, o)
	return t, err
}

// RecordStats is Record that also tells how much was written.
func RecordStats(ctx context.Context, w io.Writer, o Options) (attack.Truth, Stats, error) {
	e, err := newEngine(o)
	if err != nil {
		return attack.Truth{}, Stats{}, err
	}
	out := newWriter(w, o.Format)
	e.net = &network{w: out}
	err = e.run(ctx)
	if closing := out.close(); err == nil {
		err = closing
	}
	return e.truth(), Stats{out.packets, out.octets}, err
}

// Events calls yield with each event and returns the ground truth. They come
// nearly in the order of their times: what one client does in one go (the start
// of a session, a file) comes at once, a Publish with its answer, and what is
// never answered when its time is over. The event, and what its slices refer to,
// is valid until yield returns.
func Events(ctx context.Context, o Options, yield func(*Event)) (attack.Truth, error) {
	return events(ctx, o, false, yield)
}

// events with octets set makes every event by encoding and decoding, where
// Events takes a short cut for what there is most of.
func events(ctx context.Context, o Options, octets bool, yield func(*Event)) (attack.Truth, error) {
	e, err := newEngine(o)
	if err != nil {
		return attack.Truth{}, err
	}
	e.yield, e.direct = yield, !octets
	err = e.run(ctx)
	if err == nil && o.Left != nil {
		o.Left(e.plant)
	}
	return e.truth(), err
}

func sortAttacks(all []attack.Attack) {
	slices.SortStableFunc(all, func(a, b attack.Attack) int { return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID)) })
}
