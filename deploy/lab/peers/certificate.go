package peers

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net/url"
	"strings"
	"time"
)

// certificate is an application's certificate, signed by itself, and its key.
type certificate struct {
	der []byte
	key *rsa.PrivateKey
}

// keyBits is the size of the keys: the least Basic256Sha256 allows.
const keyBits = 2048

// newCertificate makes a certificate of a host, for this run.
func newCertificate(name string) (certificate, error) {
	name = strings.ToLower(name)
	key, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return certificate{}, fmt.Errorf("peers: certificate: %w", err)
	}
	now := time.Now()
	t := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()),
		Subject:      pkix.Name{CommonName: name, Organization: []string{"Water Works"}},
		NotBefore:    now.Add(-time.Hour),
		NotAfter:     now.AddDate(10, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment | x509.KeyUsageContentCommitment | x509.KeyUsageDataEncipherment,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		URIs:         []*url.URL{{Scheme: "urn", Opaque: "waterworks:" + name}},
		DNSNames:     []string{name},
	}
	der, err := x509.CreateCertificate(rand.Reader, t, t, &key.PublicKey, key)
	if err != nil {
		return certificate{}, fmt.Errorf("peers: certificate: %w", err)
	}
	return certificate{der, key}, nil
}
