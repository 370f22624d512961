// Package record writes what a replay yields in the forms it leaves Banken in:
// readable text, JSON lines and Zeek-style logs, and counts it for the closing
// summary. Each form is a replay.Output.
package record

import (
	"bufio"
	"fmt"
	"io"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/replay"
)

// Writer is an output that must be closed to be complete.
type Writer interface {
	replay.Output
	Close() error
}

// buffer is how many octets are gathered before they are written.
const buffer = 64 << 10

// lines is what the line-oriented forms have in common.
type lines struct {
	w    *bufio.Writer
	line []byte
}

func newLines(w io.Writer) lines { return lines{w: bufio.NewWriterSize(w, buffer)} }

func (l *lines) flush(line []byte) error {
	l.line = line
	_, err := l.w.Write(append(line, '\n'))
	return err
}

// Close writes what is still gathered.
func (l *lines) Close() error { return l.w.Flush() }

// None writes nothing; a Summary before it counts all the same.
type None struct{}

// Transaction implements replay.Output.
func (None) Transaction(*wire.Transaction) error { return nil }

// Message implements replay.Output.
func (None) Message([]byte) error { return nil }

// Flow implements replay.Output.
func (None) Flow(*replay.Flow) error { return nil }

// Close implements Writer.
func (None) Close() error { return nil }

// JSON writes transactions as JSON lines, see docs/schema.
type JSON struct{ lines }

// NewJSON returns a JSON writer to w.
func NewJSON(w io.Writer) *JSON { return &JSON{newLines(w)} }

// Transaction implements replay.Output.
func (j *JSON) Transaction(t *wire.Transaction) error { return j.flush(t.AppendJSON(j.line[:0])) }

// Message implements replay.Output.
func (j *JSON) Message([]byte) error { return nil }

// Flow implements replay.Output.
func (j *JSON) Flow(*replay.Flow) error { return nil }

// Transcript writes the transcript lines of messages.
type Transcript struct{ lines }

// NewTranscript returns a transcript writer to w.
func NewTranscript(w io.Writer) *Transcript { return &Transcript{newLines(w)} }

// Transaction implements replay.Output.
func (*Transcript) Transaction(*wire.Transaction) error { return nil }

// Message implements replay.Output.
func (x *Transcript) Message(line []byte) error { _, err := x.w.Write(line); return err }

// Flow implements replay.Output.
func (*Transcript) Flow(*replay.Flow) error { return nil }

// Text writes transactions as lines for reading.
type Text struct{ lines }

// NewText returns a text writer to w.
func NewText(w io.Writer) *Text { return &Text{newLines(w)} }

// Message implements replay.Output.
func (*Text) Message([]byte) error { return nil }

// Flow implements replay.Output.
func (*Text) Flow(*replay.Flow) error { return nil }

// Transaction implements replay.Output: time, who asks whom, what for, on
// which points, and how that ended.
func (x *Text) Transaction(t *wire.Transaction) error {
	b := time.Unix(0, t.Time).UTC().AppendFormat(x.line[:0], "2006-01-02 15:04:05.000000")
	b = t.Client.AppendTo(append(b, ' '))
	b = t.Server.AppendTo(append(b, " > "...))
	b = append(append(b, ' '), t.Protocol.Name...)
	if t.Station != 0 {
		b = fmt.Appendf(b, " station %d", t.Station)
	}
	b = append(append(b, ' '), t.Function...)
	if t.HasSub {
		b = fmt.Appendf(b, "/%d", t.Sub)
	}
	t.EachPoint(func(p *wire.Point) { b = t.Protocol.AppendPoint(append(b, ' '), p) })
	b = append(append(b, ": "...), t.Outcome.String()...)
	if t.HasStatus && (t.Outcome == wire.Refused || t.Status != 0) {
		b = append(t.Protocol.AppendStatus(append(b, " ("...), t.Status), ')')
	}
	if t.Latency != wire.NoLatency {
		b = fmt.Appendf(b, " in %.3f ms", float64(t.Latency)/1e6)
	}
	if t.NoReply {
		b = append(b, " (no reply is due)"...)
	}
	if d := t.Defects(); d != 0 {
		b = t.Protocol.AppendDefects(append(b, " DEFECTS "...), d)
	}
	return x.flush(b)
}
