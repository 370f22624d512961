package plant

// Reading is what a poller reads of a table, every so many of its cycles.
type Reading struct {
	Table        Table
	Index, Count uint16
	Every        int
}

// Poller is a host that polls every controller.
type Poller struct {
	Host     string
	Cycle    int // in units of that of the fastest
	readings []Reading
}

// pollers is the table of who polls the controllers, how often, and what.
var pollers = [...]Poller{
	{HMI1, 1, []Reading{{InputRegisters, 0, 12, 1}, {DiscreteInputs, 0, 8, 1}, {HoldingRegisters, 0, 8, 2}, {Coils, 0, 8, 5}}},
	{HMI2, 2, []Reading{{InputRegisters, 0, 12, 1}, {DiscreteInputs, 0, 8, 1}, {HoldingRegisters, 0, 8, 3}}},
	{Historian, 10, []Reading{{InputRegisters, 0, 12, 1}, {InputRegisters, 20, 4, 1}, {HoldingRegisters, 0, 8, 6}}},
	{Gateway, 5, []Reading{{InputRegisters, 0, 12, 1}, {DiscreteInputs, 0, 8, 1}, {HoldingRegisters, 0, 8, 12}}},
}

// Pollers returns a copy of the table of pollers.
func Pollers() []Poller { return append([]Poller(nil), pollers[:]...) }

// smallTable is how many points of a kind the small controller has at most.
const smallTable = 8

// ReadingsOf returns what the host reads of a controller; what the small one does
// not have is left out. The slice is the caller's.
func (p *Poller) ReadingsOf(controller string) []Reading {
	var kept []Reading
	for _, r := range p.readings {
		if controller == PLC5 {
			if r.Index != 0 {
				continue
			}
			r.Count = min(r.Count, smallTable)
		}
		kept = append(kept, r)
	}
	return kept
}
