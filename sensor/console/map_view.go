package console

import (
	"html/template"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/control"
)

// drawn is a map for the template of that name.
type drawn struct {
	V     *view
	Map   *plantMap
	Kinds []string // of lines, for the legend
	Marks []string // keys of marks
}

// Drawn gives a map to its template.
func (v *view) Drawn(m *plantMap) drawn {
	d := drawn{V: v, Map: m, Kinds: []string{"reads", "writes", "other"}}
	for _, k := range markKeys {
		d.Marks = append(d.Marks, k.key)
	}
	return d
}

// signs are marks for the template of that name.
type signs struct {
	V    *view
	Keys []string
}

// Signs gives marks to their template.
func (v *view) Signs(m mark) signs { return signs{v, m.Keys()} }

// protocol is what is spoken at a port in words: that of a control protocol by its name,
// other traffic by what the port is usually for.
func (v *view) protocol(name string, port uint16) string {
	if n, ok := protocolNames[name]; ok {
		return n
	}
	if name != "tcp" && name != "udp" {
		if strings.HasPrefix(name, "ip-") {
			return words["protocol.ip"].Say(v.Lang, strings.TrimPrefix(name, "ip-"))
		}
		return strings.ToUpper(name)
	}
	if t, ok := portNames[port]; ok {
		return t.In(v.Lang)
	}
	if port == 0 {
		return words["protocol.any"].Say(v.Lang, strings.ToUpper(name))
	}
	return strings.ToUpper(name) + " " + strconv.Itoa(int(port))
}

// Speaks is what is spoken at a port, with the port of a control protocol that is not at
// its usual one.
func (v *view) Speaks(protocol string, port uint16) string {
	name := v.protocol(protocol, port)
	if usual := usualPorts[protocol]; usual == 0 || usual == port || port == 0 {
		return name
	}
	return words["zones.port"].Say(v.Lang, name, int(port))
}

// usualPorts are those of control protocols (IANA).
var usualPorts = map[string]uint16{"modbus": 502, "dnp3": 20000, "opcua": 4840}

// Spoken is a service of a device in words.
func (v *view) Spoken(s service) string {
	if s.Server {
		return v.Speaks(s.Protocol, s.Port)
	}
	return words["zones.asks"].Say(v.Lang, v.protocol(s.Protocol, 0))
}

// Importance is how important a device is, in words.
func (v *view) Importance(a control.Asset) string {
	return v.Word("criticality", string(rune('0'+max(0, min(a.Criticality, 3)))))
}

// Date writes the day of a time in the site's zone.
func (v *view) Date(t time.Time) template.HTML { return v.time(t, time.DateOnly) }

// Measures of texts on a map.
const (
	textLeft = 8
	nameBase = 18 // below the upper edge
	subBase  = 36
	oneBase  = 16 // where there is one line
)

// NameY is where a line of the name of a band stands.
func (b band) NameY(i int) int { return b.Y + 24 + 18*i }

// TextX is where the name of a zone begins.
func (g *group) TextX() int { return g.X + groupPad }

// TextY is where it stands.
func (g *group) TextY() int { return g.Y + nameBase }

// TextX is where the name of a device begins.
func (n *node) TextX() int { return n.X + textLeft }

// TextY is where it stands.
func (n *node) TextY(small bool) int {
	if small {
		return n.Y + oneBase
	}
	return n.Y + nameBase
}

// SubY is where its address stands.
func (n *node) SubY() int { return n.Y + subBase }

// LabelLeft is the left edge of a label.
func (l *line) LabelLeft() int { return l.LabelX - l.LabelW/2 }

// LabelTop is its upper edge.
func (l *line) LabelTop() int { return l.LabelY - labelHeight/2 }

// LabelBase is where its text stands.
func (l *line) LabelBase() int { return l.LabelY + 5 }

// sign is a mark of a device on a map: a field at its upper right corner.
type sign struct {
	box
	Marks mark
	Text  string
}

// MidX is the middle of the field.
func (s sign) MidX() int { return s.X + s.W/2 }

// BaseY is where its text stands.
func (s sign) BaseY() int { return s.Y + s.H - 4 }

// sign writes the marks of devices: in words, or where they are small, their shapes.
func (d *drawing) sign() {
	for _, n := range d.m.Nodes {
		var parts []string
		for _, k := range n.Marks.Keys() {
			text := words["glyph."+k].In(d.v.Lang)
			if d.form != small {
				text += " " + words["mark."+k].In(d.v.Lang)
			}
			parts = append(parts, text)
		}
		if text := strings.Join(parts, " "); text != "" {
			w := width(text)*cell + 10
			d.m.Signs = append(d.m.Signs, sign{box{n.X + n.W - w + 6, n.Y - labelHeight/2, w, labelHeight}, n.Marks, text})
		}
	}
}
