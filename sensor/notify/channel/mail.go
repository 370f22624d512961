package channel

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/smtp"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/config"
)

// Mail sends mail by SMTP (RFC 5321).
type Mail struct {
	c        *config.Mail
	to       []string
	host     string
	password string
	tls      *tls.Config
}

// NewMail returns the channel to addresses.
func NewMail(c *config.Mail, to []string) (*Mail, error) {
	host, _, err := net.SplitHostPort(c.Server)
	if err != nil {
		return nil, fmt.Errorf("notify: mail: %w", err)
	}
	m := &Mail{c: c, to: to, host: host}
	if c.Password != "" {
		if m.password, err = secret(c.Password); err != nil {
			return nil, err
		}
	}
	m.tls, err = trust(host, c.CA)
	return m, err
}

// Name implements Channel.
func (m *Mail) Name() string { return "mail" }

// Send implements Channel: a server that takes the message for every address has it.
func (m *Mail) Send(ctx context.Context, x *Message) error {
	ctx, cancel := limit(ctx, m.c.Timeout)
	defer cancel()
	return because(ctx, m.send(ctx, x))
}

func (m *Mail) send(ctx context.Context, x *Message) error {
	client, closing, err := m.connect(ctx)
	if err != nil {
		return err
	}
	defer closing()
	if err := m.login(client); err != nil {
		return err
	}
	if err := client.Mail(m.c.From); err != nil {
		return fmt.Errorf("the server refuses the sender: %w", err)
	}
	for _, to := range m.to {
		if err := client.Rcpt(to); err != nil {
			return fmt.Errorf("the server refuses %s: %w", to, err)
		}
	}
	w, err := client.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(m.document(x)); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("the server refuses the message: %w", err)
	}
	_ = client.Quit() // it has the message already
	return nil
}

// connect reaches the server, encrypted unless it is said otherwise. What ends the
// context ends the connection.
func (m *Mail) connect(ctx context.Context) (*smtp.Client, func(), error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", m.c.Server)
	if err != nil {
		return nil, nil, err
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	closing := func() { stop(); conn.Close() }
	if err := conn.SetDeadline(within(ctx)); err != nil {
		closing()
		return nil, nil, err
	}
	if m.c.TLS == "tls" {
		conn = tls.Client(conn, m.tls)
	}
	client, err := smtp.NewClient(conn, m.host)
	if err == nil {
		err = m.begin(client)
	}
	if err != nil {
		closing()
		return nil, nil, err
	}
	return client, closing, nil
}

var errNoTLS = errors.New("the server offers no STARTTLS: nothing was sent. Set mail.tls to tls, or ask who runs the server")

func (m *Mail) begin(client *smtp.Client) error {
	if err := client.Hello("banken.invalid"); err != nil {
		return err
	}
	if m.c.TLS != "starttls" {
		return nil
	}
	if ok, _ := client.Extension("STARTTLS"); !ok {
		return errNoTLS
	}
	return client.StartTLS(m.tls)
}

var errNoLogin = errors.New("the server takes neither PLAIN nor CRAM-MD5: leave mail.user out, or ask who runs the server")

func (m *Mail) login(client *smtp.Client) error {
	if m.c.User == "" {
		return nil
	}
	_, ways := client.Extension("AUTH")
	var auth smtp.Auth
	switch ways = " " + strings.ToUpper(ways) + " "; {
	case strings.Contains(ways, " PLAIN "):
		auth = smtp.PlainAuth("", m.c.User, m.password, m.host)
	case strings.Contains(ways, " CRAM-MD5 "):
		auth = smtp.CRAMMD5Auth(m.c.User, m.password)
	default:
		return errNoLogin
	}
	if err := client.Auth(auth); err != nil {
		return fmt.Errorf("the server refuses user and password: %w", err)
	}
	return nil
}

// maxSubject is how many characters a subject has.
const maxSubject = 150

// document is the message as RFC 5322 and MIME have it. No header takes a line break
// from a text.
func (m *Mail) document(x *Message) []byte {
	var b bytes.Buffer
	header := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	header("From", "<"+m.c.From+">")
	header("To", "<"+strings.Join(m.to, ">,\r\n <")+">")
	header("Subject", encoded(line(x.Subject, maxSubject)))
	header("Date", x.Time.Format(time.RFC1123Z))
	header("Message-ID", "<"+messageID(x.ID)+"@banken.invalid>")
	header("Auto-Submitted", "auto-generated") // RFC 3834: no out-of-office answers
	header("MIME-Version", "1.0")
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "base64")
	b.WriteString("\r\n")
	text := base64.StdEncoding.EncodeToString([]byte(strings.ReplaceAll(strings.ToValidUTF8(x.Text, "?"), "\n", "\r\n")))
	for len(text) > 76 {
		b.WriteString(text[:76] + "\r\n")
		text = text[76:]
	}
	b.WriteString(text + "\r\n")
	return b.Bytes()
}

// encoded is a text as an encoded word (RFC 2047); lines are folded after each.
func encoded(s string) string {
	return strings.ReplaceAll(mime.BEncoding.Encode("utf-8", s), "?= =?", "?=\r\n =?")
}

// messageID is an id with the characters alone that an address may have.
func messageID(id string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return '-'
	}, id)
}
