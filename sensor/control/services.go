package control

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/banken-ot/banken/ebpf/filter"
)

// MaxServices is how many services are told by themselves; a plant has some dozen.
const MaxServices = 200

// Services is what is spoken on the wire by port, as the kernel counted it: of what is
// decoded and of what is not.
type Services struct {
	V       int  `json:"v"`
	Counted bool `json:"counted"` // false: the sensor runs without eBPF, and counts no flows
	// Services are those of most octets, in that order; Rest is all others together.
	Services []Service `json:"services"`
	Rest     Service   `json:"rest"`
}

// Service is what was counted of an IP protocol and a port of a server.
type Service struct {
	Protocol uint8     `json:"ip_protocol"`
	Port     uint16    `json:"port"` // the lower of both ends; 0 for any that is given out
	Flows    uint64    `json:"flows"`
	Packets  uint64    `json:"packets"`
	Octets   uint64    `json:"octets"`
	Last     time.Time `json:"last"`
}

// givenOut is where ports begin that systems give out as they like (RFC 6335, 6).
const givenOut = 49152

func serviceOf(f *filter.Flow) Service {
	s := Service{Protocol: f.Key.Protocol, Port: min(f.Key.APort, f.Key.BPort), Flows: 1}
	if s.Port >= givenOut {
		s.Port = 0
	}
	for i := range f.Sides {
		s.Packets += f.Sides[i].Packets
		s.Octets += f.Sides[i].Octets
		if last := instant(f.Sides[i].Last); last.After(s.Last) {
			s.Last = last
		}
	}
	return s
}

func (s *Service) add(o *Service) {
	s.Flows, s.Packets, s.Octets = s.Flows+o.Flows, s.Packets+o.Packets, s.Octets+o.Octets
	if o.Last.After(s.Last) {
		s.Last = o.Last
	}
}

// services answers with the sums of all flows.
func services(w http.ResponseWriter, s Sensor) {
	type key struct {
		protocol uint8
		port     uint16
	}
	sums := map[key]*Service{}
	x := Services{V: Version, Services: []Service{}}
	counted, err := s.Flows(func(_ string, f filter.Flow) bool {
		o := serviceOf(&f)
		k := key{o.Protocol, o.Port}
		if sum, ok := sums[k]; ok {
			sum.add(&o)
		} else {
			sums[k] = &o
		}
		return true
	})
	if err != nil {
		refuse(w, http.StatusInternalServerError, errors.Join(errors.New("control: the flows in the kernel cannot be read"), err))
		return
	}
	for _, sum := range sums {
		x.Services = append(x.Services, *sum)
	}
	slices.SortFunc(x.Services, func(a, b Service) int {
		return cmp.Or(cmp.Compare(b.Octets, a.Octets), cmp.Compare(a.Protocol, b.Protocol), cmp.Compare(a.Port, b.Port))
	})
	for i := MaxServices; i < len(x.Services); i++ {
		x.Rest.add(&x.Services[i])
	}
	x.Counted, x.Services = counted, x.Services[:min(len(x.Services), MaxServices)]
	answer(w, x)
}

// Services asks what is spoken on the wire.
func (c *Client) Services(ctx context.Context) (s Services, err error) {
	err = c.get(ctx, "/v1/flows/services", nil, func(r io.Reader) error { return json.NewDecoder(r).Decode(&s) })
	return s, err
}
