package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/account/session"
	"github.com/banken-ot/banken/sensor/certificate"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/console"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/notify"
)

// defineConsole has browsers reach the sensor: a process of its own, that sees no packet
// and no file of the sensor's but its socket.
func defineConsole(o options) work {
	file, listen, socket := o.text("config", "", optionSiteConfig), o.text("listen", "", optionListen), o.text("socket", "", optionSiteSocket)
	dir := o.text("dir", "", optionConsoleDir)
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) > 0 {
			return wrong(tooMuchHere, quoted(names[0]))
		}
		c, err := (place{config: file}).settings()
		if err != nil {
			return err
		}
		for _, set := range []struct{ value, to *string }{{listen, &c.Console.Listen}, {socket, &c.Console.Socket}, {dir, &c.Console.Dir}} {
			if *set.value != "" {
				*set.to = *set.value
			}
		}
		if err := answers(ctx, c.Console.Socket); err != nil {
			return err
		}
		x, err := openConsole(s, c)
		if err != nil {
			return err
		}
		return x.run(ctx, s)
	}
}

// ownConsole is the console of this process.
type ownConsole struct {
	server *console.Server
	source *certificate.Source
	sensor *control.Client
	tell   func(context.Context) error // who is told of incidents; nil for nobody
}

// openConsole opens the console of a configuration. It asks the sensor at its socket once
// somebody looks.
func openConsole(s streams, c config.Config) (*ownConsole, error) {
	source, err := openCertificate(c.Console)
	if err != nil {
		return nil, err
	}
	client := control.Dial(c.Console.Socket)
	sessions := session.New(session.Options{Idle: time.Duration(c.Console.Idle), Current: func(ctx context.Context, name string) (account.Person, error) {
		p, err := client.Person(ctx, name)
		var f *control.Fault
		if errors.As(err, &f) && f.Code == control.NotFound {
			return account.Person{}, nil
		}
		if err != nil {
			return account.Person{}, err
		}
		return *p, nil
	}})
	x := &ownConsole{source: source, sensor: client}
	o := console.Options{Sensor: client, Sessions: sessions, Log: newLog(s.err, c.Log.Level), Version: version}
	o.Certificate = func() console.CertificateInfo {
		return console.CertificateInfo{Fingerprint: source.Fingerprint(), Ends: source.Ends(), Warning: source.Warning(time.Now())}
	}
	if len(c.Notify.Contacts) > 0 {
		o.Escalation = &escalation{c, client}
	}
	if len(c.Notify.Contacts) > 0 || c.Notify.Plant.Address != "" {
		x.tell = func(ctx context.Context) error { return tellPeople(ctx, c, o.Log) }
	}
	page, err := console.New(o)
	if err != nil {
		return nil, err
	}
	x.server, err = console.Listen(c.Console.Listen, page, source)
	return x, err
}

// escalation is who is told of incidents, for the page about it.
type escalation struct {
	c      config.Config
	client *control.Client
}

// Contacts implements console.Escalation.
func (e *escalation) Contacts(now time.Time) ([]notify.Contact, error) {
	return notify.Contacts(&e.c.Notify, e.c.Baseline.Zone, now)
}

// Test implements console.Escalation.
func (e *escalation) Test(ctx context.Context, contact string) ([]notify.Tried, error, error) {
	x, err := notify.Open(notify.Options{Config: e.c.Notify, Site: e.c.Site.Name, Zone: e.c.Baseline.Zone, Source: e.client, Log: e.client})
	if err != nil {
		return nil, nil, err
	}
	return x.Test(ctx, contact)
}

// certificateFile is where a certificate that is made is kept.
const certificateFile = "console.pem"

func openCertificate(c config.Console) (*certificate.Source, error) {
	o := certificate.Options{Certificate: c.Certificate, Key: c.Key, File: filepath.Join(c.Dir, certificateFile), Names: c.Names}
	if len(c.Names) == 0 {
		o.Names, o.Addresses = boxNames()
	}
	if c.Certificate == "" {
		if err := os.MkdirAll(c.Dir, 0o700); err != nil {
			return nil, err
		}
	}
	return certificate.Open(o, time.Now())
}

// boxNames are the names and addresses by which the box can be reached.
func boxNames() (names []string, addresses []netip.Addr) {
	names = []string{"localhost"}
	if host, err := os.Hostname(); err == nil && host != "localhost" {
		names = append(names, host)
	}
	list, err := net.InterfaceAddrs()
	if err != nil {
		return names, nil
	}
	for _, x := range list {
		if p, err := netip.ParsePrefix(x.String()); err == nil && !p.Addr().IsLinkLocalUnicast() {
			addresses = append(addresses, p.Addr().Unmap())
		}
	}
	return names, addresses
}

// address is that of the console, for a browser at this box.
func (x *ownConsole) address() string {
	host, port, err := net.SplitHostPort(x.server.Address())
	if err != nil {
		return x.server.Address()
	}
	if a, err := netip.ParseAddr(host); err == nil && (a.IsUnspecified() || a.IsLoopback()) {
		host = "localhost"
	}
	return "https://" + net.JoinHostPort(host, port) + "/"
}

// run answers until ctx is done.
func (x *ownConsole) run(ctx context.Context, s streams) error {
	if err := x.greet(ctx, s, s.err); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return x.server.Run(ctx) })
	if x.tell != nil {
		group.Go(func() error { return x.tell(ctx) })
	}
	return group.Wait()
}

// greet tells where the console is, how its certificate is known, and while nobody can
// sign in, how the first administrator is made.
func (x *ownConsole) greet(ctx context.Context, s streams, w io.Writer) error {
	fmt.Fprintln(w, s.say(consoleAddress, x.address()))
	fmt.Fprintln(w, s.say(consoleFingerprint, x.source.Fingerprint()))
	list, err := x.sensor.ListPeople(ctx)
	if err != nil || list.Ready {
		return err
	}
	token, err := x.sensor.SetupLink(ctx, &control.Actor{Who: "console", Local: true})
	if err != nil {
		return err
	}
	fmt.Fprintln(w, s.say(consoleSetUp, x.address()+"set-up?token="+token.Token))
	return nil
}
