package health

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// Bounds of a History.
const (
	// keptSamples are kept in memory: one a minute, a day.
	keptSamples = 24 * 60
	// keptChanges are kept in memory; a port that flaps makes two a second.
	keptChanges = 4096
	// maxHistory is the size of the file at which it becomes the file before; two
	// are kept. With one port it holds about two months.
	maxHistory = 32 << 20
)

// Change is a part that came into another state.
type Change struct {
	Time time.Time `json:"time"`
	Part string    `json:"part"` // "port eth1", "recorder"
	From string    `json:"from"`
	To   string    `json:"to"`
	Why  string    `json:"why"`
}

// line is one of the file: a sample or a change.
type line struct {
	V      int     `json:"v"`
	Change *Change `json:"change,omitempty"`
	Sample *Status `json:"sample,omitempty"`
}

// History keeps samples and changes. It may be used by several goroutines.
type History struct {
	mu      sync.Mutex
	samples []Status
	changes []Change
	name    string
	file    *os.File
	size    int64
	fault   error
}

// OpenHistory returns a history that is continued in a folder, which it makes;
// with no folder it is kept in memory alone.
func OpenHistory(dir string) (*History, error) {
	h := &History{}
	if dir == "" {
		return h, nil
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("health: %w", err)
	}
	h.name = filepath.Join(dir, "health.jsonl")
	if err := h.open(); err != nil {
		return nil, fmt.Errorf("health: %w", err)
	}
	return h, h.read()
}

func (h *History) open() error {
	file, err := os.OpenFile(h.name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o640)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return err
	}
	h.file, h.size = file, info.Size()
	return nil
}

// read takes over what is in the file. A line that a power cut left unfinished is
// ended, and left out as any that cannot be read.
func (h *History) read() error {
	r := bufio.NewReader(h.file)
	for {
		b, err := r.ReadBytes('\n')
		if err == io.EOF {
			if len(b) > 0 {
				return h.write([]byte{'\n'})
			}
			return nil
		}
		if err != nil {
			return fmt.Errorf("health: %w", err)
		}
		var l line
		if json.Unmarshal(b, &l) == nil && l.V == Version {
			h.keep(&l)
		}
	}
}

func (h *History) keep(l *line) {
	if l.Change != nil {
		h.changes = append(bounded(h.changes, keptChanges), *l.Change)
	}
	if l.Sample != nil {
		h.samples = append(bounded(h.samples, keptSamples), *l.Sample)
	}
}

// bounded makes room for one more of at most n.
func bounded[T any](list []T, n int) []T {
	if len(list) < n {
		return list
	}
	return slices.Delete(list, 0, len(list)-n+1)
}

// Sample adds a look.
func (h *History) Sample(s *Status) error { return h.add(&line{V: Version, Sample: s}) }

// Changed adds a change of state.
func (h *History) Changed(c Change) error { return h.add(&line{V: Version, Change: &c}) }

// add keeps a line and writes it. An error of the disk does not keep the line
// from being kept; it is returned once, until the disk works again.
func (h *History) add(l *line) error {
	b, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("health: %w", err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.keep(l)
	if h.name == "" {
		return nil
	}
	before := h.fault
	h.fault = h.append(append(b, '\n'))
	if h.fault != nil && before == nil {
		return fmt.Errorf("health: %w", h.fault)
	}
	return nil
}

func (h *History) append(b []byte) error {
	if h.file == nil {
		if err := h.open(); err != nil {
			return err
		}
	}
	if h.size+int64(len(b)) > maxHistory {
		if err := h.rotate(); err != nil {
			return err
		}
	}
	return h.write(b)
}

func (h *History) write(b []byte) error {
	n, err := h.file.Write(b)
	h.size += int64(n)
	return err
}

func (h *History) rotate() error {
	err := errors.Join(h.file.Close(), os.Rename(h.name, h.name+".1"))
	h.file = nil
	if err != nil {
		return err
	}
	return h.open()
}

// Samples returns the samples from a time on, oldest first.
func (h *History) Samples(from time.Time) (list []Status) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := range h.samples {
		if !h.samples[i].Time.Before(from) {
			list = append(list, h.samples[i])
		}
	}
	return list
}

// Changes returns the changes from a time on, oldest first.
func (h *History) Changes(from time.Time) (list []Change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range h.changes {
		if !c.Time.Before(from) {
			list = append(list, c)
		}
	}
	return list
}

// Close closes the file.
func (h *History) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.file == nil {
		return nil
	}
	err := h.file.Close()
	h.file = nil
	return err
}
