package config

import (
	"fmt"
	"net"
	"path/filepath"
	"slices"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

// Bounds of the configuration.
const (
	MaxInterfaces = 32      // each has a ring of its own
	MaxWorkers    = 32      // of an interface
	MaxPorts      = 64      // of a protocol
	MinBuffer     = 1 << 20 // some blocks
	MaxBuffer     = 4 << 30
	MinRecorder   = 16 << 20 // some segments
	MaxFlows      = 1 << 20
	MaxFalse      = 100 // more false incidents than that nobody reads
	maxInterface  = 15  // octets of a name (linux/if.h, IFNAMSIZ)
	maxSocket     = 107
)

// Validate returns every fault of the configuration at once, in the order of the
// file.
func (c *Config) Validate() []Fault {
	v := &validator{c: c}
	v.capture(&c.Capture)
	for _, p := range []struct {
		path  string
		ports []uint16
	}{{"$.protocols.modbus", c.Protocols.Modbus.Ports}, {"$.protocols.dnp3", c.Protocols.DNP3.Ports}, {"$.protocols.opcua", c.Protocols.OPCUA.Ports}} {
		v.ports(p.path+".ports", p.ports)
	}
	v.recorder(&c.Recorder)
	v.baseline(&c.Baseline)
	v.folder("$.assets.file", c.Assets.File)
	v.folder("$.store.dir", c.Store.Dir)
	v.console(&c.Console)
	v.notify(&c.Notify)
	v.check(slices.Contains([]string{"debug", "info", "warn", "error"}, c.Log.Level), "$.log.level", wrongLevel, quote(c.Log.Level))
	slices.SortStableFunc(v.faults, func(a, b Fault) int { return a.Line - b.Line })
	return v.faults
}

// validator gathers faults.
type validator struct {
	c      *Config
	faults []Fault
}

// check adds a fault at a path unless ok.
func (v *validator) check(ok bool, path string, text lang.Text, args ...any) {
	if !ok {
		v.faults = append(v.faults, Fault{Line: v.c.places.line(path), Key: path[len("$."):], Text: text.Fill(args...)})
	}
}

func (v *validator) capture(c *Capture) {
	v.check(len(c.Interfaces) > 0, "$.capture.interfaces", noInterface)
	v.check(len(c.Interfaces) <= MaxInterfaces, "$.capture.interfaces", tooMany, MaxInterfaces)
	seen := map[string]bool{}
	for i, x := range c.Interfaces {
		path := fmt.Sprintf("$.capture.interfaces[%d].name", i)
		v.check(x.Name != "" && len(x.Name) <= maxInterface, path, wrongInterface, quote(x.Name))
		v.check(!seen[x.Name], path, twice, quote(x.Name))
		seen[x.Name] = true
	}
	v.check(c.Workers >= 1 && c.Workers <= MaxWorkers, "$.capture.workers", outOfRange, 1, MaxWorkers)
	v.check(c.Buffer >= MinBuffer && c.Buffer <= MaxBuffer, "$.capture.buffer", outOfRange, Size(MinBuffer), Size(MaxBuffer))
	v.check(c.SilentAfter >= Duration(time.Second), "$.capture.silent_after", tooShort, "1s")
	v.check(c.Flows >= 1 && c.Flows <= MaxFlows, "$.capture.flows", outOfRange, 1, MaxFlows)
}

func (v *validator) ports(path string, ports []uint16) {
	v.check(len(ports) <= MaxPorts, path, tooMany, MaxPorts)
	for i, p := range ports {
		v.check(p != 0, fmt.Sprintf("%s[%d]", path, i), wrongPort)
	}
}

func (v *validator) recorder(r *Recorder) {
	if r.Dir == "" {
		return
	}
	v.folder("$.recorder.dir", r.Dir)
	v.check(r.Size >= MinRecorder, "$.recorder.size", tooSmall, Size(MinRecorder))
	v.check(r.Segment >= 1<<20 && r.Segment <= 1<<30, "$.recorder.segment", outOfRange, Size(1<<20), Size(1<<30))
	v.check(r.Size >= 2*r.Segment, "$.recorder.size", twoSegments, r.Segment)
	v.check(r.Age >= 0, "$.recorder.age", tooShort, "0s")
}

func (v *validator) baseline(b *Baseline) {
	_, err := time.LoadLocation(b.Zone)
	v.check(err == nil && b.Zone != "Local", "$.baseline.zone", wrongZone, quote(b.Zone))
	v.check(b.FalseTop > 0 && b.FalseTop <= MaxFalse, "$.baseline.false_top_per_30_days", outOfRange, "0.001", MaxFalse)
	v.check(b.FalseLower > 0 && b.FalseLower <= MaxFalse, "$.baseline.false_lower_per_day", outOfRange, "0.001", MaxFalse)
}

// folder checks a path: relative ones would depend on who starts the sensor.
func (v *validator) folder(path, name string) {
	v.check(name == "" || filepath.IsAbs(name), path, notAbsolute, quote(name))
}

func quote(s string) string { return fmt.Sprintf("%q", s) }

// Bounds of the console: a name fits a certificate, a shift is the longest a screen stays
// signed in that nobody sits at.
const (
	maxNames  = 32
	leastIdle = time.Minute
	mostIdle  = 12 * time.Hour
)

func (v *validator) console(c *Console) {
	v.folder("$.console.socket", c.Socket)
	v.check(len(c.Socket) <= maxSocket, "$.console.socket", wrongSocket, maxSocket)
	_, port, err := net.SplitHostPort(c.Listen)
	v.check(c.Listen == "" || err == nil && port != "", "$.console.listen", wrongListen, quote(c.Listen))
	v.check(len(c.Names) <= maxNames, "$.console.names", tooMany, maxNames)
	v.check((c.Certificate == "") == (c.Key == ""), "$.console.certificate", bothOrNone)
	v.folder("$.console.certificate", c.Certificate)
	v.folder("$.console.key", c.Key)
	v.folder("$.console.dir", c.Dir)
	v.check(time.Duration(c.Idle) >= leastIdle && time.Duration(c.Idle) <= mostIdle, "$.console.idle", outOfRange, "1m", "12h")
}
