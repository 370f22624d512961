package certificate

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"
)

// Blocks of PEM (RFC 7468).
const (
	certificateBlock = "CERTIFICATE"
	keyBlock         = "PRIVATE KEY"
)

// maxFile bounds a file that is read: a chain of ten certificates is some 20 KiB.
const maxFile = 1 << 20

// stamp is by which a file that was changed is known.
type stamp struct {
	changed time.Time
	size    int64
}

// stamps are those of two files. The second, with the key, only its owner may read.
func stamps(certificate, key string) (s [2]stamp, err error) {
	for i, name := range [...]string{certificate, key} {
		info, err := os.Stat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return s, &Fault{ErrMissing, missing.Fill(name)}
		case err != nil:
			return s, &Fault{ErrFile, unreadable.Fill(name, err)}
		case !info.Mode().IsRegular():
			return s, &Fault{ErrFile, unreadable.Fill(name, "it is no file")}
		case i == 1 && info.Mode().Perm()&0o077 != 0:
			return s, &Fault{ErrExposed, exposed.Fill(name, fmt.Sprintf("%#o", info.Mode().Perm()))}
		}
		s[i] = stamp{info.ModTime(), info.Size()}
	}
	return s, nil
}

// load reads a pair.
func load(certificate, key string) (*tls.Certificate, error) {
	c, err := read(certificate)
	if err != nil {
		return nil, err
	}
	k, err := read(key)
	if err != nil {
		return nil, err
	}
	chain := blocks(c, func(kind string) bool { return kind == certificateBlock })
	if len(chain) == 0 {
		return nil, &Fault{ErrForm, noCertificate.Fill(certificate)}
	}
	leaf, err := x509.ParseCertificate(chain[0].Bytes)
	if err != nil {
		return nil, &Fault{ErrForm, badCertificate.Fill(certificate, err)}
	}
	keys := blocks(k, func(kind string) bool { return strings.HasSuffix(kind, keyBlock) })
	switch {
	case len(keys) == 0:
		return nil, &Fault{ErrForm, noKey.Fill(key)}
	case keys[0].Type == "ENCRYPTED "+keyBlock || keys[0].Headers["DEK-Info"] != "":
		return nil, &Fault{ErrForm, encryptedKey.Fill(key)}
	}
	pair, err := tls.X509KeyPair(c, pem.EncodeToMemory(keys[0]))
	if err != nil {
		return nil, &Fault{ErrPair, otherKey.Fill(certificate, key, err)}
	}
	pair.Leaf = leaf
	return &pair, nil
}

func read(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, &Fault{ErrFile, unreadable.Fill(name, err)}
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return nil, &Fault{ErrFile, unreadable.Fill(name, err)}
	}
	return b, nil
}

// blocks are those of a kind in a text of PEM.
func blocks(b []byte, wanted func(kind string) bool) (list []*pem.Block) {
	for {
		var x *pem.Block
		if x, b = pem.Decode(b); x == nil {
			return list
		}
		if wanted(x.Type) {
			list = append(list, x)
		}
	}
}

// valid returns what is wrong with the times or the purpose of a certificate.
func valid(name string, x *x509.Certificate, now time.Time) error {
	switch {
	case now.After(x.NotAfter):
		return &Fault{ErrExpired, expired.Fill(name, day(x.NotAfter))}
	case now.Before(x.NotBefore):
		return &Fault{ErrExpired, notYet.Fill(name, day(x.NotBefore), day(now))}
	}
	for _, use := range x.ExtKeyUsage {
		if use == x509.ExtKeyUsageServerAuth || use == x509.ExtKeyUsageAny {
			return nil
		}
	}
	if len(x.ExtKeyUsage) > 0 {
		return &Fault{ErrForm, otherUse.Fill(name)}
	}
	return nil
}
