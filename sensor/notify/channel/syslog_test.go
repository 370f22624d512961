package channel

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/banken-ot/banken/sensor/config"
)

// form is that of RFC 5424, 6: version 1, with structured data and the BOM of UTF-8.
var form = regexp.MustCompile(`^<(\d+)>1 (\S+) (\S+) banken (\d+) (\S+) \[banken@32473((?: \w+="(?:[^"\\\]]|\\["\\\]])*")+)\] \x{FEFF}(.+)$`)

func checkLine(t *testing.T, got string) {
	t.Helper()
	m := form.FindStringSubmatch(got)
	if m == nil {
		t.Fatalf("no line of RFC 5424: %q", got)
	}
	if m[1] != "129" || m[2] != "2026-11-24T09:40:03.000000Z" || m[5] != "alarm" || !strings.Contains(m[6], ` site="浄水場\"1\]\\"`) || !strings.Contains(m[6], ` incidents="20261124-ab"`) ||
		!strings.Contains(m[7], "至急対応") || strings.ContainsAny(got, "\r\n\x00") {
		t.Errorf("%q", got)
	}
}

// counted reads one line with counted octets (RFC 6587, 3.4.1).
func counted(r *bufio.Reader) string {
	var n int
	if _, err := fmt.Fscanf(r, "%d ", &n); err != nil {
		return err.Error()
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		return err.Error()
	}
	if rest, _ := io.ReadAll(r); len(rest) > 0 {
		return fmt.Sprintf("more than was counted: %q", rest)
	}
	return string(b)
}

func send(t *testing.T, c *config.Syslog) error {
	t.Helper()
	c.Timeout = config.Duration(2 * time.Second)
	s, err := NewSyslog(c)
	if err != nil {
		t.Fatal(err)
	}
	return s.Send(t.Context(), message())
}

func TestSyslogTCP(t *testing.T) {
	got := make(chan string, 1)
	address := listen(t, func(_ net.Conn, r *bufio.Reader) { got <- counted(r) })
	if err := send(t, &config.Syslog{Server: address, Transport: "tcp"}); err != nil {
		t.Fatal(err)
	}
	checkLine(t, <-got)
	if err := send(t, &config.Syslog{Server: "127.0.0.1:1", Transport: "tcp"}); err == nil {
		t.Error("nobody there took it")
	}
}

func TestSyslogTLS(t *testing.T) {
	conf, ca := authority(t)
	_, other := authority(t)
	got := make(chan string, 2)
	address := listen(t, func(c net.Conn, _ *bufio.Reader) { got <- counted(bufio.NewReader(tls.Server(c, conf))) })
	if err := send(t, &config.Syslog{Server: address, Transport: "tls", CA: ca}); err != nil {
		t.Fatal(err)
	}
	checkLine(t, <-got)
	if err := send(t, &config.Syslog{Server: address, Transport: "tls", CA: other}); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("another authority: %v", err)
	}
}

func TestSyslogUDP(t *testing.T) {
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := send(t, &config.Syslog{Server: c.LocalAddr().String(), Transport: "udp"}); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 65536)
	if err := c.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	n, _, err := c.ReadFrom(b)
	if err != nil {
		t.Fatal(err)
	}
	checkLine(t, string(b[:n]))
}

// TestSyslogLong: a message however long is a line that receivers take, with whole
// characters and whole structured data.
func TestSyslogLong(t *testing.T) {
	s, err := NewSyslog(&config.Syslog{Server: "127.0.0.1:1", Transport: "udp"})
	if err != nil {
		t.Fatal(err)
	}
	m := message()
	m.Text, m.Site, m.Contact, m.ID = strings.Repeat("水", 5000), strings.Repeat("]水", 500), strings.Repeat("\"", 500), strings.Repeat("x", 500)
	for range 200 {
		m.Items = append(m.Items, m.Items[0])
	}
	line := s.format(m)
	if len(line) > maxSyslog || !utf8.ValidString(line) || form.FindStringSubmatch(line) == nil {
		t.Errorf("%d octets: %q", len(line), line)
	}
}
