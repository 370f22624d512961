package capture

import (
	"errors"
	"fmt"
	"io"
)

// errFed ends what a feed gives. pcapgo returns it when it asks for the next
// block, which means that it has decoded the last one.
var errFed = errors.New("capture: block decoded")

// feed is what pcapgo reads from: one record or block at a time, in up to two
// pieces, of which the first may be a copy put right.
type feed struct {
	head, body []byte
}

func (f *feed) set(head, body []byte) { f.head, f.body = head, body }

func (f *feed) Read(p []byte) (int, error) {
	if len(f.head) == 0 {
		f.head, f.body = f.body, nil
	}
	if len(f.head) == 0 {
		return 0, errFed
	}
	n := copy(p, f.head)
	f.head = f.head[n:]
	return n, nil
}

var _ io.Reader = (*feed)(nil)

// guard calls pcapgo. A panic of it, which the checks ahead of it should leave
// no ground for, becomes an error rather than the end of the sensor.
func guard(call func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("pcapgo: %v", p)
		}
	}()
	return call()
}
