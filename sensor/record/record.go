// Package record writes what a replay yields in the forms it leaves Banken in:
// readable text, JSON lines and Zeek-style logs, and counts it for the closing
// summary. Each form is a replay.Output. Text and summary are for people and in
// their language; the other forms have none.
package record

import (
	"bufio"
	"io"

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
	out  io.Writer
	w    *bufio.Writer
	line []byte
}

func newLines(w io.Writer) lines { return lines{out: w, w: bufio.NewWriterSize(w, buffer)} }

// flush takes a whole line. Lines are not divided between two writes.
func (l *lines) flush(line []byte) error {
	l.line = line
	if len(line)+1 > l.w.Available() {
		if err := l.Flush(); err != nil {
			return err
		}
	}
	_, err := l.w.Write(append(line, '\n'))
	return err
}

// Flush writes what is still gathered. What an error kept from being written is
// lost, but what comes later is not.
func (l *lines) Flush() error {
	err := l.w.Flush()
	if err != nil {
		l.w.Reset(l.out)
	}
	return err
}

// Close does so too.
func (l *lines) Close() error { return l.Flush() }

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
