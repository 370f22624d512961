package console

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/banken-ot/banken/sensor/certificate"
)

// Bounds of connections. A page is read within seconds; what is live ends when its
// session does.
const (
	headTimeout = 5 * time.Second
	readTimeout = time.Minute // a list of assets over a slow line
	idleTimeout = 2 * time.Minute
	maxHead     = 16 << 10
	leaveTime   = 2 * time.Second // for answers that are under way when the console stops
	renewEvery  = time.Hour
)

// Server is a console at an address.
type Server struct {
	http     http.Server
	listener net.Listener
	source   *certificate.Source
	log      *slog.Logger
}

// Listen has a console answer at an address and port, over TLS 1.2 and later.
func Listen(address string, c *Console, source *certificate.Source) (*Server, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	s := &Server{listener: l, source: source, log: c.o.Log}
	s.http = http.Server{Handler: c, ReadHeaderTimeout: headTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHead,
		ErrorLog:  slog.NewLogLogger(c.o.Log.Handler(), slog.LevelDebug), // who breaks off a handshake is no news
		TLSConfig: &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: source.GetCertificate}}
	return s, nil
}

// Address is where it listens.
func (s *Server) Address() string { return s.listener.Addr().String() }

// Run answers until ctx is done.
func (s *Server) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	s.http.BaseContext = func(net.Listener) context.Context { return ctx }
	group.Go(func() error {
		if err := s.http.ServeTLS(s.listener, "", ""); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("console: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		s.renew(ctx)
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveTime)
		defer cancel()
		if s.http.Shutdown(last) != nil {
			return s.http.Close()
		}
		return nil
	})
	return group.Wait()
}

// renew looks at the certificate from time to time, until ctx is done.
func (s *Server) renew(ctx context.Context) {
	for ctx.Err() == nil {
		changed, err := s.source.Refresh(time.Now())
		switch {
		case err != nil:
			s.log.Warn("The certificate of the console cannot be renewed.", "error", err)
		case changed:
			s.log.Info("The console has another certificate.", "fingerprint", s.source.Fingerprint())
		}
		wait(ctx, renewEvery)
	}
}
