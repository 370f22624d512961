package certificate

import (
	"bytes"
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"time"
)

const (
	life        = 397 * 24 * time.Hour
	renewBefore = 30 * 24 * time.Hour
	// early is how long before it is made a certificate begins, for the clocks of boxes
	// and browsers differ.
	early = time.Hour
	// maxNames bounds the names and addresses; a box has a few.
	maxNames = 100
)

// lasts reports whether a certificate that was made here need not be replaced: it is
// valid, for some time, for the names and addresses of the box.
func (s *Source) lasts(c *tls.Certificate, now time.Time) bool {
	x := c.Leaf
	return !now.Before(x.NotBefore) && x.NotAfter.Sub(now) > renewBefore && slices.Equal(x.DNSNames, names(s.o)) && slices.EqualFunc(x.IPAddresses, addresses(s.o), net.IP.Equal)
}

// names are those of the box, sorted.
func names(o Options) []string {
	list := slices.Clone(o.Names)
	slices.Sort(list)
	return bounded(slices.Compact(list))
}

func addresses(o Options) []net.IP {
	list := slices.Clone(o.Addresses)
	for i := range list {
		list[i] = list[i].Unmap().WithZone("")
	}
	slices.SortFunc(list, netip.Addr.Compare)
	var ips []net.IP
	for _, a := range bounded(slices.Compact(list)) {
		ips = append(ips, a.AsSlice())
	}
	return ips
}

func bounded[T any](list []T) []T { return list[:min(len(list), maxNames)] }

// create makes a certificate and keeps it.
func create(o Options, now time.Time) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127)) // RFC 5280, 4.1.2.2
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	x := &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: cmp.Or(first(names(o)), "banken"), Organization: []string{"Banken"}},
		NotBefore: now.Add(-early).UTC(), NotAfter: now.Add(life - early).UTC(), DNSNames: names(o), IPAddresses: addresses(o),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, x, x, key.Public(), key)
	if err != nil {
		return nil, &Fault{ErrNames, wrongNames.Fill(err)}
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	var b bytes.Buffer
	err = errors.Join(pem.Encode(&b, &pem.Block{Type: certificateBlock, Bytes: der}), pem.Encode(&b, &pem.Block{Type: keyBlock, Bytes: secret}))
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	if err := replace(o.File, b.Bytes()); err != nil {
		return nil, &Fault{ErrFile, unwritable.Fill(o.File, err)}
	}
	return load(o.File, o.File)
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// replace writes a file that only its owner may read, so that at any time there is the
// old or the new one, whole.
func replace(name string, b []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	dir, err := os.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
