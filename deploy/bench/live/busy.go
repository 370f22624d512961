//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// contestant captures the busy plant.
type contestant struct {
	name     string
	attaches bool // a filter of its own to the port
	command  []string
}

// contestants are those whose name holds a text.
func contestants(who string) []contestant {
	banken := filepath.Join(filepath.Dir(os.Args[0]), "banken")
	all := []contestant{
		{"banken, decoded and discarded, native filter", true, []string{os.Args[0], "sensor", "-filter", "native"}},
		{"banken, decoded and discarded, no filter", false, []string{os.Args[0], "sensor", "-filter", "off"}},
		{"banken run, JSON lines to /dev/null", true, []string{banken, "run", "-interface", port, "-dedicated", "-output", "/dev/null", "-socket", filepath.Join(os.TempDir(), "banken-"+port+".sock")}},
		{"tcpdump -w /dev/null", false, []string{"tcpdump", "-n", "-i", port, "-w", "/dev/null"}},
		{"tshark -w /dev/null", false, []string{"tshark", "-n", "-i", port, "-w", "/dev/null"}},
		{"tshark -T fields", false, []string{"tshark", "-n", "-i", port, "-T", "fields", "-e", "mbtcp.trans_id", "-e", "modbus.func_code"}},
	}
	return slices.DeleteFunc(all, func(c contestant) bool { return !strings.Contains(c.name, who) })
}

// look is one contestant's look at the plant.
type look struct {
	sent   uint64
	seen   string // of sent, and of the beginnings of the connections; "-" when it does not tell
	took   time.Duration
	cpu    time.Duration
	opened uint64 // frames that began the connections, sent before the clock ran
}

// plant measures what each takes of a processor at a plant's rate.
func (s *settings) plant() error {
	fmt.Printf("\na busy plant, %d packets/s for %d s\n%-48s %10s %22s %10s %18s\n", s.paced, s.pacedSeconds, "", "sent/s", "of a core", "ns/packet", "seen of sent")
	list := contestants(s.who)
	looks := make([][]look, len(list))
	for range s.times {
		for i := range list {
			l, err := s.watch(&list[i])
			if err != nil {
				return err
			}
			looks[i] = append(looks[i], l)
		}
	}
	for i := range list {
		printLooks(list[i].name, looks[i])
	}
	return nil
}

func printLooks(name string, looks []look) {
	var shares, sent, cost figures[float64]
	for _, l := range looks {
		sent = append(sent, float64(l.sent)/l.took.Seconds())
		shares = append(shares, 100*float64(l.cpu)/float64(l.took))
		cost = append(cost, float64(l.cpu)/float64(l.sent))
	}
	last := looks[len(looks)-1]
	fmt.Printf("%-48s %10.0f %22s %10.0f %18s\n", name, sent.median(), shares.text("%.2f%%"), cost.median(), fmt.Sprintf("%s/%d", last.seen, last.sent+last.opened))
}

// settling is how long a contestant is left alone after it says that it captures.
const settling = 2 * time.Second

// watch has a contestant see the plant.
func (s *settings) watch(c *contestant) (l look, err error) {
	pass, err := passing(!c.attaches)
	if err != nil {
		return l, err
	}
	defer pass()
	p, err := start(c.command...)
	if err != nil {
		return l, err
	}
	time.Sleep(settling)
	err = s.pace(p, &l)
	time.Sleep(settling) // what is on its way comes to it
	if e := p.stop(); err == nil && e != nil && !strings.Contains(e.Error(), "signal: terminated") {
		err = e
	}
	l.seen = p.seen()
	return l, err
}

// pace sends at the plant's rate and takes what the process needs meanwhile.
func (s *settings) pace(p *process, l *look) error {
	if err := s.connect(); err != nil {
		return err
	}
	data, err := newSteady(plant, exchanges(s.flows))
	if err != nil {
		return err
	}
	defer data.close()
	before, err := p.cpu()
	if err != nil {
		return err
	}
	l.opened, l.sent = uint64(3*s.flows), s.paced*uint64(s.pacedSeconds)
	if l.took, err = data.run(s.paced, l.sent); err != nil {
		return err
	}
	after, err := p.cpu()
	l.cpu = after - before
	return err
}
