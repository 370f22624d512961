package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/user"
	"strings"
	"time"
	"unicode"

	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
)

// place is where the site is that a command is about, and how it answers: the options
// that these commands share.
type place struct{ store, socket, config, format *string }

func definePlace(o options) place {
	return place{store: o.text("store", "", optionStore), socket: o.text("socket", "", optionSiteSocket), config: o.text("config", "", optionSiteConfig),
		format: o.text("format", "text", optionSiteFormat)}
}

// settings are those of the configuration that is named, or of the box, or the
// defaults.
func (p place) settings() (config.Config, error) {
	if *p.config != "" {
		return config.Load(*p.config)
	}
	c, err := config.Load(configFile)
	if errors.Is(err, fs.ErrNotExist) {
		return config.Default(), nil
	}
	return c, err
}

// open reaches the site: in the store that is named; else through the socket of a
// sensor that runs; else in the store of the configuration.
func (p place) open(ctx context.Context, c config.Config) (control.Site, func() error, error) {
	if *p.store != "" {
		return openStore(*p.store, c)
	}
	socket := c.Console.Socket
	if *p.socket != "" {
		socket = *p.socket
	}
	err := answers(ctx, socket)
	switch {
	case err == nil:
		return control.Dial(socket), func() error { return nil }, nil
	case *p.socket != "" || errors.Is(err, fs.ErrPermission):
		return nil, nil, err
	case c.Store.Dir != "":
		return openStore(c.Store.Dir, c)
	}
	return nil, nil, said(control.NotFound, faultNoSite, socket)
}

// answers reports why no sensor answers on a socket, nil when one does.
func answers(ctx context.Context, socket string) error {
	d := net.Dialer{Timeout: time.Second}
	c, err := d.DialContext(ctx, "unix", socket)
	if err != nil {
		return err
	}
	return c.Close()
}

// visit is one use of a site.
type visit struct {
	control.Site
	ctx  context.Context
	s    streams
	w    *bufio.Writer
	json bool
	zone *time.Location
}

// visit does something with the site.
func (p place) visit(ctx context.Context, s streams, do step) error {
	if *p.format != "text" && *p.format != "json" {
		return wrong(wrongSiteFormat, quoted(*p.format))
	}
	c, err := p.settings()
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(c.Baseline.Zone)
	if err != nil {
		return err
	}
	site, closing, err := p.open(ctx, c)
	if err != nil {
		return err
	}
	v := &visit{Site: site, ctx: ctx, s: s, w: bufio.NewWriter(s.out), json: *p.format == "json", zone: zone}
	return errors.Join(do(v), v.w.Flush(), closing())
}

// show writes a document: as it is for machines, as text for people. zone is that of
// its times; "" is that of the configuration.
func (v *visit) show(document any, zone string, text func()) error {
	if v.json {
		e := json.NewEncoder(v.w)
		e.SetIndent("", " ")
		e.SetEscapeHTML(false)
		return e.Encode(document)
	}
	if z, err := time.LoadLocation(zone); err == nil && zone != "" {
		v.zone = z
	}
	text()
	return nil
}

// line writes a message as a line.
func (v *visit) line(indent int, m message, args ...any) {
	v.plain(indent, v.s.say(m, args...))
}

// plain writes a line as it is. What comes from elsewhere cannot move the cursor.
func (v *visit) plain(indent int, text string) {
	fmt.Fprintln(v.w, strings.Repeat("  ", indent)+printable(text))
}

// printable takes out of a text what a terminal would obey, and what would show it in
// another order than it is in.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.Is(unicode.C, r) {
			return -1
		}
		return r
	}, s)
}

// at tells a time in the site's zone, with its offset.
func (v *visit) at(t time.Time) string { return t.In(v.zone).Format("2006-01-02 15:04:05 -07:00") }

// clock is a time of day.
func (v *visit) clock(t time.Time) string { return t.In(v.zone).Format("01-02 15:04 -07:00") }

// person is who gives an order: as told, else the user of the system.
func person(who string) (string, error) {
	if who != "" {
		return who, nil
	}
	u, err := user.Current()
	if err != nil || u.Username == "" {
		return "", wrong(wantsValue, "--who")
	}
	return u.Username, nil
}

// step is what is done with a site.
type step func(v *visit) error

// verb is what a command with several can do. plan checks what the command line says,
// before the site is reached.
type verb struct {
	name        string
	least, most int // names after it
	plan        func(names []string) (step, error)
}

// choose does what the first name says.
func (p place) choose(ctx context.Context, s streams, verbs []verb, names []string) error {
	var known []string
	for _, x := range verbs {
		known = append(known, x.name)
	}
	if len(names) == 0 {
		return wrong(wantsVerb, strings.Join(known, ", "))
	}
	for _, x := range verbs {
		if x.name != names[0] {
			continue
		}
		switch n := len(names) - 1; {
		case n < x.least:
			return wrong(wantsName, x.name)
		case n > x.most:
			return wrong(tooMuchHere, quoted(names[x.most+1]))
		}
		do, err := x.plan(names[1:])
		if err != nil {
			return err
		}
		return p.visit(ctx, s, do)
	}
	return wrong(wrongVerb, quoted(names[0]), strings.Join(known, ", "))
}

// readInput reads a file, or standard input for "-".
func readInput(s streams, name string) ([]byte, error) {
	if name == "-" {
		return readAll(s.in)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(f)
}

// maxInput bounds a file that is read whole: as the largest edition.
const maxInput = 256 << 20

func readAll(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	if err == nil && len(b) > maxInput {
		err = errors.New("the file is larger than 256 MiB")
	}
	return b, err
}

// writeOutput writes a file, or standard output for "-". Nothing is left of a file
// that could not be written to its end.
func writeOutput(s streams, name string, b []byte) error {
	if name == "-" {
		_, err := s.out.Write(b)
		return err
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	_, err = file.Write(b)
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}
