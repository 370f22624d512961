package assess

import (
	"slices"
	"strings"
	"testing"

	"github.com/banken-ot/banken/sensor/packet"
)

// firstOctets are what services begin with, made by hand from their standards.
var firstOctets = []struct {
	id, octets string
	server     bool
}{
	{id: "s7comm", octets: "\x03\x00\x00\x19\x02\xf0\x80\x32\x01\x00\x00\x00\x00\x00\x08\x00\x00\xf0\x00\x00\x01\x00\x01\x01\xe0"},
	{id: "s7comm", octets: "\x03\x00\x00\x08\x02\xf0\x80\x72"},
	{id: "mms", octets: "\x03\x00\x00\x0b\x02\xf0\x80\x01\x00\x01\x00"},
	{id: "mms", octets: "\x03\x00\x00\x0b\x02\xf0\x80\x0d\xb2\x05\x06"},
	{id: "enip", octets: "\x65\x00\x04\x00" + strings.Repeat("\x00", 20) + "\x01\x00\x00\x00"},
	{id: "enip", octets: "\x63\x00\x00\x00" + strings.Repeat("\x00", 20)},
	{id: "iec104", octets: "\x68\x04\x07\x00\x00\x00"},
	{id: "iec104", octets: "\x68\x04\x01\x00\x04\x00"},
	{id: "iec104", octets: "\x68\x0e\x00\x00\x00\x00\x64\x01\x06\x00\x01\x00\x00\x00\x00\x14"},
	{id: "bacnet", octets: "\x81\x0b\x00\x08\x01\x20\xff\xff"},
	{id: "ssh", octets: "SSH-2.0-OpenSSH_9.2\r\n", server: true},
	{id: "vnc", octets: "RFB 003.008\n", server: true},
	{id: "rdp", octets: "\x03\x00\x00\x2b\x26\xe0\x00\x00\x00\x00\x00Cookie: mstshash=user\r\n\x01\x00\x08\x00\x00\x00\x00\x00"},
	{id: "rdp", octets: "\x03\x00\x00\x13\x0e\xd0\x00\x00\x12\x34\x00\x02\x00\x08\x00\x02\x00\x00\x00", server: true},
	{id: "smb", octets: "\x00\x00\x00\x40\xfeSMB@\x00"},
	{id: "smb", octets: "\x00\x00\x00\x40\xffSMBr"},
	{id: "tls", octets: "\x16\x03\x01\x00\x40\x01\x00"},
	{id: "http", octets: "GET /index.html HTTP/1.1\r\nHost: plc\r\n\r\n"},
	{id: "http", octets: "HTTP/1.1 401 Unauthorized\r\n", server: true},
	{id: "wireguard", octets: "\x01\x00\x00\x00" + strings.Repeat("x", 144)},
	{id: "wireguard", octets: "\x02\x00\x00\x00" + strings.Repeat("x", 88), server: true},
	{id: "rtsp", octets: "OPTIONS rtsp://10.0.0.1/ RTSP/1.0\r\nCSeq: 1\r\n"},
	{id: "mqtt", octets: "\x10\x10\x00\x04MQTT\x04\x02\x00\x3c\x00\x04abcd"},
	{id: "snmp", octets: "\x30\x0d\x02\x01\x01\x04\x06public\xa0\x00"},
	{id: "snmp", octets: "\x30\x07\x02\x01\x03\x30\x02\x02\x00"},
	{id: "telnet", octets: "\xff\xfd\x18\xff\xfd\x20", server: true},
	{id: "fox", octets: "fox a 1 -1 fox hello\n{\n"},
}

func TestByContent(t *testing.T) {
	for _, x := range firstOctets {
		if got := byContent(x.server, []byte(x.octets)); got == nil || got.id != x.id {
			t.Errorf("%q is taken for %+v, want %s", x.octets, got, x.id)
		}
	}
	for _, s := range []string{"", "\x00", "\x03", "\x03\x00\x00\x04", "hello world", "\x68\x04\x03\x00\x00\x00", "\x30\x82", "\x30\x80\x02\x01",
		"\x81\x0b\x00\x09", "\x10\xff\xff\xff\xff", "\x01\x00\x00\x00"} {
		if got := byContent(false, []byte(s)); got != nil {
			t.Errorf("%q is taken for %s", s, got.id)
		}
	}
}

// FuzzContent: no octets make recognition or the search for passwords panic.
func FuzzContent(f *testing.F) {
	for _, x := range firstOctets {
		f.Add([]byte(x.octets), x.server)
	}
	for _, x := range credentialTalks {
		f.Add([]byte(x.talk[len(x.talk)-1]), false)
	}
	f.Fuzz(func(_ *testing.T, b []byte, server bool) {
		byContent(server, b)
		for i := range services {
			s := opaque{service: &services[i], greeted: true}
			s.look(server, b)
		}
	})
}

// TestServices: ids are unique, and no port is claimed twice.
func TestServices(t *testing.T) {
	seen := map[string]bool{}
	var tcp, udp []uint16
	for i := range services {
		s := &services[i]
		if seen[s.id] || s.name == "" || s.kind == serviceUnknown {
			t.Errorf("service %q is listed twice or has no name or kind", s.id)
		}
		seen[s.id] = true
		for _, p := range s.tcp {
			if slices.Contains(tcp, p) {
				t.Errorf("%s: TCP port %d is claimed twice", s.id, p)
			}
			tcp = append(tcp, p)
		}
		for _, p := range s.udp {
			if slices.Contains(udp, p) {
				t.Errorf("%s: UDP port %d is claimed twice", s.id, p)
			}
			udp = append(udp, p)
		}
	}
	if s := byPort(packet.ProtocolUDP, 47808); s == nil || s.id != "bacnet" {
		t.Errorf("UDP 47808 is %+v", s)
	}
	if s := byPort(packet.ProtocolTCP, 47808); s != nil {
		t.Errorf("TCP 47808 is %+v", s)
	}
}

// credentialTalks are conversations with and without a password in the clear.
var credentialTalks = []struct {
	name   string
	port   string
	udp    bool
	talk   []string // client first, then in turn
	want   credential
	absent bool
}{
	{name: "http", port: "80", talk: []string{"POST / HTTP/1.1\r\nHost: x\r\nAuthorization: Basic YTpi\r\n\r\n"}, want: credentialHTTP},
	{name: "http on another port", port: "9999", talk: []string{"GET / HTTP/1.1\r\nAUTHORIZATION: basic YTpi\r\n\r\n"}, want: credentialHTTP},
	{name: "http digest", port: "80", talk: []string{"GET / HTTP/1.1\r\nAuthorization: Digest x\r\n\r\n"}, absent: true},
	{name: "ftp", port: "21", talk: []string{"", "220 ready\r\n", "USER admin\r\n", "331\r\n", "PASS x\r\n"}, want: credentialFTP},
	{name: "ftp anonymous", port: "21", talk: []string{"", "220 ready\r\n", "USER anonymous\r\n", "331\r\n", "PASS me@x\r\n"}, absent: true},
	{name: "telnet", port: "23", talk: []string{"", "\xff\xfd\x18", "\xff\xfb\x18", "\r\nPassword: "}, want: credentialTelnet},
	{name: "telnet without log-in", port: "23", talk: []string{"", "\xff\xfd\x18", "\xff\xfb\x18", "welcome"}, absent: true},
	{name: "pop", port: "110", talk: []string{"USER a\r\n", "+OK\r\n", "PASS b\r\n"}, want: credentialPOP},
	{name: "imap", port: "143", talk: []string{"a1 LOGIN me secret\r\n"}, want: credentialIMAP},
	{name: "smtp", port: "25", talk: []string{"EHLO x\r\n", "250 AUTH\r\n", "AUTH PLAIN AGEAYg==\r\n"}, want: credentialSMTP},
	{name: "ldap", port: "389", talk: []string{"\x30\x16\x02\x01\x01\x60\x11\x02\x01\x03\x04\x04cn=a\x80\x06secret"}, want: credentialLDAP},
	{name: "ldap without password", port: "389", talk: []string{"\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\x00\x80\x00"}, absent: true},
	{name: "snmp v2c", port: "161", udp: true, talk: []string{"\x30\x0d\x02\x01\x01\x04\x06public\xa0\x00"}, want: credentialSNMP},
	{name: "snmp v3", port: "161", udp: true, talk: []string{"\x30\x07\x02\x01\x03\x30\x02\x02\x00"}, absent: true},
	{name: "mqtt", port: "1883", talk: []string{"\x10\x1a\x00\x04MQTT\x04\xc2\x00\x3c\x00\x01a\x00\x01b\x00\x01c"}, want: credentialMQTT},
	{name: "mqtt without password", port: "1883", talk: []string{"\x10\x10\x00\x04MQTT\x04\x02\x00\x3c\x00\x04abcd"}, absent: true},
	{name: "vnc 3.8", port: "5900", talk: []string{"", "RFB 003.008\n", "RFB 003.008\n", "\x02\x02\x01"}, want: credentialVNC},
	{name: "vnc 3.3", port: "5900", talk: []string{"", "RFB 003.003\n", "RFB 003.003\n", "\x00\x00\x00\x01"}, want: credentialVNC},
	{name: "vnc with password", port: "5900", talk: []string{"", "RFB 003.008\n", "RFB 003.008\n", "\x01\x02"}, absent: true},
}

func TestCredentials(t *testing.T) {
	for _, x := range credentialTalks {
		b := newBench(t)
		protocol := packet.ProtocolTCP
		if x.udp {
			protocol = packet.ProtocolUDP
		}
		b.opaque("10.0.0.1:5000", "10.0.0.5:"+x.port, protocol, nil, x.talk...)
		r := b.end()
		switch {
		case x.absent && len(r.Secrets) > 0:
			t.Errorf("%s: %q was found", x.name, r.Secrets[0].What.EN)
		case !x.absent && (len(r.Secrets) != 1 || r.Secrets[0].What != credentialTexts[x.want] || r.Secrets[0].Place.Empty()):
			t.Errorf("%s: found %+v, want %q", x.name, r.Secrets, credentialTexts[x.want].EN)
		}
	}
}

// TestRecognised: by content where the octets tell, else by port, and it says
// which.
func TestRecognised(t *testing.T) {
	b := newBench(t)
	b.ask(modbusTest, "10.0.0.1:4000", "10.0.0.5:502", 1, "read-coils", 1, 1)
	b.opaque("10.0.0.1:5000", "10.0.0.5:8022", packet.ProtocolTCP, nil, "", "SSH-2.0-x\r\n")
	b.opaque("10.0.0.1:5001", "10.0.0.5:5938", packet.ProtocolTCP, nil, "\x17\x24")
	r := b.end()
	if len(r.Remote) != 2 {
		t.Fatalf("remote access %+v", r.Remote)
	}
	for _, l := range r.Remote {
		want := say("by-content")
		if l.Service == "TeamViewer" {
			want = say("by-port")
		}
		if l.By != want || !l.Control {
			t.Errorf("%s is recognised %q", l.Service, l.By.EN)
		}
	}
}
