package opcuagen

import (
	"crypto/ed25519"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net/url"
	"time"
)

// certificate returns the application certificate of the client (0) or server
// (1): the same octets at every run, as Ed25519 signatures are.
func certificate(side int) []byte {
	name := [...]string{"hmi", "plc"}[side]
	key := ed25519.NewKeyFromSeed([]byte("thirty-two octets, not a secret" + name[:1]))
	t := &x509.Certificate{
		SerialNumber: big.NewInt(int64(side) + 1),
		Subject:      pkix.Name{CommonName: name + ".example", Organization: []string{"Example Plant"}},
		NotBefore:    time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:     time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC),
		URIs:         []*url.URL{{Scheme: "urn", Opaque: "example:" + name}},
	}
	der, err := x509.CreateCertificate(nil, t, t, key.Public(), key)
	if err != nil {
		panic(err) // a mistake in this package
	}
	return der
}
