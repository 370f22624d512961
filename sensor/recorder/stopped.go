package recorder

import (
	"fmt"
	"os"
	"syscall"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/packet"
)

// OpenStopped opens the folder of a recorder that does not run, for [Recorder.Extract]
// alone: nothing is deleted. The error is ErrLocked while one runs.
func OpenStopped(dir string) (*Recorder, error) {
	if info, err := os.Stat(dir); err != nil {
		return nil, err // a folder that is not there is not made
	} else if !info.IsDir() {
		return nil, &os.PathError{Op: "open", Path: dir, Err: syscall.ENOTDIR}
	}
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return nil, fmt.Errorf("recorder: size of the file system: %w", err)
	}
	// What is there cannot be more than fits, so no limit is exceeded.
	return Open(Config{Dir: dir, MaxOctets: int64(s.Blocks)*s.Bsize - 1, Reserve: 1, Interfaces: []capture.Interface{{Link: packet.LinkEthernet}}})
}
