package record

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/replay"
)

// Zeek writes the logs that Zeek and the ICSNPP parsers of CISA write, in Zeek's
// ASCII form and with their names of logs and fields, as far as Banken knows
// what they hold, and logs of its own beside them: docs/zeek.md lists all.
//
// A log is created, in place of one of the same name, when its first line is
// written. Times in the headers are capture times, so that a capture always gives
// the same logs.
type Zeek struct {
	dir    string
	tables *zeekTables
	files  []*zeekFile // by place of the table; nil before the first line
	now    int64       // latest capture time told, UTC ns
	row    zeekRow
	second zeekRow // of the log of status codes, while row is being filled
	fault  error   // the first
}

// NewZeek returns a writer of logs into the folder dir, which is made when it
// does not exist.
func NewZeek(dir string) (*Zeek, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("record: folder for zeek logs: %w", err)
	}
	tables, err := makeZeekTables()
	if err != nil {
		return nil, err
	}
	return &Zeek{dir: dir, tables: tables, files: make([]*zeekFile, len(tables.all))}, nil
}

// Transaction implements replay.Output.
func (z *Zeek) Transaction(t *wire.Transaction) error {
	z.now = max(z.now, t.Time+max(t.Latency, 0))
	switch t.Protocol.Name {
	case "modbus":
		z.modbus(t)
	case "dnp3":
		z.dnp3(t)
	case "opcua":
		z.opcua(t)
	}
	return z.fault
}

// Message implements replay.Output.
func (*Zeek) Message([]byte) error { return nil }

// Flow implements replay.Output.
func (z *Zeek) Flow(f *replay.Flow) error {
	z.now = max(z.now, f.Last)
	z.conn(f)
	return z.fault
}

// Close ends the logs.
func (z *Zeek) Close() error {
	var faults []error
	for _, f := range z.files {
		if f != nil {
			faults = append(faults, f.close(z.now))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	return nil
}

// write writes a row to its log.
func (z *Zeek) write(r *zeekRow) {
	if z.fault != nil {
		return
	}
	if z.fault = r.fault; z.fault != nil {
		return
	}
	f := z.files[r.table.place]
	if f == nil {
		var err error
		if f, err = createZeekFile(z.dir, r.table, r.time); err != nil {
			z.fault = fmt.Errorf("record: %w", err)
			return
		}
		z.files[r.table.place] = f
	}
	if err := f.write(r); err != nil {
		z.fault = fmt.Errorf("record: %w", err)
	}
}

// asked and answered tell which halves of a transaction were seen.
func asked(t *wire.Transaction) bool    { return t.Frame != 0 }
func answered(t *wire.Transaction) bool { return t.ResponseFrame != 0 }

// timeOf returns the capture time of the request, or of the response.
func timeOf(t *wire.Transaction, dir wire.Direction) int64 {
	if dir == wire.ToClient && t.Latency != wire.NoLatency {
		return t.Time + t.Latency
	}
	return t.Time
}

// zeekStamp is the form of #open and #close.
const zeekStamp = "2006-01-02-15-04-05"

func appendZeekStamp(dst []byte, ns int64) []byte {
	return time.Unix(0, ns).UTC().AppendFormat(dst, zeekStamp)
}
