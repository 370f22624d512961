package record

import (
	"errors"
	"fmt"
	"os"
	"sync"
)

// maxRotating is the size at which a file of records becomes the one before: about
// a million transactions. Two are kept.
const maxRotating = 512 << 20

// Rotating is a file that is appended to and never grows beyond a bound: at
// maxRotating it is renamed to its name with ".1", in the place of the one before.
type Rotating struct {
	mu   sync.Mutex
	name string
	max  int64
	file *os.File
	size int64
}

// OpenRotating opens a file to be appended to.
func OpenRotating(name string) (*Rotating, error) {
	r := &Rotating{name: name, max: maxRotating}
	return r, r.open()
}

func (r *Rotating) open() error {
	file, err := os.OpenFile(r.name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o640)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return errors.Join(err, file.Close())
	}
	r.file, r.size = file, info.Size()
	if !info.Mode().IsRegular() {
		r.max = 1<<63 - 1 // a pipe or a device does not grow
	}
	return nil
}

// Write implements io.Writer. What it is given is whole records: they are not
// divided between two files.
func (r *Rotating) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.size > 0 && r.size+int64(len(b)) > r.max {
		if err := r.rotate(); err != nil {
			return 0, err
		}
	}
	n, err := r.file.Write(b)
	r.size += int64(n)
	return n, err
}

func (r *Rotating) rotate() error {
	err := os.Rename(r.name, r.name+".1")
	if err != nil {
		return fmt.Errorf("record: %w", err)
	}
	before := r.file
	if err := r.open(); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	return before.Close()
}

// Close closes the file.
func (r *Rotating) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.file.Close()
}
