package opcua

import (
	"testing"

	"github.com/banken-ot/banken/protocols/opcua/opcuagen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

func TestProbe(t *testing.T) {
	read := chunkOf('F', 1, 1, requestOf(631, le32(0)))
	noise := chunkOf('F', 0x9d3fae71, 0x3fe1a2b7, []byte{0x9a, 0x55, 0x21, 0x6e, 0xf0, 0x31})
	for _, x := range []struct {
		name             string
		b                []byte
		server, toClient wire.Match
	}{
		{"nothing", nil, wire.Short, wire.Short},
		{"one letter", []byte("M"), wire.Short, wire.Short},
		{"a header begun", []byte("MSGF\x20"), wire.Short, wire.Short},
		{"another type", []byte("MSX"), wire.NoMatch, wire.NoMatch},
		{"HTTP", []byte("GET / HTTP/1.1\r\n"), wire.NoMatch, wire.NoMatch},
		{"hello", []byte("HELF\x38\x00\x00\x00"), wire.Certain, wire.NoMatch},
		{"hello too long", []byte("HELF\x00\x00\x01\x00"), wire.NoMatch, wire.NoMatch},
		{"hello in chunks", []byte("HELC\x38\x00\x00\x00"), wire.NoMatch, wire.NoMatch},
		{"acknowledge", []byte("ACKF\x1c\x00\x00\x00"), wire.NoMatch, wire.Certain},
		{"reverse hello", []byte("RHEF\x39\x00\x00\x00"), wire.NoMatch, wire.Certain},
		{"error", []byte("ERRF\x10\x00\x00\x00"), wire.Plausible, wire.Plausible},
		{"close", []byte("CLOF\x39\x00\x00\x00"), wire.Certain, wire.NoMatch},
		{"request", read, wire.Certain, wire.NoMatch},
		{"a bad chunk type", append([]byte("MSGX"), read[4:]...), wire.NoMatch, wire.NoMatch},
		{"encrypted", noise, wire.Plausible, wire.Plausible},
		{"a chunk of gigabytes", []byte("MSGF\xff\xff\xff\x7f"), wire.NoMatch, wire.NoMatch},
	} {
		for dir, want := range []wire.Match{x.server, x.toClient} {
			if got := Probe(wire.Stream, wire.Direction(dir), x.b); got != want {
				t.Errorf("%s, %s: %d, want %d", x.name, wire.Direction(dir), got, want)
			}
		}
		if Probe(wire.Datagram, wire.ToServer, x.b) != wire.NoMatch {
			t.Errorf("%s in a datagram", x.name)
		}
	}
}

// TestProbeOpen: what opens a channel tells the roles where it can be read, and
// where it asks for a new channel.
func TestProbeOpen(t *testing.T) {
	for name, want := range map[string][2][2]wire.Match{
		// by request and response, each as sent to the server and to the client
		"channel-renewed": {{wire.Certain, wire.NoMatch}, {wire.NoMatch, wire.Certain}},
		"channel-ecc":     {{wire.Certain, wire.NoMatch}, {wire.NoMatch, wire.Certain}},
		"channel-sign":    {{wire.Certain, wire.NoMatch}, {wire.Plausible, wire.Plausible}},
	} {
		c := wiretest.Named(t, opcuagen.Cases(), name)
		for i := range want {
			for dir, match := range want[i] {
				b := c.Steps[2+i].Octets
				if got := Probe(wire.Stream, wire.Direction(dir), b); got != match {
					t.Errorf("%s, step %d, %s: %d, want %d", name, 2+i, wire.Direction(dir), got, match)
				}
				if got := Probe(wire.Stream, wire.Direction(dir), b[:40]); got != wire.Plausible {
					t.Errorf("%s, step %d cut short: %d", name, 2+i, got)
				}
			}
		}
	}
}

// TestResume: after a loss, what goes the wrong way is a message too.
func TestResume(t *testing.T) {
	read := chunkOf('F', 1, 1, requestOf(631, le32(0)))
	for dir := range wire.Direction(2) {
		if Resume(wire.Stream, dir, read) != wire.Plausible || Resume(wire.Stream, dir, []byte("HELF\x38\x00\x00\x00")) != wire.Plausible {
			t.Errorf("%s: not resumed at a message", dir)
		}
		if Resume(wire.Stream, dir, []byte("GET / HTTP/1.1")) != wire.NoMatch || Resume(wire.Stream, dir, append([]byte("MSGX"), read[4:]...)) != wire.NoMatch {
			t.Errorf("%s: resumed at what is no message", dir)
		}
	}
}

// TestProbeCases: whatever begins a generated conversation is recognised, and
// never the wrong way round.
func TestProbeCases(t *testing.T) {
	for _, c := range opcuagen.Cases() {
		s := &c.Steps[0]
		if m := Probe(wire.Stream, s.Dir, s.Octets); m != wire.Certain && m != wire.Plausible {
			t.Errorf("%s: %d", c.Name, m)
		}
		if m := Probe(wire.Stream, s.Dir.Reverse(), s.Octets); m == wire.Certain {
			t.Errorf("%s is certain the wrong way round", c.Name)
		}
	}
}
