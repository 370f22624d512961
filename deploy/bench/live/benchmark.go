//go:build linux

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
)

// ring has the ring alone measured by its own benchmark.
func (s *settings) ring() error {
	fmt.Printf("\nthe ring alone: one frame of a Modbus request, 1,024 flows, as fast as the kernel sends\n")
	return s.bench("./sensor/capture/ring", "Ring", "3000000x")
}

// filter has the filter alone measured by its own benchmark.
func (s *settings) filter() error {
	fmt.Printf("\nthe filter alone, with generator and both interfaces on one processor\n")
	return s.bench("./ebpf/filter", "Veth", "4000000x")
}

// bench runs a benchmark of the module and prints the medians of its metrics.
func (s *settings) bench(folder, name, times string) error {
	out, err := exec.Command("taskset", "-c", "0,1", "go", "test", "-run", "^$", "-bench", name, "-benchtime", times, "-count", strconv.Itoa(s.times), folder).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	var names []string
	all := map[string]figures[float64]{}
	for l := bufio.NewScanner(bytes.NewReader(out)); l.Scan(); {
		f := strings.Fields(l.Text())
		if len(f) < 4 || !strings.HasPrefix(f[0], "Benchmark") {
			continue
		}
		for i := 2; i+1 < len(f); i += 2 {
			key := f[0] + " " + f[i+1]
			v, err := strconv.ParseFloat(f[i], 64)
			if err != nil {
				return err
			}
			if !slices.Contains(names, key) {
				names = append(names, key)
			}
			all[key] = append(all[key], v)
		}
	}
	for _, key := range names {
		bench, unit, _ := strings.Cut(key, " ")
		fmt.Printf("%-40s %14.4g %s\n", bench, all[key].median(), unit)
	}
	return nil
}
