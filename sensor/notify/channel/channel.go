// Package channel holds the ways in which a message reaches a person outside: mail,
// a webhook and syslog, behind one small interface. Each gives up after a time, says
// why in words without secrets, and takes no shortcut in security: a password is never
// sent in the clear, and a certificate is always checked.
//
// A message has an id. When it is said again, because it is not known whether the
// first time it arrived, the id is the same: mail has it as Message-ID, the webhook as
// delivery, syslog as a parameter.
package channel

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"
	"unicode"

	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/lang"
)

// Message is what a person is told, in the language of that person.
type Message struct {
	ID       string
	Kind     string // alarm, health, digest, summary or test
	Exercise bool
	Language lang.Language
	Subject  string // one line
	Text     string // lines end with \n
	Time     time.Time
	Site     string
	Contact  string
	Priority string // the highest of what it tells; "" for none
	Items    []Item // at most MaxItems
}

// Item is an incident in a message.
type Item struct {
	ID       string    `json:"id"`
	Priority string    `json:"priority"`
	Title    lang.Text `json:"title"`
}

// MaxItems is how many incidents a message lists; of more it tells how many.
const MaxItems = 50

// Channel delivers messages. It may be used by several goroutines.
type Channel interface {
	// Name is mail, webhook or syslog.
	Name() string
	// Send delivers a message: nil says that the other end took it, as far as the
	// channel can tell. It returns when ctx is done, or its own time is over.
	Send(ctx context.Context, m *Message) error
}

// Open returns the channels of a contact, in the order in which they are tried.
func Open(m *config.Mail, c *config.Contact) ([]Channel, error) {
	var list []Channel
	if len(c.Mail) > 0 {
		x, err := NewMail(m, c.Mail)
		if err != nil {
			return nil, err
		}
		list = append(list, x)
	}
	if c.Webhook != nil {
		x, err := NewWebhook(c.Webhook)
		if err != nil {
			return nil, err
		}
		list = append(list, x)
	}
	if c.Syslog != nil {
		x, err := NewSyslog(c.Syslog)
		if err != nil {
			return nil, err
		}
		list = append(list, x)
	}
	return list, nil
}

// maxSecret bounds a file with a secret, octets.
const maxSecret = 4096

// Fault is a file that a channel cannot use as it is.
type Fault struct {
	File string
	Text lang.Text
}

// Error says it in English.
func (f *Fault) Error() string { return f.In(lang.English) }

// In says it in a language.
func (f *Fault) In(l lang.Language) string { return f.File + ": " + f.Text.In(l) }

var (
	wrongMode   = lang.Text{EN: "others may read or change this file: set its mode to 0600 (or 0640, with the group of the service)", JA: "他の利用者がこのファイルを読み書きできます。モードを0600（サービスのグループが必要な場合は0640）にしてください"}
	noFile      = lang.Text{EN: "is no ordinary file: name the file that holds the secret", JA: "通常のファイルではありません。秘密情報を書いたファイルを指定してください"}
	wrongSecret = lang.Text{EN: "must hold one line of at most %[1]s octets", JA: "%[1]sバイト以内の1行だけを書いてください"}
	noCA        = lang.Text{EN: "has no certificate in PEM", JA: "PEM形式の証明書がありません"}
)

// secret reads a secret from a file that others cannot read.
func secret(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("notify: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return "", fmt.Errorf("notify: %w", err)
	case !info.Mode().IsRegular():
		return "", &Fault{name, noFile}
	case info.Mode().Perm()&(fs.ModePerm&0o027) != 0:
		return "", &Fault{name, wrongMode}
	}
	b, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	if err != nil {
		return "", fmt.Errorf("notify: %w", err)
	}
	s := strings.TrimRight(string(b), "\r\n")
	if s == "" || len(b) > maxSecret || strings.ContainsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' || r == 0 }) {
		return "", &Fault{name, wrongSecret.Fill(maxSecret)}
	}
	return s, nil
}

// trust returns the settings of TLS for a server: its name is checked, by the
// certificates of a file, or of the system where there is none.
func trust(server, file string) (*tls.Config, error) {
	c := &tls.Config{ServerName: server, MinVersion: tls.VersionTLS12}
	if file == "" {
		return c, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("notify: %w", err)
	}
	c.RootCAs = x509.NewCertPool()
	if !c.RootCAs.AppendCertsFromPEM(b) {
		return nil, &Fault{file, noCA}
	}
	return c, nil
}

// limit gives a context a time.
func limit(ctx context.Context, d config.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Duration(d))
}

// within is the end of a context, and the time it has at most.
func within(ctx context.Context) time.Time {
	t, _ := ctx.Deadline()
	return t
}

// line is a text on one line, without what a header or terminal would obey, of at most
// so many characters.
func line(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case unicode.Is(unicode.C, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	if r := []rune(s); len(r) > most {
		s = string(r[:most-1]) + "…"
	}
	return strings.TrimSpace(s)
}

// because says that ctx was over rather than what then failed.
func because(ctx context.Context, err error) error {
	if err != nil && (errors.Is(ctx.Err(), context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded)) {
		return fmt.Errorf("no answer in time (%w)", err)
	}
	return err
}
