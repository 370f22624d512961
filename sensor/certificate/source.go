package certificate

import (
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

// Options say where the certificate is.
type Options struct {
	// Certificate and Key are the files of a pair in PEM that the plant gives, the chain
	// up to the authority in the first. They may be one file. Without them one is made.
	Certificate, Key string
	// File is where one that is made is kept, with its key.
	File string
	// Names and Addresses are those of the box, which browsers may use.
	Names     []string
	Addresses []netip.Addr
}

// Source gives the certificate. It may be used by any number of goroutines.
type Source struct {
	o Options

	mu      sync.Mutex
	present *tls.Certificate
	seen    [2]stamp // of the files it is from
}

// Open reads the certificate, or makes one, at a time.
func Open(o Options, now time.Time) (*Source, error) {
	if (o.Certificate == "") != (o.Key == "") {
		return nil, &Fault{ErrPair, halfPair}
	}
	s := &Source{o: o}
	_, err := s.Refresh(now)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Refresh reads files that have changed since, and has a certificate that was made here
// replaced in time. It reports whether there is another one now. With an error, the one
// before is still given.
func (s *Source) Refresh(now time.Time) (changed bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.o.Certificate != "" {
		return s.given(now)
	}
	return s.made(now)
}

// given reads the pair of the plant where it has changed.
func (s *Source) given(now time.Time) (bool, error) {
	seen, err := stamps(s.o.Certificate, s.o.Key)
	if err != nil || s.present != nil && seen == s.seen {
		return false, err
	}
	c, err := load(s.o.Certificate, s.o.Key)
	if err == nil {
		err = valid(s.o.Certificate, c.Leaf, now)
	}
	// Where there is no other, one at a wrong time is better than no console: browsers
	// tell of it, and so does Warning.
	if err != nil && (s.present != nil || !errors.Is(err, ErrExpired)) {
		return false, err
	}
	return s.take(c, seen), nil
}

// made reads the certificate that was made here, or makes the next. One that cannot be
// used is replaced; but not a file that is something else, or that others may read.
func (s *Source) made(now time.Time) (bool, error) {
	seen, err := stamps(s.o.File, s.o.File)
	var c *tls.Certificate
	switch {
	case errors.Is(err, ErrMissing):
	case err != nil:
		return false, err
	case s.present != nil && seen == s.seen:
		c = s.present
	default:
		if c, err = load(s.o.File, s.o.File); err != nil {
			return false, err
		}
	}
	if c != nil && s.lasts(c, now) {
		return s.take(c, seen), nil
	}
	if c, err = create(s.o, now); err != nil {
		return false, err
	}
	if seen, err = stamps(s.o.File, s.o.File); err != nil {
		return false, err
	}
	return s.take(c, seen), nil
}

// take takes over a certificate. It reports whether it is another one.
func (s *Source) take(c *tls.Certificate, seen [2]stamp) (changed bool) {
	changed = s.present == nil || !slices.Equal(s.present.Certificate[0], c.Certificate[0])
	s.present, s.seen = c, seen
	return changed
}

// GetCertificate is for tls.Config: with it no restart is needed for another one.
func (s *Source) GetCertificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.present, nil
}

// Fingerprint is that of the present certificate: see Fingerprint.
func (s *Source) Fingerprint() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Fingerprint(s.present.Certificate[0])
}

// Ends is when the present certificate does.
func (s *Source) Ends() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.present.Leaf.NotAfter
}

// Warning is what people should be told about the present certificate, empty for
// nothing: one of the plant's that ends soon or has ended, or one that is only valid
// later by the clock.
func (s *Source) Warning(now time.Time) lang.Text {
	s.mu.Lock()
	defer s.mu.Unlock()
	var f *Fault
	switch err := valid(s.file(), s.present.Leaf, now); {
	case errors.As(err, &f):
		return f.Text
	case s.present.Leaf.NotAfter.Sub(now) < renewBefore:
		return endsSoon.Fill(s.file(), day(s.present.Leaf.NotAfter))
	}
	return lang.Text{}
}

func (s *Source) file() string {
	if s.o.Certificate != "" {
		return s.o.Certificate
	}
	return s.o.File
}

// Fingerprint is the SHA-256 of a certificate (DER) as browsers show it: 32 octets in
// capital hexadecimal, with colons between.
func Fingerprint(der []byte) string {
	const digits = "0123456789ABCDEF"
	sum := sha256.Sum256(der)
	var b strings.Builder
	for i, x := range sum {
		if i > 0 {
			b.WriteByte(':')
		}
		b.WriteByte(digits[x>>4])
		b.WriteByte(digits[x&15])
	}
	return b.String()
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
