package console

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/lang"
)

// CertificateInfo is what people are told of the certificate of the console.
type CertificateInfo struct {
	Fingerprint string // as browsers show it
	Ends        time.Time
	Warning     lang.Text // empty for nothing
}

// Bounds of the page of health.
const (
	lastChanges   = 30
	firstUnparsed = 20
)

// healthData is what the page of health shows.
type healthData struct {
	Status      health.Status
	Findings    []finding
	Ports       []portRow
	Protocols   []protocolRow
	Sum         health.Worker
	Unparsed    []unparsed
	More        int // services that are not parsed, beside those
	Counted     bool
	Tabs        []tab
	Period      string
	Trend       []stage
	Known       bool // something of the trend is
	Changes     []health.Change
	Steps       int // of the clock, in the last day
	Offset      time.Duration
	Certificate *CertificateInfo
	Version     string
	Room        *control.StoreUsage // nil: there is no store
}

// portRow is a port, with what its workers lost together.
type portRow struct {
	health.Port
	Sum   health.Worker
	Came  uint64
	Lost  uint64
	Share float64 // of all that came, percent
	Shape string
}

// protocolRow is how many transactions of a protocol were read.
type protocolRow struct {
	Name  string
	Count uint64
}

// unparsed is a service that is seen and not read.
type unparsed struct {
	Name string
	control.Service
	Talks int // known connections
}

// showHealth shows what the sensor sees, and what it does not.
func (c *Console) showHealth(r *http.Request, v *view) (any, error) {
	status, err := c.o.Sensor.Status(r.Context())
	if err != nil {
		return nil, err
	}
	p := periodNamed(r.FormValue("span"))
	d := &healthData{Status: status, Period: p.name, Version: c.o.Version, Offset: c.o.Now().Sub(status.Time)}
	for i := range status.Ports {
		d.port(&status.Ports[i])
	}
	for name, n := range status.ByProtocol {
		d.Protocols = append(d.Protocols, protocolRow{v.protocol(name, 0), n})
	}
	slices.SortFunc(d.Protocols, func(a, b protocolRow) int { return strings.Compare(a.Name, b.Name) })
	if d.Trend, err = c.trend(r.Context(), p, p.rows, v.Zone); err != nil {
		return nil, err
	}
	d.Known = slices.ContainsFunc(d.Trend, func(s stage) bool { return s.Covered > 0 })
	for _, x := range periods {
		d.Tabs = append(d.Tabs, tab{"/health?span=" + x.name, words["span."+x.name].In(v.Lang), x.name == p.name})
	}
	if err := c.stateChanges(r, d); err != nil {
		return nil, err
	}
	if err := c.unparsed(r, v, d); err != nil {
		return nil, err
	}
	if c.o.Certificate != nil {
		x := c.o.Certificate()
		d.Certificate = &x
	}
	if d.Room, err = c.room(r.Context()); err != nil {
		return nil, err
	}
	d.find(v)
	return d, nil
}

func (d *healthData) port(p *health.Port) {
	x := portRow{Port: *p, Sum: p.Sum(), Came: came(p), Lost: lost(p), Shape: portShapes[p.State]}
	if x.Came > 0 {
		x.Share = 100 * float64(x.Lost) / float64(x.Came+x.Sum.DroppedKernel)
	}
	d.Sum.Add(&x.Sum)
	d.Ports = append(d.Ports, x)
}

// stateChanges takes over the latest changes of state, and counts the steps of the clock.
func (c *Console) stateChanges(r *http.Request, d *healthData) error {
	from := c.o.Now().Add(-day)
	kept, err := c.o.Sensor.Trend(r.Context(), &control.TrendQuery{From: from, To: c.o.Now(), Points: 1})
	switch {
	case err == nil:
		d.Changes = kept.Changes
	case !keepsNothing(err):
		return err
	default:
		looks, err := c.o.Sensor.Looks(r.Context(), from)
		if err != nil {
			return err
		}
		d.Changes = looks.Changes
	}
	for _, x := range d.Changes {
		if x.Part == "clock" {
			d.Steps++
		}
	}
	slices.Reverse(d.Changes)
	d.Changes = d.Changes[:min(len(d.Changes), lastChanges)]
	return nil
}

// unparsed finds the services that are seen and not read: what is counted in the kernel,
// and where that does not count, what was learned of connections.
func (c *Console) unparsed(r *http.Request, v *view, d *healthData) error {
	p, err := c.plantNow(r.Context(), v)
	if err != nil {
		return err
	}
	counted, err := c.o.Sensor.Services(r.Context())
	if err != nil {
		return err
	}
	d.Counted = counted.Counted
	d.Unparsed = p.unread(counted.Services)
	for i := range d.Unparsed {
		x := &d.Unparsed[i]
		x.Name = v.protocol(ipProtocol(x.Protocol), x.Port)
	}
	d.More = max(len(d.Unparsed)-firstUnparsed, 0)
	d.Unparsed = d.Unparsed[:len(d.Unparsed)-d.More]
	return nil
}

// serviceKey is an IP protocol and the port of a server.
type serviceKey struct {
	protocol uint8
	port     uint16
}

// unread are services but those at whose port a control protocol is spoken, those of most
// octets first.
func (p *plant) unread(counted []control.Service) (list []unparsed) {
	talks, read := map[serviceKey]int{}, map[uint16]bool{}
	for _, port := range usualPorts {
		read[port] = true
	}
	last := map[serviceKey]time.Time{}
	for _, k := range p.links {
		for _, t := range k.Talks {
			if t.Control {
				read[t.Port] = true
				continue
			}
			key := serviceKey{protocolNumbers[t.Protocol], t.Port}
			talks[key]++
			if t.Last.After(last[key]) {
				last[key] = t.Last
			}
		}
	}
	for _, s := range counted {
		key := serviceKey{s.Protocol, s.Port}
		if s.Port == 0 || !read[s.Port] {
			list = append(list, unparsed{Service: s, Talks: talks[key]})
		}
		delete(talks, key)
	}
	for key, n := range talks {
		if key.protocol != 0 && (key.port == 0 || !read[key.port]) {
			list = append(list, unparsed{Service: control.Service{Protocol: key.protocol, Port: key.port, Last: last[key]}, Talks: n})
		}
	}
	slices.SortFunc(list, func(a, b unparsed) int {
		return cmp.Or(cmp.Compare(b.Octets, a.Octets), cmp.Compare(b.Talks, a.Talks), cmp.Compare(a.Protocol, b.Protocol), cmp.Compare(a.Port, b.Port))
	})
	return list
}

// protocolNumbers are the IP protocols that talks are named by (IANA, Protocol Numbers).
var protocolNumbers = map[string]uint8{"icmp": 1, "tcp": 6, "udp": 17}

// ipProtocol is the name that talks have for an IP protocol.
func ipProtocol(n uint8) string {
	for name, number := range protocolNumbers {
		if n == number {
			return name
		}
	}
	return "ip-" + strconv.Itoa(int(n))
}
