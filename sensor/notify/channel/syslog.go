package channel

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"strings"

	"github.com/banken-ot/banken/sensor/config"
)

// facility is local0 (RFC 5424, 6.2.1).
const facility = 16

// severities of the priorities (RFC 5424, 6.2.1): alert, error, warning, notice. What
// has none is informational.
var severities = map[string]int{"act": 1, "attend": 3, "track*": 4, "track": 5}

const informational = 6

// elementID names the structured data. 32473 is the number that RFC 5612 keeps for
// examples: Banken has none of its own.
const elementID = "banken@32473"

// maxSyslog is how many octets a line has at most: what every receiver should take
// (RFC 5424, 6.1).
const maxSyslog = 2048

// maxParameter is how many octets of a value are told: seven of them leave room for the
// text.
const maxParameter = 200

// Syslog sends one line a message by RFC 5424: over UDP (RFC 5426), TCP with counted
// octets (RFC 6587, 3.4.1) or TLS (RFC 5425).
type Syslog struct {
	c    *config.Syslog
	tls  *tls.Config
	host string
}

// NewSyslog returns the channel to a receiver.
func NewSyslog(c *config.Syslog) (*Syslog, error) {
	host, _, err := net.SplitHostPort(c.Server)
	if err != nil {
		return nil, fmt.Errorf("notify: syslog: %w", err)
	}
	s := &Syslog{c: c, host: "-"}
	if name, err := os.Hostname(); err == nil {
		s.host = field(name, 255)
	}
	if c.Transport == "tls" {
		s.tls, err = trust(host, c.CA)
	}
	return s, err
}

// Name implements Channel.
func (s *Syslog) Name() string { return "syslog" }

// Send implements Channel. Nobody confirms a line: over UDP one may be lost without a
// word, over TCP and TLS it was handed to the system of this end, whose other end had
// taken the connection.
func (s *Syslog) Send(ctx context.Context, m *Message) error {
	ctx, cancel := limit(ctx, s.c.Timeout)
	defer cancel()
	return because(ctx, s.send(ctx, m))
}

func (s *Syslog) send(ctx context.Context, m *Message) error {
	network := "tcp"
	if s.c.Transport == "udp" {
		network = "udp"
	}
	var d net.Dialer
	conn, err := d.DialContext(ctx, network, s.c.Server)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(within(ctx)); err != nil {
		return err
	}
	text := s.format(m)
	if network == "tcp" {
		text = fmt.Sprintf("%d %s", len(text), text)
	}
	if s.tls == nil {
		_, err = conn.Write([]byte(text))
		return err
	}
	secure := tls.Client(conn, s.tls)
	if err := secure.HandshakeContext(ctx); err != nil {
		return err
	}
	if _, err = secure.Write([]byte(text)); err != nil {
		return err
	}
	return secure.Close()
}

// format is a message as RFC 5424 has it, in one line.
func (s *Syslog) format(m *Message) string {
	severity, ok := severities[m.Priority]
	if !ok {
		severity = informational
	}
	data := parameters("id", m.ID, "kind", m.Kind, "site", m.Site, "contact", m.Contact, "priority", m.Priority, "exercise", fmt.Sprint(m.Exercise))
	ids := make([]string, len(m.Items))
	for i := range m.Items {
		ids[i] = m.Items[i].ID
	}
	head := fmt.Sprintf("<%d>1 %s %s banken %d %s [%s%s%s] \uFEFF", facility*8+severity, m.Time.UTC().Format("2006-01-02T15:04:05.000000Z"), s.host, os.Getpid(),
		field(m.Kind, 32), elementID, data, parameters("incidents", strings.Join(ids, " ")))
	return cut(head+line(m.Subject, maxSubject)+" | "+line(strings.ReplaceAll(strings.TrimSpace(m.Text), "\n", " / "), maxSyslog), maxSyslog)
}

// parameters writes names and values as structured data (RFC 5424, 6.3.3).
func parameters(pairs ...string) string {
	var b strings.Builder
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`, `]`, `\]`)
	for i := 0; i < len(pairs); i += 2 {
		fmt.Fprintf(&b, ` %s="%s"`, pairs[i], escape.Replace(cut(line(pairs[i+1], maxParameter), maxParameter)))
	}
	return b.String()
}

// field is a field of the header: printable ASCII without spaces, "-" for none.
func field(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return -1
		}
		return r
	}, s)
	if s == "" {
		return "-"
	}
	return s[:min(len(s), most)]
}

// cut shortens a text to octets, at a character.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "")
}
