package opcua

import (
	"bytes"
	"crypto/sha1"
	"crypto/x509"

	"github.com/banken-ot/banken/protocols/wire"
)

// maxCertificates is how many certificates are remembered, so that each is
// parsed once: those of the applications of a plant. Each takes some hundred octets.
const maxCertificates = 64

// maxCertificate bounds the octets of a certificate, or chain, that is parsed:
// certificates with 4,096-bit keys take some 2,000.
const maxCertificate = 32 << 10

// certificatesKey is the key of certificates in wire.Buffers.
type certificatesKey struct{}

// certificates is those seen last, on all connections of a goroutine: they say the
// same on every one.
type certificates struct {
	all  []*certificate // replaced as a whole: messages refer to their octets
	next int            // place that is used next when all are taken
}

// certificate is what is told of an application's certificate (Part 6, 6.2.2).
type certificate struct {
	thumbprint              [sha1.Size]byte
	valid                   bool
	subject, issuer, appURI []byte
	notBefore, notAfter     int64
}

// certificate reads a ByteString and shows the certificate in it, of a chain
// the first: who it says the application is, until when, and its thumbprint
// (Part 4, 7.3).
func (r *reader) certificate(name string, depth uint8) {
	v := r.byteString()
	if r.c.Short || len(v.Raw) == 0 || r.deep(depth+1) {
		return
	}
	leaf := firstElement(v.Raw)
	c := r.d.certs.get(leaf)
	r.put(depth, name, wire.Struct())
	depth++
	r.put(depth, "Octets", wire.Uint(uint64(len(v.Raw))))
	r.put(depth, "Thumbprint", wire.Octets(c.thumbprint[:]))
	if !c.valid {
		r.flag(defectCertificate)
		return
	}
	r.put(depth, "Subject", wire.Text(c.subject))
	r.put(depth, "Issuer", wire.Text(c.issuer))
	if len(c.appURI) > 0 {
		r.put(depth, "ApplicationUri", wire.Text(c.appURI))
	}
	r.put(depth, "NotBefore", wire.Time(c.notBefore))
	r.put(depth, "NotAfter", wire.Time(c.notAfter))
}

// firstElement cuts a chain, which is one certificate after the other, to the
// first by the length of its DER sequence.
func firstElement(b []byte) []byte {
	if !isSequence(b) {
		return b
	}
	return b[:min(len(b), 4+int(b[2])<<8+int(b[3]))]
}

// isSequence tells whether b begins as a certificate does: a DER sequence whose
// length takes two octets.
func isSequence(b []byte) bool { return len(b) > 4 && b[0] == 0x30 && b[1] == 0x82 }

// get returns the certificate with these octets. One not seen yet is parsed,
// which allocates.
func (s *certificates) get(der []byte) *certificate {
	sum := sha1.Sum(der)
	for _, c := range s.all {
		if c.thumbprint == sum {
			return c
		}
	}
	c := parseCertificate(der)
	c.thumbprint = sum
	if len(s.all) < maxCertificates {
		s.all = append(s.all, c)
	} else {
		s.all[s.next] = c
		s.next = (s.next + 1) % maxCertificates
	}
	return c
}

func parseCertificate(der []byte) *certificate {
	if len(der) > maxCertificate || !isSequence(der) {
		return &certificate{}
	}
	x, err := x509.ParseCertificate(bytes.Clone(der))
	if err != nil {
		return &certificate{}
	}
	c := &certificate{valid: true, subject: []byte(x.Subject.String()), issuer: []byte(x.Issuer.String()),
		notBefore: x.NotBefore.UnixNano(), notAfter: x.NotAfter.UnixNano()}
	if len(x.URIs) > 0 {
		c.appURI = []byte(x.URIs[0].String())
	}
	return c
}
