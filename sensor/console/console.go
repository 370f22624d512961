package console

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/banken-ot/banken/sensor/account/session"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/health"
)

// Sensor is what the console asks. A control.Client is one.
type Sensor interface {
	control.Site
	control.Keeper
	Status(ctx context.Context) (health.Status, error)
	Packets(ctx context.Context, flow string, from, to time.Time, w io.Writer) error
	Services(ctx context.Context) (control.Services, error)
	Looks(ctx context.Context, from time.Time) (*control.Looks, error)
}

// Options say what a console is made of.
type Options struct {
	Sensor   Sensor
	Sessions *session.Store
	// Escalation is who is told of incidents; nil for nobody.
	Escalation Escalation
	// Now is the time of the system; nil is time.Now.
	Now func() time.Time
	Log *slog.Logger
	// Version of the program, for the page of health.
	Version string
	// Certificate tells of that of the console; nil where it has none of its own.
	Certificate func() CertificateInfo
}

// Console answers browsers. It may be used by any number of goroutines.
type Console struct {
	o       Options
	pages   pages
	static  *static
	today   todayCache
	upload  uploads
	plant   plantCache
	handler http.Handler
}

// New returns a console. Its templates and files are embedded: an error is one of the
// program.
func New(o Options) (*Console, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	c := &Console{o: o}
	var err error
	if c.pages, err = loadPages(); err != nil {
		return nil, err
	}
	if c.static, err = loadStatic(); err != nil {
		return nil, err
	}
	c.handler = c.protect(c.mux())
	return c, nil
}

// ServeHTTP implements http.Handler.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) { c.handler.ServeHTTP(w, r) }
