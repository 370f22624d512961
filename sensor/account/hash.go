package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
)

// Parameters of Argon2id (RFC 9106, 3.1).
type Parameters struct {
	Memory uint32 // KiB
	Passes uint32
	Lanes  uint8
}

// Present are the parameters of new hashes: of those that the OWASP Password Storage
// Cheat Sheet holds to be equally strong, the ones with the least memory, for the
// sensor shares a small box with the capture.
var Present = Parameters{Memory: 19 << 10, Passes: 2, Lanes: 1}

// Bounds of hashes. The salt is as RFC 9106 (3.1) recommends, the tag as long as its
// strength is.
const (
	saltOctets = 16
	tagOctets  = 32
	// What a hash that is read may ask for: four times what the RFC recommends at most,
	// so that a line somebody changed cannot use up the memory of the box.
	mostMemory = 256 << 10 // KiB
	mostPasses = 16
	mostLanes  = 16
	// maxQueue is how many wait for their turn: at some 40 ms each, 2 s.
	maxQueue = 48
)

// Hasher computes hashes of passwords, one at a time.
type Hasher struct {
	parameters Parameters
	turn       chan struct{}
	queue      atomic.Int32
	computed   atomic.Uint64
}

// NewHasher returns a hasher that makes hashes with the parameters.
func NewHasher(p Parameters) *Hasher { return &Hasher{parameters: p, turn: make(chan struct{}, 1)} }

// Computed returns how many hashes were computed.
func (h *Hasher) Computed() uint64 { return h.computed.Load() }

// Hash returns the hash of a password in PHC string form.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	x := parsed{Parameters: h.parameters, salt: make([]byte, saltOctets), tag: make([]byte, tagOctets)}
	rand.Read(x.salt) // never fails: crypto/rand
	tag, err := h.compute(ctx, &x, password)
	if err != nil {
		return "", err
	}
	x.tag = tag
	return x.String(), nil
}

// Verify reports whether a password is that of a hash, and whether the hash is stale:
// of other parameters than new ones. Of "", which no password has, as much is computed
// as of any other.
func (h *Hasher) Verify(ctx context.Context, hash, password string) (ok, stale bool, err error) {
	x := &parsed{Parameters: h.parameters, salt: make([]byte, saltOctets), tag: make([]byte, tagOctets)}
	if hash != "" {
		if x, err = parseHash(hash); err != nil {
			return false, false, err
		}
	}
	tag, err := h.compute(ctx, x, password)
	if err != nil {
		return false, false, err
	}
	ok = subtle.ConstantTimeCompare(tag, x.tag) == 1 && hash != ""
	return ok, ok && (x.Parameters != h.parameters || len(x.salt) != saltOctets || len(x.tag) != tagOctets), nil
}

// compute waits for its turn and computes a tag as long as that of x.
func (h *Hasher) compute(ctx context.Context, x *parsed, password string) ([]byte, error) {
	defer h.queue.Add(-1)
	if h.queue.Add(1) > maxQueue {
		return nil, &Fault{ErrBusy, busy}
	}
	select {
	case h.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.turn }()
	h.computed.Add(1)
	return argon2.IDKey([]byte(password), x.salt, x.Passes, x.Memory, x.Lanes, uint32(len(x.tag))), nil
}

// parsed is a hash taken apart.
type parsed struct {
	Parameters
	salt, tag []byte
}

// String writes it in PHC string form.
func (x *parsed) String() string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, x.Memory, x.Passes, x.Lanes, b.EncodeToString(x.salt), b.EncodeToString(x.tag))
}

// parseHash takes a hash apart.
func parseHash(s string) (*parsed, error) {
	x := new(parsed)
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return nil, fmt.Errorf("account: a password is kept in a form that is not known: set it anew")
	}
	var version int
	_, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &x.Memory, &x.Passes, &x.Lanes)
	var err1, err2 error
	x.salt, err1 = base64.RawStdEncoding.Strict().DecodeString(parts[4])
	x.tag, err2 = base64.RawStdEncoding.Strict().DecodeString(parts[5])
	if err != nil || err1 != nil || err2 != nil || version != argon2.Version || !x.sound() {
		return nil, fmt.Errorf("account: a password's hash is damaged, or of parameters beyond the bounds: set it anew")
	}
	return x, nil
}

// sound reports whether a hash is within the bounds of RFC 9106 and of this program.
func (x *parsed) sound() bool {
	return x.Passes >= 1 && x.Passes <= mostPasses && x.Lanes >= 1 && x.Lanes <= mostLanes && x.Memory >= 8*uint32(x.Lanes) && x.Memory <= mostMemory &&
		len(x.salt) >= 8 && len(x.salt) <= 64 && len(x.tag) >= 16 && len(x.tag) <= 64
}
