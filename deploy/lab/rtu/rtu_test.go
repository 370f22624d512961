package rtu

import (
	"bytes"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/protocols/dnp3"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// TestClasses: every set of classes is read as it was written, and nothing else.
func TestClasses(t *testing.T) {
	for set := range byte(16) {
		if got, ok := ReadClasses(Classes(set)); got != set || !ok {
			t.Errorf("%04b: read as %04b, %t", set, got, ok)
		}
	}
	for _, b := range [][]byte{{60}, {60, 5, 6}, {60, 0, 6}, {60, 1, 7}, {30, 1, 6}, {60, 2, 6, 60}} {
		if _, ok := ReadClasses(b); ok {
			t.Errorf("%x is read", b)
		}
	}
}

// TestCommands: a command is read as it was written, whatever its status, and not
// when it is cut short.
func TestCommands(t *testing.T) {
	for _, a := range []plant.Action{{Index: 2, Code: 0x41}, {Index: 300, Code: 3}, {Analog: true, Index: 1, Values: []uint16{4400}}} {
		c := CommandOf(&a)
		b := c.Octets(plant.ControlNoSelect)
		if got, ok := ReadCommand(b); got != c || !ok {
			t.Errorf("%+v is read as %+v, %t", c, got, ok)
		}
		for n := range len(b) {
			if _, ok := ReadCommand(b[:n]); ok {
				t.Errorf("%+v is read from %d of %d octets", c, n, len(b))
			}
		}
	}
}

// TestFiles: every request of a transfer is answered, and its blocks are the file.
func TestFiles(t *testing.T) {
	for _, size := range []int{0, 1, 1024, 1025, 5000} {
		data := bytes.Repeat([]byte{1, 2, 3, 4, 5}, size/5+1)[:size]
		var functions, sent []byte
		for function, objects := range FileTransfer("a.bin", data, 1) {
			functions = append(functions, function)
			if _, ok := AnswerFile(function, objects); !ok || !IsFile(objects) {
				t.Errorf("%d octets: function %d with %x is not answered", size, function, objects)
			}
			if function == Write {
				sent = append(sent, objects[fileHeader+fileTransfer:]...)
			}
			if _, ok := AnswerFile(function, objects[:fileHeader+7]); ok {
				t.Errorf("%d octets: function %d, cut short, is answered", size, function)
			}
		}
		if n := len(functions); functions[0] != OpenFile || functions[n-1] != CloseFile || !bytes.Equal(sent, data) {
			t.Errorf("%d octets: functions %v, %d octets sent", size, functions, len(sent))
		}
	}
}

// TestDecoded: what is written decodes without a defect: a poll of everything, the
// commands that follow a start, and a file in several frames.
func TestDecoded(t *testing.T) {
	p := plant.New(1)
	p.Step(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
	ends := [2]End{wire.ToServer: MasterEnd(), wire.ToClient: OutstationEnd()}
	c := wire.Case{Name: "poll"}
	seq := byte(0)
	exchange := func(function byte, objects, answer []byte, iin uint16) {
		control := Whole | seq&SEQ
		seq++
		c.Steps = append(c.Steps, wire.Step{Dir: wire.ToServer, Octets: ends[wire.ToServer].Frames(Request(control, function, objects))},
			wire.Step{Dir: wire.ToClient, Octets: ends[wire.ToClient].Frames(Answer(control, Response, iin, answer))})
	}
	_, objects, iin := Poll(p, AllClasses)
	exchange(Read, Classes(AllClasses), objects, iin)
	exchange(Write, ClearRestart(), nil, 0)
	exchange(Write, Time(1772438400000), nil, 0)
	exchange(EnableUnsolicited, Classes(Class1), nil, 0)
	exchange(ColdRestart, nil, Delay(40*time.Second), 0)
	for function, objects := range FileTransfer("a.bin", make([]byte, 2000), 1772438400000) {
		answer, _ := AnswerFile(function, objects)
		exchange(function, objects, answer, 0)
	}
	points, exchanges := 0, 0
	r := &wiretest.Recorder{EachTransaction: func(x *wire.Transaction) {
		exchanges++
		x.EachPoint(func(*wire.Point) { points++ })
		if x.Defects() != 0 || x.Outcome != wire.Answered {
			t.Errorf("%s: %s, defects %x", x.Function, x.Outcome, x.Defects())
		}
	}}
	wiretest.Play(wiretest.NewConversation(&dnp3.Protocol, &c, r), &c, wiretest.Whole)
	if exchanges != len(c.Steps)/2 || points < len(plant.Points()) {
		t.Errorf("%d exchanges of %d, %d points", exchanges, len(c.Steps)/2, points)
	}
}
