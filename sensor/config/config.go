// Package config is the sensor's configuration: one YAML file, decoded strictly.
//
// A key that is not known is an error, and so is everything Validate finds: all
// faults are told at once, each with its line, in all languages. What a file does
// not say is as Default has it.
//
//	site:
//	  name: 浄水場1                 # shown on screens and in summaries
//	capture:
//	  interfaces:
//	    - name: eth1
//	      dedicated: true          # a SPAN port, for capturing alone
//	protocols:
//	  modbus: {ports: [502]}
//	recorder:
//	  dir: /var/lib/banken/packets
//	  size: 10GiB
//	  age: 720h
package config

import "time"

// Config is the whole configuration.
type Config struct {
	Site      Site      `yaml:"site"`
	Capture   Capture   `yaml:"capture"`
	Protocols Protocols `yaml:"protocols"`
	Recorder  Recorder  `yaml:"recorder"`
	Baseline  Baseline  `yaml:"baseline"`
	Assets    Assets    `yaml:"assets"`
	Store     Store     `yaml:"store"`
	Console   Console   `yaml:"console"`
	Notify    Notify    `yaml:"notify"`
	Log       Log       `yaml:"log"`

	places places
}

// Site says where the sensor is.
type Site struct {
	Name string `yaml:"name"`
}

// Capture says what is captured.
type Capture struct {
	Interfaces []Interface `yaml:"interfaces"`
	// Workers is how many rings and goroutines share an interface.
	Workers int `yaml:"workers"`
	// Buffer is the size of a ring.
	Buffer Size `yaml:"buffer"`
	// SilentAfter is how long no frame must come for a port to be told silent: a
	// SPAN port that nobody feeds any more.
	SilentAfter Duration `yaml:"silent_after"`
	// Filter has flows that are none of the protocols' withheld in the kernel, and
	// counted there.
	Filter bool `yaml:"filter"`
	// Flows is how many flows the filter counts at once.
	Flows int `yaml:"flows"`
}

// Interface is one that is captured.
type Interface struct {
	Name string `yaml:"name"`
	// Dedicated says that the interface serves capture alone, as a SPAN port
	// does: frames may then be dropped ahead of the system.
	Dedicated bool `yaml:"dedicated"`
}

// Protocols says where the protocols are known to be spoken; they are recognised on
// other ports as well.
type Protocols struct {
	Modbus Ports `yaml:"modbus"`
	DNP3   Ports `yaml:"dnp3"`
	OPCUA  Ports `yaml:"opcua"`
}

// Ports of servers, TCP and UDP alike, besides those that are registered.
type Ports struct {
	Ports []uint16 `yaml:"ports"`
}

// Recorder says what is kept of the packets; no folder, nothing.
type Recorder struct {
	Dir     string   `yaml:"dir"`
	Size    Size     `yaml:"size"`    // of all files, at most
	Age     Duration `yaml:"age"`     // of packets, at most
	Segment Size     `yaml:"segment"` // of a file, at most
	Reserve Size     `yaml:"reserve"` // of the disk, stays free
}

// Baseline says how normal behaviour is learned.
type Baseline struct {
	// Zone is the site's time zone, whose days are the days of learning; a name of
	// the IANA database.
	Zone string `yaml:"zone"`
	// FalseTop is how many false incidents in the top two tiers are accepted in 30
	// days, and FalseLower how many lower ones a day. Thresholds follow from them.
	FalseTop   float64 `yaml:"false_top_per_30_days"`
	FalseLower float64 `yaml:"false_lower_per_day"`
}

// Assets says what the plant knows of its devices.
type Assets struct {
	File string `yaml:"file"` // CSV, read at the start, as of `banken asset import`
}

// Store says where the sensor keeps what it must remember; no folder, nowhere.
type Store struct {
	Dir string `yaml:"dir"`
}

// Console says where the console and the command line reach the sensor, and where
// browsers reach the console.
type Console struct {
	Socket string `yaml:"socket"` // no path, nowhere
	// Listen is the address and port browsers reach the console at.
	Listen string `yaml:"listen"`
	// Names are those, and addresses, by which browsers reach the console: they are put
	// into the certificate that is made. Without any, the box's own.
	Names []string `yaml:"names"`
	// Certificate and Key are files in PEM; without them a certificate is made in Dir.
	Certificate string   `yaml:"certificate"`
	Key         string   `yaml:"key"`
	Dir         string   `yaml:"dir"`
	Idle        Duration `yaml:"idle"` // after which who is not seen is signed out
}

// Log says what is logged.
type Log struct {
	Level        string `yaml:"level"`        // debug, info, warn or error
	Transactions string `yaml:"transactions"` // file of JSON lines; "-" for standard output, no path for none
}

// Default is what holds where the file says nothing.
func Default() Config {
	return Config{
		Capture:  Capture{Workers: 1, Buffer: 64 << 20, SilentAfter: Duration(time.Minute), Filter: true, Flows: 65536},
		Recorder: Recorder{Size: 10 << 30, Age: Duration(30 * 24 * time.Hour), Segment: 64 << 20, Reserve: 256 << 20},
		Baseline: Baseline{Zone: "Asia/Tokyo", FalseTop: 1, FalseLower: 1},
		Console: Console{Socket: "/run/banken/sensor.sock", Listen: "127.0.0.1:8443", Dir: "/var/lib/banken/console",
			Idle: Duration(30 * time.Minute)},
		Notify: DefaultNotify(),
		Log:    Log{Level: "info"},
	}
}
