package record

import (
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/replay"
)

// connForms is conn.log: Zeek's fields, those of its policies for Community ID
// and VLAN, and behind them what Banken knows besides.
const connForms = `
log conn
	proto              enum
	service            string
	duration           interval
	orig_bytes         count
	resp_bytes         count
	conn_state         string
	local_orig         bool
	local_resp         bool
	missed_bytes       count
	history            string
	orig_pkts          count
	orig_ip_bytes      count
	resp_pkts          count
	resp_ip_bytes      count
	tunnel_parents     set[string]
	ip_proto           count
	community_id       string
	vlan               int
	inner_vlan         int
	ended              string
	expected_service   string
	messages           count
	blind_bytes        count
	blind_time         interval
	retransmitted_pkts count
	duplicate_pkts     count
	out_of_order_pkts  count
	conflict_pkts      count
`

// conn writes the line of a flow.
func (z *Zeek) conn(f *replay.Flow) {
	r := &z.row
	r.clear(z.tables.byPath["conn"], f.First)
	r.identify(f.ID)
	r.endpoint(placeClient, f.Client)
	r.endpoint(placeServer, f.Server)
	r.word("proto", transportOf(f.Key.Protocol))
	r.word("conn_state", connState(f))
	r.word("ended", f.Why.String())
	r.number("ip_proto", uint64(f.Key.Protocol))
	if f.Protocol != nil {
		r.word("service", serviceOf(f.Protocol, f.Key.Protocol))
	}
	if f.Registered != nil {
		r.word("expected_service", serviceOf(f.Registered, f.Key.Protocol))
	}
	from := len(r.text)
	r.text = appendCommunityID(r.text, &f.Key)
	r.set("community_id", from)
	for i, name := range [...]string{"vlan", "inner_vlan"} {
		if id := f.Key.VLAN[i]; id != 0 {
			r.number(name, uint64(id))
		}
	}
	r.traffic(f)
	z.write(r)
}

// traffic sets the figures of a flow.
func (r *zeekRow) traffic(f *replay.Flow) {
	to, from := &f.Counters[wire.ToServer], &f.Counters[wire.ToClient]
	if f.Last > f.First {
		r.interval("duration", f.Last-f.First)
		r.number("orig_bytes", to.Octets)
		r.number("resp_bytes", from.Octets)
	}
	r.number("orig_pkts", to.Packets)
	r.number("resp_pkts", from.Packets)
	r.number("missed_bytes", to.NotCaptured+from.NotCaptured)
	r.number("retransmitted_pkts", to.Retransmitted+from.Retransmitted)
	r.number("duplicate_pkts", to.Duplicates+from.Duplicates)
	r.number("out_of_order_pkts", to.OutOfOrder+from.OutOfOrder)
	r.number("conflict_pkts", to.Conflicts+from.Conflicts)
	if f.Protocol == nil {
		return
	}
	a, b := &f.Decoded[wire.ToServer], &f.Decoded[wire.ToClient]
	r.number("messages", a.Messages+b.Messages)
	r.number("blind_bytes", a.Blind+b.Blind)
	r.interval("blind_time", a.BlindTime+b.BlindTime)
}

// Numbers of the IP protocols that have flows.
const (
	protocolTCP = 6
	protocolUDP = 17
)

func transportOf(protocol uint8) string {
	switch protocol {
	case protocolTCP:
		return "tcp"
	case protocolUDP:
		return "udp"
	}
	return "unknown_transport"
}

// serviceOf returns the name Zeek and ICSNPP give a protocol.
func serviceOf(p *wire.Protocol, transport uint8) string {
	switch {
	case p.Name == "dnp3" && transport == protocolUDP:
		return "dnp3_udp"
	case p.Name == "dnp3":
		return "dnp3_tcp"
	case p.Name == "opcua":
		return "opcua-binary"
	}
	return p.Name
}

// connState returns Zeek's state of a connection.
func connState(f *replay.Flow) string {
	if f.Key.Protocol == protocolUDP {
		return datagramState(f)
	}
	switch {
	case f.FIN[wire.ToServer] && f.FIN[wire.ToClient]:
		return "SF"
	case f.Why == flow.Reset && f.Counters[wire.ToClient].Resets > 0:
		return resetState(f)
	case f.Why == flow.Reset:
		return abortState(f)
	case f.FIN[wire.ToServer]:
		return choose(f.SYN[wire.ToClient], "S2", "SH")
	case f.FIN[wire.ToClient]:
		return choose(f.SYN[wire.ToServer], "S3", "SHR")
	case f.Handshake:
		return "S1"
	case f.SYN[wire.ToServer] && silent(f):
		return "S0"
	}
	return "OTH"
}

// silent tells whether the server sent nothing.
func silent(f *replay.Flow) bool { return f.Counters[wire.ToClient].Packets == 0 }

// datagramState is the state of an exchange of datagrams.
func datagramState(f *replay.Flow) string {
	switch {
	case f.Counters[wire.ToServer].Packets == 0:
		return "SHR"
	case silent(f):
		return "S0"
	}
	return "SF"
}

// resetState is the state of a connection that the server reset.
func resetState(f *replay.Flow) string {
	switch {
	case f.SYN[wire.ToServer] && !f.SYN[wire.ToClient] && f.Counters[wire.ToClient].Octets == 0:
		return "REJ"
	case !f.SYN[wire.ToServer]:
		return "RSTRH"
	}
	return "RSTR"
}

// abortState is the state of a connection that the client reset.
func abortState(f *replay.Flow) string {
	switch {
	case f.SYN[wire.ToClient]:
		return "RSTO"
	case f.SYN[wire.ToServer] && silent(f):
		return "RSTOS0"
	}
	return "OTH"
}

func choose(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}
