// Package health is what a sensor says of itself: how much of the traffic it saw,
// lost, withheld and could not read, port by port and worker by worker, and since
// when each part is in which state.
//
// A [Status] is one look at all of it. A [History] keeps a look a minute and every
// change of state, in memory and in a file of JSON lines of bounded size, so that
// what was not seen can still be told afterwards.
package health

import "time"

// State is what a port is doing.
type State string

// The states of a port.
const (
	Starting  State = "starting"
	Capturing State = "capturing"
	Losing    State = "losing" // frames were lost in the last seconds
	Silent    State = "silent" // no frame came for longer than configured: nobody feeds the port
	Down      State = "down"   // no cable, or set down
	Gone      State = "gone"   // there is no such interface any more
	Stopped   State = "stopped"
)

// Worker is what one worker of a port was given and lost.
type Worker struct {
	Received       uint64 `json:"received"`             // frames, of the kernel
	DroppedKernel  uint64 `json:"dropped_kernel"`       // frames lost because the ring was full
	Delivered      uint64 `json:"delivered"`            // frames read
	Truncated      uint64 `json:"truncated"`            // frames of which not all octets were captured
	Merged         uint64 `json:"merged"`               // frames an offload made of several
	Malformed      uint64 `json:"malformed"`            // frames whose headers could not be read
	Duplicates     uint64 `json:"duplicates"`           // packets the port showed twice
	Conflicts      uint64 `json:"conflicts"`            // overlaps with other octets
	NotCaptured    uint64 `json:"not_captured_octets"`  // octets of TCP that never came
	Blind          uint64 `json:"blind_octets"`         // octets that could not be attributed
	BlindNS        int64  `json:"blind_decoding_ns"`    // how long decoding was lost, of all flows together
	Transactions   uint64 `json:"transactions"`         // handed on
	DroppedSensor  uint64 `json:"dropped_transactions"` // lost because what is behind was too slow
	NotRecorded    uint64 `json:"not_recorded"`         // frames the recorder could not take
	HardwareStamps uint64 `json:"hardware_stamps"`      // frames stamped by the interface
}

// Add adds o to w.
func (w *Worker) Add(o *Worker) {
	w.Received += o.Received
	w.DroppedKernel += o.DroppedKernel
	w.Delivered += o.Delivered
	w.Truncated += o.Truncated
	w.Merged += o.Merged
	w.Malformed += o.Malformed
	w.Duplicates += o.Duplicates
	w.Conflicts += o.Conflicts
	w.NotCaptured += o.NotCaptured
	w.Blind += o.Blind
	w.BlindNS += o.BlindNS
	w.Transactions += o.Transactions
	w.DroppedSensor += o.DroppedSensor
	w.NotRecorded += o.NotRecorded
	w.HardwareStamps += o.HardwareStamps
}

// Filter is what the filter in the kernel did with the frames of a port.
type Filter struct {
	Mode     string `json:"mode"`   // native, generic or socket; classic without eBPF; none
	Notice   string `json:"notice"` // why it is not the best there is; "" when it is
	Passed   uint64 `json:"passed"`
	Withheld uint64 `json:"withheld"` // counted, and not decoded
	Flows    uint64 `json:"flows"`    // entered
}

// Port is a capture interface.
type Port struct {
	Name         string    `json:"name"`
	State        State     `json:"state"`
	Since        time.Time `json:"since"`
	Notice       string    `json:"notice"` // what was found; "" for nothing
	Filter       Filter    `json:"filter"`
	Workers      []Worker  `json:"workers"`
	BlindSeconds float64   `json:"blind_seconds"` // in which frames were lost, or the port was down or gone
	SilentFor    float64   `json:"silent_seconds"`
	LastFrame    time.Time `json:"last_frame"` // zero when none came
}

// Sum returns the workers of a port together.
func (p *Port) Sum() (sum Worker) {
	for i := range p.Workers {
		sum.Add(&p.Workers[i])
	}
	return sum
}

// Recorder is the packet recorder.
type Recorder struct {
	State    string    `json:"state"` // off where nothing is recorded
	Since    time.Time `json:"since"`
	Error    string    `json:"error"`
	Recorded uint64    `json:"recorded"` // frames
	Dropped  uint64    `json:"dropped"`
	Octets   int64     `json:"octets"` // on disk
	Segments int       `json:"segments"`
	Oldest   time.Time `json:"oldest"`
	Newest   time.Time `json:"newest"`
}

// Status is one look at a sensor.
type Status struct {
	V        int       `json:"v"`
	Site     string    `json:"site"`
	Version  string    `json:"version"`
	Time     time.Time `json:"time"`
	Started  time.Time `json:"started"`
	Ports    []Port    `json:"ports"`
	Recorder Recorder  `json:"recorder"`
	// ByProtocol counts transactions handed on.
	ByProtocol map[string]uint64 `json:"transactions"`
	// OutputFault is why transactions cannot be written; "" when they are.
	OutputFault string `json:"output_fault"`
}

// Version is that of Status and of the lines of a History.
const Version = 1
