//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/cilium/ebpf/link"
)

// sensorRun is one measurement of the sensor at a rate.
type sensorRun struct {
	outcome
	sent  uint64
	took  time.Duration
	plant time.Duration // of the processor, sending and receiving
}

// lost is the percentage of what was sent that is not in an answered transaction.
func (r *sensorRun) lost() float64 { return 100 * (1 - 2*float64(r.Answered)/float64(r.sent)) }

// modes of the filter that are measured.
var modes = [...]string{"off", "native", "socket"}

// sensor measures what the sensor decodes at the rate, and as fast as the plant can
// send.
func (s *settings) sensor() error {
	fmt.Printf("\nthe sensor, Modbus/TCP decoded to transactions that are discarded, %d connections, %d s\n", s.flows, s.seconds)
	fmt.Printf("%-16s %12s %12s %20s %22s %14s %14s\n", "filter", "offered/s", "sent/s", "lost %", "sensor ns/packet", "of a core", "plant ns/packet")
	for _, rate := range []uint64{s.rate, 0} {
		all := map[string][]sensorRun{}
		for i := range s.times {
			for _, mode := range modes {
				r, err := s.offer(mode, rate, i)
				if err != nil {
					return err
				}
				all[mode] = append(all[mode], r)
			}
		}
		for _, mode := range modes {
			printSensor(mode, rate, all[mode])
		}
	}
	return nil
}

func printSensor(mode string, rate uint64, runs []sensorRun) {
	var sent, lost, cost, share, plant figures[float64]
	for i := range runs {
		r := &runs[i]
		sent = append(sent, float64(r.sent)/r.took.Seconds())
		lost = append(lost, r.lost())
		cost = append(cost, float64(r.CPU)/float64(r.Health.Delivered))
		share = append(share, 100*float64(r.CPU)/float64(r.took))
		plant = append(plant, float64(r.plant)/float64(r.sent))
		if d := r.Health.DroppedKernel + r.Health.DroppedSensor + r.Health.Merged + r.Others + r.Defects; d > 0 || r.lost() != 0 {
			fmt.Printf("  not clean: %d sent, %d delivered, %d answered, %d other, %d defective; dropped %d by the kernel, %d transactions by the sensor; %d merged\n",
				r.sent, r.Health.Delivered, r.Answered, r.Others, r.Defects, r.Health.DroppedKernel, r.Health.DroppedSensor, r.Health.Merged)
		}
	}
	offered, busy := "all it can", "-" // it goes on when the plant has stopped
	if rate > 0 {
		offered, busy = fmt.Sprint(rate), fmt.Sprintf("%.1f%%", share.median())
	}
	fmt.Printf("%-16s %12s %12.0f %20s %22s %14s %14.0f\n", mode, offered, sent.median(), lost.text("%.4f"), cost.text("%.0f"), busy, plant.median())
}

// offer has a sensor of its own see the plant for a while.
func (s *settings) offer(mode string, rate uint64, run int) (r sensorRun, err error) {
	pass, err := passing(mode != "native")
	if err != nil {
		return r, err
	}
	defer pass()
	args := []string{os.Args[0], "sensor", "-filter", mode}
	if s.profile != "" {
		args = append(args, "-profile", filepath.Join(s.profile, fmt.Sprintf("%s-%d-%d.pprof", mode, rate, run)))
	}
	p, err := start(args...)
	if err != nil {
		return r, err
	}
	if err := s.send(&r, rate); err != nil {
		return r, err
	}
	if err := p.stop(); err != nil {
		return r, err
	}
	return r, json.Unmarshal(p.stdout.Bytes(), &r.outcome)
}

// saturating is how many frames a second are taken for a plant that sends all it
// can, to have about as long a run.
const saturating = 1500000

// send opens the connections, then sends at the rate.
func (s *settings) send(r *sensorRun, rate uint64) error {
	if err := s.connect(); err != nil {
		return err
	}
	data, err := newStream(plant, exchanges(s.flows), rate)
	if err != nil {
		return err
	}
	defer data.close()
	before := spent()
	per := rate
	if rate == 0 {
		per = saturating
	}
	whole := uint64(2 * s.flows) // a round
	r.sent, r.took, err = data.run((per*uint64(s.seconds) + whole - 1) / whole * whole)
	r.plant = spent() - before
	return err
}

// connect opens the connections.
func (s *settings) connect() error {
	open, err := newStream(plant, handshakes(s.flows), 0)
	if err != nil {
		return err
	}
	defer open.close()
	_, _, err = open.run(uint64(3 * s.flows))
	return err
}

// passing has the port take frames, where no filter is attached to it; call what it
// returns at the end.
func passing(needed bool) (end func() error, err error) {
	if !needed {
		return func() error { return nil }, nil
	}
	var l link.Link
	if l, err = letPass(port); err != nil {
		return nil, err
	}
	return l.Close, nil
}
