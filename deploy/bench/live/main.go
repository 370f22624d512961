//go:build linux

package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// The two interfaces: what plant sends arrives at port.
const (
	port  = "port0"
	plant = "plant0"
)

func main() {
	runtime.LockOSThread() // the processes it starts end with the thread that started them
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// settings are what is measured, and how often.
type settings struct {
	times        int
	flows        int
	rate         uint64 // offered to the sensor, a second
	seconds      int
	paced        uint64 // offered to all, a second
	pacedSeconds int
	only         string
	who          string // part of the names of those that look at the plant
	profile      string
}

func run(args []string) error {
	if len(args) > 0 && args[0] == "sensor" {
		return runSensor(args[1:])
	}
	var s settings
	flags := flag.NewFlagSet("live", flag.ContinueOnError)
	flags.IntVar(&s.times, "times", 5, "how often each is measured; medians are told")
	flags.IntVar(&s.flows, "flows", 1000, "connections")
	flags.Uint64Var(&s.rate, "rate", 600000, "packets a second offered to the sensor")
	flags.IntVar(&s.seconds, "seconds", 4, "how long they are offered")
	flags.Uint64Var(&s.paced, "paced", 10000, "packets a second of the busy plant")
	flags.IntVar(&s.pacedSeconds, "paced-seconds", 12, "how long the plant is looked at")
	flags.StringVar(&s.only, "only", "ring,filter,sensor,plant", "what is measured")
	flags.StringVar(&s.who, "who", "", "who looks at the busy plant: those whose name holds this")
	flags.StringVar(&s.profile, "profile", "", "folder for profiles of the sensor")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if err := pair(); err != nil {
		return err
	}
	return s.measure()
}

// measure measures what was asked for.
func (s *settings) measure() error {
	fmt.Println("load " + load() + ", each measured " + fmt.Sprint(s.times) + " times, medians (worst)")
	for _, part := range []struct {
		name string
		run  func() error
	}{{"ring", s.ring}, {"filter", s.filter}, {"sensor", s.sensor}, {"plant", s.plant}} {
		if !strings.Contains(","+s.only+",", ","+part.name+",") {
			continue
		}
		if err := part.run(); err != nil {
			return fmt.Errorf("live: %s: %w", part.name, err)
		}
	}
	fmt.Println("load " + load())
	return nil
}

// pair makes the two interfaces.
func pair() error {
	if err := os.WriteFile("/proc/sys/net/ipv6/conf/default/disable_ipv6", []byte("1"), 0); err != nil && !os.IsNotExist(err) {
		return err
	}
	for _, command := range []string{"link add dev " + plant + " type veth peer name " + port, "link set dev " + plant + " up", "link set dev " + port + " up"} {
		if out, err := exec.Command("ip", strings.Fields(command)...).CombinedOutput(); err != nil {
			return fmt.Errorf("live: ip %s: %w\n%s", command, err, out)
		}
	}
	return nil
}

// load is what else the machine does.
func load() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(b))[:3], " ")
}
