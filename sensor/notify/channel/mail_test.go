package channel

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/config"
)

// postOffice is a small SMTP server (RFC 5321, 3207, 4954).
type postOffice struct {
	tls      *tls.Config
	at       bool // TLS from the beginning
	starttls bool // is offered
	ways     string
	refuse   string // the command it refuses
	hang     bool   // says nothing at all

	mu    sync.Mutex
	lines []string // commands
	data  []string // messages
	clear []string // commands before TLS
}

func (p *postOffice) note(line string, secure bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lines = append(p.lines, line)
	if !secure {
		p.clear = append(p.clear, line)
	}
}

func (p *postOffice) serve(c net.Conn, r *bufio.Reader) {
	secure := p.at
	if p.at {
		c = tls.Server(c, p.tls)
		r = bufio.NewReader(c)
	}
	say := func(format string, args ...any) { fmt.Fprintf(c, format+"\r\n", args...) }
	if p.hang {
		_, _ = io.Copy(io.Discard, r)
		return
	}
	say("220 x ESMTP")
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		p.note(line, secure)
		verb, _, _ := strings.Cut(line, " ")
		switch verb = strings.ToUpper(verb); {
		case verb == p.refuse:
			say("550 no: %s", verb)
		case verb == "EHLO":
			say("250-x")
			if p.starttls && !secure {
				say("250-STARTTLS")
			}
			if p.ways != "" {
				say("250-AUTH %s", p.ways)
			}
			say("250 8BITMIME")
		case verb == "STARTTLS":
			say("220 go")
			c = tls.Server(c, p.tls)
			r, secure = bufio.NewReader(c), true
		case verb == "AUTH":
			say("235 ok")
		case verb == "DATA":
			say("354 go")
			var b strings.Builder
			for {
				line, err := r.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				b.WriteString(strings.TrimPrefix(line, "."))
			}
			p.mu.Lock()
			p.data = append(p.data, b.String())
			p.mu.Unlock()
			say("250 taken")
		case verb == "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (p *postOffice) channel(t *testing.T, mode, user, ca string) *Mail {
	t.Helper()
	c := &config.Mail{Server: listen(t, p.serve), TLS: mode, From: "banken@example.jp", User: user, CA: ca, Timeout: config.Duration(2 * time.Second)}
	if user != "" {
		c.Password = file(t, "pass word\n", 0o600)
	}
	m, err := NewMail(c, []string{"duty@example.jp", "boss@example.jp"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestMail: a message arrives as it was sent, whatever is in it, over every sort of
// connection.
func TestMail(t *testing.T) {
	conf, ca := authority(t)
	for _, test := range []struct {
		name, mode, user string
		office           *postOffice
	}{
		{"starttls", "starttls", "", &postOffice{tls: conf, starttls: true}},
		{"starttls, login", "starttls", "user", &postOffice{tls: conf, starttls: true, ways: "LOGIN PLAIN"}},
		{"tls, login", "tls", "user", &postOffice{tls: conf, at: true, ways: "PLAIN"}},
		{"none", "none", "", &postOffice{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, m := test.office, message()
			if err := p.channel(t, test.mode, test.user, ca).Send(t.Context(), m); err != nil {
				t.Fatal(err)
			}
			p.mu.Lock()
			defer p.mu.Unlock()
			if len(p.data) != 1 {
				t.Fatalf("%d messages", len(p.data))
			}
			checkMail(t, m, p.data[0])
			all := strings.Join(p.lines, "\n")
			if !strings.Contains(all, "RCPT TO:<duty@example.jp>") || !strings.Contains(all, "RCPT TO:<boss@example.jp>") || strings.Contains(all, "evil") {
				t.Errorf("commands:\n%s", all)
			}
			if test.user != "" && !strings.Contains(all, base64.StdEncoding.EncodeToString([]byte("\x00user\x00pass word"))) {
				t.Errorf("no login:\n%s", all)
			}
			if clear := strings.Join(p.clear, "\n"); test.mode != "none" && strings.Contains(clear, "MAIL") || strings.Contains(clear, "AUTH") {
				t.Errorf("in the clear:\n%s", clear)
			}
		})
	}
}

func checkMail(t *testing.T, m *Message, data string) {
	t.Helper()
	got, err := mail.ReadMessage(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject"))
	if want := "至急対応：機器が再起動されました  Bcc: evil@example.jp – 浄水場1"; err != nil || subject != want {
		t.Errorf("subject %q, %v", subject, err)
	}
	if got.Header.Get("Bcc") != "" || got.Header.Get("Message-Id") != "<20261124-ab-act-1@banken.invalid>" || got.Header.Get("Date") != "Tue, 24 Nov 2026 18:40:03 +0900" {
		t.Errorf("headers %v", got.Header)
	}
	body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, got.Body))
	if err != nil || strings.ReplaceAll(string(body), "\r\n", "\n") != m.Text {
		t.Errorf("text %q, %v", body, err)
	}
	for line := range strings.Lines(data) {
		if len(line) > 100 {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
}

// TestMailFails: what goes wrong is said, without the password, and nothing is sent
// that should have been encrypted.
func TestMailFails(t *testing.T) {
	conf, ca := authority(t)
	_, other := authority(t)
	for _, test := range []struct {
		name, mode, user, ca string
		office               *postOffice
		want                 string
	}{
		{"no STARTTLS", "starttls", "", ca, &postOffice{}, "offers no STARTTLS"},
		{"another authority", "starttls", "", other, &postOffice{tls: conf, starttls: true}, "certificate"},
		{"another authority, tls", "tls", "", other, &postOffice{tls: conf, at: true}, "certificate"},
		{"sender", "none", "", ca, &postOffice{refuse: "MAIL"}, "refuses the sender"},
		{"recipient", "none", "", ca, &postOffice{refuse: "RCPT"}, "refuses duty@example.jp"},
		{"login", "starttls", "user", ca, &postOffice{tls: conf, starttls: true, ways: "PLAIN", refuse: "AUTH"}, "refuses user and password"},
		{"no way to log in", "starttls", "user", ca, &postOffice{tls: conf, starttls: true, ways: "GSSAPI"}, "neither PLAIN nor CRAM-MD5"},
		{"hangs", "none", "", ca, &postOffice{hang: true}, "no answer in time"},
	} {
		t.Run(test.name, func(t *testing.T) {
			began := time.Now()
			err := test.office.channel(t, test.mode, test.user, test.ca).Send(t.Context(), message())
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "pass word") {
				t.Errorf("got %v, want %s", err, test.want)
			}
			if took := time.Since(began); took > 4*time.Second {
				t.Errorf("gave up after %s", took)
			}
			test.office.mu.Lock()
			defer test.office.mu.Unlock()
			if len(test.office.data) > 0 {
				t.Error("a message was taken")
			}
		})
	}
}

// TestSecret: a file that others can read is refused, and so is one that holds no
// secret.
func TestSecret(t *testing.T) {
	for _, ok := range []string{file(t, "x", 0o600), file(t, "x\r\n", 0o640), file(t, "x\n", 0o400)} {
		if s, err := secret(ok); err != nil || s != "x" {
			t.Errorf("%q, %v", s, err)
		}
	}
	var f *Fault
	for _, bad := range []string{file(t, "x", 0o644), file(t, "x", 0o660), file(t, "", 0o600), file(t, "a\nb\n", 0o600), file(t, strings.Repeat("x", maxSecret+1), 0o600), "/dev/null", t.TempDir()} {
		if _, err := secret(bad); !errors.As(err, &f) || !strings.HasPrefix(f.Error(), bad) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
