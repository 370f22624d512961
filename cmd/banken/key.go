package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"os"

	"github.com/banken-ot/banken/sensor/control"
)

// keyBlock is the name of the block of a key in PEM (RFC 7468, section 10).
const keyBlock = "PRIVATE KEY"

// fingerprint names a public key in a form that people can compare; "" for none.
func fingerprint(key ed25519.PublicKey) string {
	if len(key) == 0 {
		return ""
	}
	sum := sha256.Sum256(key)
	return "SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:])
}

// makeKey makes a key that signs baselines, in a file of its own that nobody else may
// read (Ed25519, PKCS #8). A file that is there is not replaced.
func makeKey(s streams, name string) error {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = errors.Join(pem.Encode(file, &pem.Block{Type: keyBlock, Bytes: der}), file.Sync(), file.Close())
	if err != nil {
		return errors.Join(err, os.Remove(name))
	}
	fmt.Fprintln(s.out, s.say(keyMade, name, base64.StdEncoding.EncodeToString(public), fingerprint(public)))
	return nil
}

// readKey reads a key that signs baselines. One that others may read is none.
func readKey(name string) (ed25519.PrivateKey, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, said(control.Invalid, faultOpenKey, name, fmt.Sprintf("%#o", info.Mode().Perm()))
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(b)
	if block == nil || block.Type != keyBlock {
		return nil, said(control.Invalid, faultNoKey, name)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	key, ok := parsed.(ed25519.PrivateKey)
	if err != nil || !ok {
		return nil, said(control.Invalid, faultNoKey, name)
	}
	return key, nil
}
