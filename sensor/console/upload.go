package console

import (
	"crypto/rand"
	"sync"
	"time"
)

// Bounds of what is taken in before it is confirmed.
const (
	maxUpload  = 64 << 20 // octets: the file of a large plant has some 10 MiB
	uploadKept = 15 * time.Minute
)

// uploads keeps the file that a person has sent until they confirm that it is to be used:
// one at a time, the last, since that is rare and large.
type uploads struct {
	mu   sync.Mutex
	id   string
	who  string
	file []byte
	at   time.Time
}

// put keeps a file of a person, and returns its id.
func (u *uploads) put(now time.Time, who string, file []byte) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.id, u.who, u.file, u.at = rand.Text(), who, file, now
	return u.id
}

// get returns a file of a person as long as it is kept.
func (u *uploads) get(now time.Time, who, id string) ([]byte, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if id == "" || id != u.id || who != u.who || now.Sub(u.at) > uploadKept {
		return nil, false
	}
	return u.file, true
}

// drop forgets a file.
func (u *uploads) drop(id string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if id == u.id {
		u.id, u.who, u.file = "", "", nil
	}
}
