package certificate

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
)

var now = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func box(dir string) Options {
	return Options{File: filepath.Join(dir, "console.pem"), Names: []string{"sensor-1", "localhost"},
		Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.7"), netip.MustParseAddr("::1")}}
}

func opened(t *testing.T, o Options, at time.Time) *Source {
	t.Helper()
	s, err := Open(o, at)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestMade: one that is made is for the box, as long as browsers accept, its owner's
// alone, and the same after a restart.
func TestMade(t *testing.T) {
	o := box(t.TempDir())
	s := opened(t, o, now)
	c, err := s.GetCertificate(nil)
	if err != nil {
		t.Fatal(err)
	}
	x := c.Leaf
	if got := x.NotAfter.Sub(x.NotBefore); got != 397*24*time.Hour || !x.NotBefore.Before(now) {
		t.Errorf("from %s for %s", x.NotBefore, got)
	}
	pool := x509.NewCertPool()
	pool.AddCert(x)
	for _, name := range []string{"sensor-1", "localhost", "192.0.2.7", "::1"} {
		if _, err := x.Verify(x509.VerifyOptions{DNSName: name, Roots: pool, CurrentTime: now}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := x.Verify(x509.VerifyOptions{DNSName: "elsewhere", Roots: pool, CurrentTime: now}); err == nil {
		t.Error("it is for another name")
	}
	if k, ok := c.PrivateKey.(*ecdsa.PrivateKey); !ok || k.Curve != elliptic.P256() {
		t.Errorf("the key is %T", c.PrivateKey)
	}
	if info, err := os.Stat(o.File); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if left, _ := os.ReadDir(filepath.Dir(o.File)); len(left) != 1 {
		t.Errorf("%d files are left", len(left))
	}
	if again := opened(t, o, now.Add(time.Hour)); again.Fingerprint() != s.Fingerprint() {
		t.Error("another one after a restart")
	}
	if !regexp.MustCompile(`^([0-9A-F]{2}:){31}[0-9A-F]{2}$`).MatchString(s.Fingerprint()) {
		t.Error(s.Fingerprint())
	}
}

// TestFingerprint: as of a known input (FIPS 180-4, "abc").
func TestFingerprint(t *testing.T) {
	if got := Fingerprint([]byte("abc")); got != "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD" {
		t.Error(got)
	}
}

// TestRenew: it is replaced 30 days before its end, when the box is called otherwise,
// and when it begins in the future; otherwise it stays.
func TestRenew(t *testing.T) {
	for _, x := range []struct {
		what  string
		after time.Duration
		other func(o *Options)
		want  bool
	}{
		{"the same hour", time.Hour, nil, false},
		{"31 days before", 366*24*time.Hour - 2*time.Hour, nil, false},
		{"30 days before", 367 * 24 * time.Hour, nil, true},
		{"after its end", 800 * 24 * time.Hour, nil, true},
		{"clock set back", -48 * time.Hour, nil, true},
		{"other address", time.Hour, func(o *Options) { o.Addresses = o.Addresses[:1] }, true},
		{"other name", time.Hour, func(o *Options) { o.Names = append(o.Names, "sensor-2") }, true},
		{"the same in another order", time.Hour, func(o *Options) { o.Names = []string{"localhost", "sensor-1", "localhost"} }, false},
	} {
		o := box(t.TempDir())
		s := opened(t, o, now)
		before := s.Fingerprint()
		if x.other != nil {
			x.other(&o)
			s = opened(t, o, now.Add(x.after))
		} else if changed, err := s.Refresh(now.Add(x.after)); err != nil || changed != x.want {
			t.Errorf("%s: changed %v, %v", x.what, changed, err)
		}
		if (s.Fingerprint() != before) != x.want {
			t.Errorf("%s: replaced %v", x.what, !x.want)
		}
		if again := opened(t, o, now.Add(x.after)); again.Fingerprint() != s.Fingerprint() {
			t.Errorf("%s: it was not kept", x.what)
		}
	}
}

// pairOf writes a pair as a plant's authority gives it.
func pairOf(t *testing.T, dir, name string, from, to time.Time, use ...x509.ExtKeyUsage) (certificate, key string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	x := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: from, NotAfter: to, ExtKeyUsage: use, DNSNames: []string{"sensor-1"}}
	der, err := x509.CreateCertificate(rand.Reader, x, x, k.Public(), k)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalECPrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	certificate, key = filepath.Join(dir, name+".crt"), filepath.Join(dir, name+".key")
	write(t, certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644)
	write(t, key, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: secret}), 0o600)
	return certificate, key
}

func write(t *testing.T, name string, b []byte, mode os.FileMode) {
	t.Helper()
	if err := errors.Join(os.WriteFile(name, b, mode), os.Chmod(name, mode)); err != nil {
		t.Fatal(err)
	}
}

// TestFaults: each says which file, in both languages, and is of its sort.
func TestFaults(t *testing.T) {
	dir := t.TempDir()
	year := now.AddDate(1, 0, 0)
	good, goodKey := pairOf(t, dir, "good", now.Add(-time.Hour), year)
	other, otherKey := pairOf(t, dir, "other", now.Add(-time.Hour), year)
	mail, mailKey := pairOf(t, dir, "mail", now.Add(-time.Hour), year, x509.ExtKeyUsageEmailProtection)
	open, openKey := pairOf(t, dir, "open", now.Add(-time.Hour), year)
	write(t, openKey, value(t, openKey), 0o640)
	text := filepath.Join(dir, "text.pem")
	write(t, text, []byte("dear operator\n"), 0o600)
	locked := filepath.Join(dir, "locked.key")
	write(t, locked, pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte{1}}), 0o600)
	cut := filepath.Join(dir, "cut.crt")
	write(t, cut, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte{0x30, 0x82}}), 0o600)
	gone := filepath.Join(dir, "gone.crt")
	made := box(dir)
	made.File = text
	nowhere := box(filepath.Join(dir, "none"))
	for _, x := range []struct {
		o    Options
		want error
		file string
	}{
		{Options{Certificate: good}, ErrPair, ""},
		{Options{Certificate: gone, Key: goodKey}, ErrMissing, gone},
		{Options{Certificate: good, Key: gone}, ErrMissing, gone},
		{Options{Certificate: dir, Key: goodKey}, ErrFile, dir},
		{Options{Certificate: good, Key: otherKey}, ErrPair, otherKey},
		{Options{Certificate: other, Key: goodKey}, ErrPair, other},
		{Options{Certificate: open, Key: openKey}, ErrExposed, openKey},
		{Options{Certificate: text, Key: goodKey}, ErrForm, text},
		{Options{Certificate: good, Key: text}, ErrForm, text},
		{Options{Certificate: good, Key: locked}, ErrForm, locked},
		{Options{Certificate: cut, Key: goodKey}, ErrForm, cut},
		{Options{Certificate: mail, Key: mailKey}, ErrForm, mail},
		{made, ErrForm, text},
		{nowhere, ErrFile, nowhere.File},
		{Options{File: filepath.Join(dir, "names.pem"), Names: []string{"ポンプ場"}}, ErrNames, ""},
	} {
		_, err := Open(x.o, now)
		var f *Fault
		if !errors.Is(err, x.want) || !errors.As(err, &f) || !strings.Contains(f.Text.EN, x.file) || !strings.Contains(f.Text.JA, x.file) || f.Error() == "" {
			t.Errorf("%+v: %v, want %v", x.o, err, x.want)
		}
	}
	if b := value(t, text); string(b) != "dear operator\n" {
		t.Error("a file that is something else was replaced")
	}
}

func value(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestTimes: at a wrong time the console goes on, and warns.
func TestTimes(t *testing.T) {
	c, k := pairOf(t, t.TempDir(), "plant", now, now.AddDate(0, 0, 90))
	for _, x := range []struct {
		at   time.Time
		want string
	}{{now.Add(time.Hour), ""}, {now.AddDate(0, 0, 70), "until 2027-02-22"}, {now.AddDate(0, 0, 91), "was valid until"}, {now.Add(-time.Hour), "only valid from"}} {
		s := opened(t, Options{Certificate: c, Key: k}, x.at)
		got := s.Warning(x.at)
		if !strings.Contains(got.EN, x.want) || (x.want == "") != got.Empty() {
			t.Errorf("%s: %s", x.at, got.EN)
		}
	}
}

// TestReload: files that change are taken over without a restart; what is wrong with
// them leaves what there is.
func TestReload(t *testing.T) {
	dir := t.TempDir()
	year := now.AddDate(1, 0, 0)
	c, k := pairOf(t, dir, "plant", now.Add(-time.Hour), year)
	s := opened(t, Options{Certificate: c, Key: k}, now)
	before := s.Fingerprint()
	if changed, err := s.Refresh(now); changed || err != nil {
		t.Error(changed, err)
	}
	c2, k2 := pairOf(t, dir, "next", now.Add(-2*time.Hour), year)
	move := func(from, to string, step time.Duration) {
		t.Helper()
		if err := errors.Join(os.Rename(from, to), os.Chtimes(to, time.Time{}, now.Add(step))); err != nil {
			t.Fatal(err)
		}
	}
	move(c2, c, time.Minute) // the key is still the old one
	if changed, err := s.Refresh(now); changed || !errors.Is(err, ErrPair) || s.Fingerprint() != before {
		t.Error(changed, err)
	}
	move(k2, k, 2*time.Minute)
	if changed, err := s.Refresh(now); !changed || err != nil || s.Fingerprint() == before {
		t.Error(changed, err)
	}
	before = s.Fingerprint()
	old, oldKey := pairOf(t, dir, "old", now.AddDate(-1, 0, 0), now.Add(-time.Minute))
	move(old, c, 3*time.Minute)
	move(oldKey, k, 3*time.Minute)
	if changed, err := s.Refresh(now); changed || !errors.Is(err, ErrExpired) || s.Fingerprint() != before {
		t.Error(changed, err)
	}
	if err := os.Remove(c); err != nil {
		t.Fatal(err)
	}
	if changed, err := s.Refresh(now); changed || !errors.Is(err, ErrMissing) || s.Fingerprint() != before {
		t.Error(changed, err)
	}
}

// TestServe: a connection gets the certificate of its time, one that was open goes on.
func TestServe(t *testing.T) {
	s := opened(t, box(t.TempDir()), now)
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{GetCertificate: s.GetCertificate, MinVersion: tls.VersionTLS13})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { defer c.Close(); io.Copy(c, c) }()
		}
	}()
	first := dial(t, l.Addr())
	if _, err := s.Refresh(now.AddDate(2, 0, 0)); err != nil {
		t.Fatal(err)
	}
	second := dial(t, l.Addr())
	a, b := Fingerprint(first.ConnectionState().PeerCertificates[0].Raw), Fingerprint(second.ConnectionState().PeerCertificates[0].Raw)
	if a == b || b != s.Fingerprint() {
		t.Errorf("%s and %s", a, b)
	}
	if _, err := first.Write([]byte("x")); err != nil {
		t.Error(err)
	}
	if _, err := first.Read(make([]byte, 1)); err != nil {
		t.Error(err)
	}
}

func dial(t *testing.T, a net.Addr) *tls.Conn {
	t.Helper()
	c, err := tls.Dial("tcp", a.String(), &tls.Config{InsecureSkipVerify: true}) // the fingerprint is compared
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func TestTexts(t *testing.T) {
	for name, x := range map[string]lang.Text{"missing": missing, "unreadable": unreadable, "unwritable": unwritable, "exposed": exposed, "noCertificate": noCertificate,
		"badCertificate": badCertificate, "noKey": noKey, "encryptedKey": encryptedKey, "otherKey": otherKey, "expired": expired, "endsSoon": endsSoon, "notYet": notYet,
		"otherUse": otherUse, "halfPair": halfPair, "wrongNames": wrongNames} {
		langtest.Check(t, name, x, false)
	}
}
