package filter

import "time"

// Defaults of Config.
const (
	DefaultFlows        = 65536            // of a plant with thousands of devices; some 8 MiB and 6 MiB a processor
	DefaultFirstPackets = 64               // as many segments as a decoder tries before it gives a flow up
	DefaultRate         = 1000             // an ARP sweep of a /22 network in a second
	DefaultResample     = 60 * time.Second // a flow that turns into something else is seen within a minute
)

// Bounds of Config and of what can be learned.
const (
	MaxFlows   = 1 << 20 // 100 MiB a processor
	MaxLearned = 16384   // flows
	MaxServers = 4096

	cyclicRate = 16 // frames of process data a second: enough to list the devices
)

// Config says what Load makes. Of a zero field the default holds.
type Config struct {
	// Interface is the name of the capture interface, in the network namespace
	// of the caller.
	Interface string
	// Dedicated says that the interface serves capture alone, so that packets
	// withheld from the capture may be dropped. On any other interface nothing
	// is ever dropped.
	Dedicated bool
	// Flows is how many flows are counted at once, at most MaxFlows.
	Flows int
	// FirstPackets of a flow are handed on whatever it is: so many with payload
	// and so many without, in each direction.
	FirstPackets uint16
	// Resample is the time after which the first packets of a flow are handed
	// on again; negative: never.
	Resample time.Duration
	// Rate is how many frames without a flow are handed on, of each class, in
	// 2^30 nanoseconds, on each processor.
	Rate uint32
	// Ports whose packets are all handed on, of TCP and UDP. When nil,
	// DefaultPorts.
	Ports []uint16
}

// DefaultPorts returns the registered ports of the protocols that Banken decodes
// (IANA, "Service Name and Transport Protocol Port Number Registry"): Modbus,
// DNP3, OPC UA.
func DefaultPorts() []uint16 { return []uint16{502, 20000, 4840} }

// complete returns c with its defaults.
func (c Config) complete() Config {
	if c.Flows <= 0 {
		c.Flows = DefaultFlows
	}
	c.Flows = min(c.Flows, MaxFlows)
	if c.FirstPackets == 0 {
		c.FirstPackets = DefaultFirstPackets
	}
	if c.Resample == 0 {
		c.Resample = DefaultResample
	}
	if c.Rate == 0 {
		c.Rate = DefaultRate
	}
	if c.Ports == nil {
		c.Ports = DefaultPorts()
	}
	return c
}
