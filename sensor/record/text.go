package record

import (
	"io"
	"strconv"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/replay"
)

// Text writes transactions as lines for reading. Names of functions, points,
// statuses and defects are those of the standards in every language.
type Text struct {
	lines
	language lang.Language
}

// NewText returns a text writer to w in a language.
func NewText(w io.Writer, l lang.Language) *Text { return &Text{newLines(w), l} }

// Message implements replay.Output.
func (*Text) Message([]byte) error { return nil }

// Flow implements replay.Output.
func (*Text) Flow(*replay.Flow) error { return nil }

// say appends a word.
func (x *Text) say(b []byte, w word) []byte { return append(b, words[w].In(x.language)...) }

// Transaction implements replay.Output: time, who asks whom, what for, on
// which points, and how that ended.
func (x *Text) Transaction(t *wire.Transaction) error {
	b := time.Unix(0, t.Time).UTC().AppendFormat(x.line[:0], "2006-01-02 15:04:05.000000")
	b = t.Client.AppendTo(append(b, ' '))
	b = t.Server.AppendTo(append(b, " > "...))
	b = append(append(b, ' '), t.Protocol.Name...)
	b = x.appendAsked(b, t)
	t.EachPoint(func(p *wire.Point) { b = t.Protocol.AppendPoint(append(b, ' '), p) })
	b = x.appendOutcome(x.say(b, wordColon), t)
	if d := t.Defects(); d != 0 {
		b = t.Protocol.AppendDefects(x.say(b, wordDefects), d)
	}
	return x.flush(b)
}

// appendAsked appends the station and what is asked of it.
func (x *Text) appendAsked(b []byte, t *wire.Transaction) []byte {
	if t.Station != 0 {
		b = strconv.AppendUint(x.say(b, wordStation), uint64(t.Station), 10)
	}
	b = append(append(b, ' '), t.Function...)
	if t.HasSub {
		b = appendSub(append(b, '/'), t)
	}
	if t.Operation != wire.OperationNone {
		b = append(x.say(b, wordOpen), operationText(t.Operation).In(x.language)...)
		b = x.say(b, wordClose)
	}
	return b
}

// appendSub appends the sub-function, by its name where the request tells it.
func appendSub(b []byte, t *wire.Transaction) []byte {
	for i := range t.Request.Fields {
		f := &t.Request.Fields[i]
		if f.Depth == 0 && f.Text != "" && (f.Value.Kind == wire.KindUint || f.Value.Kind == wire.KindHex) && f.Value.Num == uint64(t.Sub) {
			return append(b, f.Text...)
		}
	}
	return strconv.AppendUint(b, uint64(t.Sub), 10)
}

// appendOutcome appends how the transaction ended, and how soon.
func (x *Text) appendOutcome(b []byte, t *wire.Transaction) []byte {
	b = append(b, outcomeText(t.Outcome).In(x.language)...)
	if t.HasStatus && (t.Outcome == wire.Refused || t.Status != 0) {
		b = x.say(t.Protocol.AppendStatus(x.say(b, wordOpen), t.Status), wordClose)
	}
	if t.Latency != wire.NoLatency {
		b = strconv.AppendFloat(x.say(b, wordAfter), float64(t.Latency)/1e6, 'f', 3, 64)
		b = x.say(b, wordMilliseconds)
	}
	if t.NoReply {
		b = x.say(b, wordNoReply)
	}
	return b
}
