package synth

import (
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"math/rand/v2"
	"net/url"
	"time"
)

// keyBits is the size of the applications' keys: the least Basic256Sha256 allows.
const keyBits = 2048

// certificate returns an application certificate, signed by itself, that is the
// same at every run with the same seed. Its key protects nothing.
func certificate(name string, seed uint64) ([]byte, error) {
	key := rsaKey(rand.New(rand.NewPCG(seed, 9)))
	t := &x509.Certificate{
		SerialNumber: big.NewInt(int64(seed>>1) + 1),
		Subject:      pkix.Name{CommonName: name, Organization: []string{"Water Works"}},
		NotBefore:    time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:     time.Date(2035, 1, 1, 0, 0, 0, 0, time.UTC),
		URIs:         []*url.URL{{Scheme: "urn", Opaque: "waterworks:" + name}},
		DNSNames:     []string{name},
	}
	der, err := x509.CreateCertificate(nil, t, t, &key.PublicKey, key)
	if err != nil {
		return nil, fmt.Errorf("synth: certificate: %w", err)
	}
	return der, nil
}

// rsaKey makes a key from the random numbers it is given, which the standard
// library does not: it makes each key another.
func rsaKey(r *rand.Rand) *rsa.PrivateKey {
	one := big.NewInt(1)
	key := &rsa.PrivateKey{PublicKey: rsa.PublicKey{E: 65537}}
	for {
		p, q := prime(r), prime(r)
		phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
		key.D = new(big.Int).ModInverse(big.NewInt(int64(key.E)), phi)
		if key.D != nil && p.Cmp(q) != 0 {
			key.N, key.Primes = new(big.Int).Mul(p, q), []*big.Int{p, q}
			key.Precompute()
			return key
		}
	}
}

// prime returns a prime of half a key's bits, its highest two set.
func prime(r *rand.Rand) *big.Int {
	b := make([]byte, keyBits/16)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	b[0] |= 0xc0
	b[len(b)-1] |= 1
	n, two := new(big.Int).SetBytes(b), big.NewInt(2)
	for !n.ProbablyPrime(20) {
		n.Add(n, two)
	}
	return n
}
