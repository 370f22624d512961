package plant

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"net/netip"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
)

// Source is the sensor that is shown; a control.Client is one.
type Source interface {
	Today(ctx context.Context) (*control.Today, error)
}

// Options are what a server is made of.
type Options struct {
	Config  config.Plant
	Source  Source
	Logger  *slog.Logger // nil for none
	Version string       // of the program
}

// lookEvery is how often the sensor is asked, and lookTime how long it has to answer.
const (
	lookEvery = 5 * time.Second
	lookTime  = 4 * time.Second
)

// Server shows how a site stands.
type Server struct {
	o       Options
	secure  bool
	der     []byte // the certificate
	key     *rsa.PrivateKey
	url     string
	board   board
	space   *space
	every   time.Duration
	begins  time.Duration // how long a client has to open a channel
	channel atomic.Uint32 // the last id of a channel
}

// Open returns a server. It listens once it runs.
func Open(o Options) (*Server, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	at, err := netip.ParseAddrPort(o.Config.Address)
	if err != nil || at.Addr().IsUnspecified() {
		return nil, fmt.Errorf("notify: plant: %q is not the address of one interface with a port", o.Config.Address)
	}
	s := &Server{o: o, secure: o.Config.Security != "None", url: "opc.tcp://" + at.String(), every: lookEvery, begins: beginTime}
	if s.der, s.key, err = identity(&o.Config); err != nil {
		return nil, err
	}
	s.space = newSpace(&s.board)
	return s, nil
}

// Run shows how the site stands until ctx is done.
func (s *Server) Run(ctx context.Context) error {
	if !s.secure {
		s.o.Logger.Warn("the screens of the plant are served without security: anybody in between can change what they show. Set notify.plant.security to Basic256Sha256 where the client can do that",
			"address", s.o.Config.Address)
	}
	s.look(ctx)
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", s.o.Config.Address)
	if err != nil {
		return fmt.Errorf("notify: plant: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	var all sync.WaitGroup
	defer all.Wait()
	all.Go(func() { s.watch(ctx) })
	err = s.accept(ctx, l, &all)
	cancel()
	return err
}

// watch asks the sensor again and again.
func (s *Server) watch(ctx context.Context) {
	tick := time.NewTicker(s.every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			s.look(ctx)
		}
	}
}

// maxConnections is how many clients there may be: some screens. More are let go at
// once.
const maxConnections = 16

// accept serves connections until ctx is done.
func (s *Server) accept(ctx context.Context, l net.Listener, all *sync.WaitGroup) error {
	free := make(chan struct{}, maxConnections)
	for {
		c, err := l.Accept()
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, net.ErrClosed):
			return fmt.Errorf("notify: plant: %w", err)
		case err != nil: // no more descriptors, for example
			s.o.Logger.Warn("a connection of OPC UA could not be taken", "error", err.Error())
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
			continue
		}
		select {
		case free <- struct{}{}:
			all.Go(func() {
				defer func() { <-free }()
				s.serve(ctx, c.(*net.TCPConn))
			})
		default:
			c.Close()
		}
	}
}

// look asks the sensor.
func (s *Server) look(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	t, err := s.o.Source.Today(ctx)
	s.board.set(func(l *look) {
		l.heartbeat++
		if l.connected = err == nil; l.connected {
			l.today, l.updated = t, time.Now()
		}
	})
}

// identity is the certificate and key of the configuration, or new ones.
func identity(c *config.Plant) ([]byte, *rsa.PrivateKey, error) {
	if c.Certificate == "" {
		return newIdentity()
	}
	der, err := block(c.Certificate, "CERTIFICATE")
	if err != nil {
		return nil, nil, err
	}
	if _, err := x509.ParseCertificate(der); err != nil {
		return nil, nil, fmt.Errorf("notify: plant: %s: %w", c.Certificate, err)
	}
	info, err := os.Stat(c.Key)
	if err != nil {
		return nil, nil, fmt.Errorf("notify: plant: %w", err)
	}
	if info.Mode().Perm()&0o027 != 0 {
		return nil, nil, fmt.Errorf("notify: plant: %s: others may read or change this key: set its mode to 0600", c.Key)
	}
	b, err := block(c.Key, "PRIVATE KEY")
	if err != nil {
		return nil, nil, err
	}
	key, err := x509.ParsePKCS8PrivateKey(b)
	if err != nil {
		return nil, nil, fmt.Errorf("notify: plant: %s: %w", c.Key, err)
	}
	k, ok := key.(*rsa.PrivateKey)
	if !ok {
		return nil, nil, fmt.Errorf("notify: plant: %s: Basic256Sha256 needs a key of RSA", c.Key)
	}
	return der, k, nil
}

// block reads the first block of a PEM file.
func block(name, kind string) ([]byte, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("notify: plant: %w", err)
	}
	p, _ := pem.Decode(b)
	if p == nil || p.Type != kind {
		return nil, fmt.Errorf("notify: plant: %s: has no %s in PEM", name, kind)
	}
	return p.Bytes, nil
}

// newIdentity makes a certificate for ten years.
func newIdentity() ([]byte, *rsa.PrivateKey, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	serial, err2 := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	u, err3 := url.Parse(uri)
	if err := errors.Join(err, err2, err3); err != nil {
		return nil, nil, fmt.Errorf("notify: plant: %w", err)
	}
	now := time.Now()
	t := &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: "Banken"}, URIs: []*url.URL{u}, NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(10, 0, 0),
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment | x509.KeyUsageKeyEncipherment | x509.KeyUsageDataEncipherment,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, t, t, &key.PublicKey, key)
	if err != nil {
		return nil, nil, fmt.Errorf("notify: plant: %w", err)
	}
	return der, key, nil
}
