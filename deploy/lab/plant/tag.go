package plant

import "math"

// Table is one of the four Modbus tables (Modbus Application Protocol V1.1b3, 4.3).
type Table uint8

// The Modbus tables.
const (
	Coils Table = iota
	DiscreteInputs
	InputRegisters
	HoldingRegisters
	tables
)

var tableNames = [tables]string{"coils", "discrete-inputs", "input-registers", "holding-registers"}

// String returns the table's name: "holding-registers".
func (t Table) String() string {
	if t < tables {
		return tableNames[t]
	}
	return "invalid"
}

// Tag is one row of a controller's tag table.
type Tag struct {
	Controller string // host name
	Name       string // as in the piping and instrumentation diagram
	Text       string // what it is
	Table      Table
	Address    uint16  // PDU address, from 0
	Words      uint16  // registers it takes: 1, or 2 (high word first)
	Unit       string  // of the engineering value
	Scale      float64 // engineering value of one count
	Low, High  float64 // range of the instrument or of the set point, engineering
	Write      bool    // operators write it
}

// Raw converts an engineering value to counts, rounded and held to the range of
// the register.
func (t *Tag) Raw(v float64) uint32 {
	top := 65535.0
	if t.Words == 2 {
		top = math.MaxUint32
	}
	return uint32(math.Round(min(max(v/t.Scale, 0), top)))
}

// Value converts counts to an engineering value.
func (t *Tag) Value(raw uint32) float64 { return float64(raw) * t.Scale }

// Tags returns the tag tables of all controllers, in order of controller, table
// and address. The slice is the caller's.
func Tags() []Tag {
	var all []Tag
	for i := range plans {
		for _, r := range plans[i].rows {
			all = append(all, r.tag(plans[i].name))
		}
	}
	return all
}

// TagNamed returns a tag by its name, which is unique in the plant.
func TagNamed(name string) (t Tag, ok bool) {
	for i := range plans {
		for _, r := range plans[i].rows {
			if r.name == name {
				return r.tag(plans[i].name), true
			}
		}
	}
	return Tag{}, false
}

// row is a tag as it is written down: controller and width follow.
type row struct {
	table   Table
	address uint16
	name    string
	text    string
	unit    string
	scale   float64
	low     float64
	high    float64
	write   bool
}

func (r row) tag(controller string) Tag {
	t := Tag{Controller: controller, Name: r.name, Text: r.text, Table: r.table, Address: r.address, Words: 1,
		Unit: r.unit, Scale: r.scale, Low: r.low, High: r.high, Write: r.write}
	if r.table == InputRegisters && r.address >= firstLong {
		t.Words = 2
	}
	if t.Table <= DiscreteInputs {
		t.Scale, t.High = 1, 1
	}
	return t
}

// firstLong is where the totalisers of two words begin in the input registers.
const firstLong = 20

// plan is the tag table of one controller and the sizes of its tables: a request
// beyond them is refused.
type plan struct {
	name  string
	sizes [tables]uint16
	rows  []row
}
