package identity

import (
	"bytes"
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Services that tell who the ends are, by the id of the request's encoding (OPC
// 10000-6, Annex A).
const (
	getEndpoints  = 428
	openChannel   = 446
	createSession = 461
	readService   = 631
)

// Variables of ServerStatus and BuildInfo (OPC 10000-6, Annex A).
const (
	serverStatus = 2256
	buildInfo    = 2260
	buildFirst   = 2261
	buildLast    = 2266
)

// buildNodes are the attributes by NodeId from buildFirst.
var buildNodes = [...]attribute{uaProductName, uaBuildProductURI, uaManufacturer, uaSoftware, uaBuild, uaBuildDate}

// buildFields are the members of BuildInfo (OPC 10000-5, 12.4).
var buildFields = [...]string{"ProductName", "ProductUri", "ManufacturerName", "SoftwareVersion", "BuildNumber", "BuildDate"}

func (d *Detector) opcua(l *baseline.Look, e *baseline.Event) {
	if e.Outcome != wire.Answered {
		return
	}
	switch e.Code {
	case openChannel:
		d.certificate(l, e, client(e, baseOPCUA+uaClientCertificate), e.Request, "SenderCertificate")
		d.certificate(l, e, server(e, baseOPCUA+uaCertificate), e.Response, "SenderCertificate")
		d.uses(l, e)
	case createSession:
		d.application(l, e, e.Request, "ClientDescription", client(e, baseOPCUA+uaClientURI))
		d.certificate(l, e, client(e, baseOPCUA+uaClientCertificate), e.Request, "ClientCertificate")
		d.certificate(l, e, server(e, baseOPCUA+uaCertificate), e.Response, "ServerCertificate")
		d.application(l, e, e.Response, "Server", server(e, baseOPCUA+uaApplicationURI))
		d.offers(l, e)
	case getEndpoints:
		d.application(l, e, e.Response, "Server", server(e, baseOPCUA+uaApplicationURI))
		d.offers(l, e)
	case readService:
		d.build(l, e)
	}
}

// inside returns the fields of the first structure of a name.
func inside(fields []wire.Field, name string) []wire.Field {
	for i := range fields {
		if fields[i].Name != name || fields[i].Value.Kind != wire.KindStruct {
			continue
		}
		rest := fields[i+1:]
		for n := range rest {
			if rest[n].Depth <= fields[i].Depth {
				return rest[:n]
			}
		}
		return rest
	}
	return nil
}

func find(fields []wire.Field, name string) wire.Value {
	for i := range fields {
		if fields[i].Name == name {
			return fields[i].Value
		}
	}
	return wire.Value{}
}

// application takes an ApplicationDescription (OPC 10000-4, 7.2): URI, product and
// name, whose attributes follow each other from that of k.
func (d *Detector) application(l *baseline.Look, e *baseline.Event, fields []wire.Field, name string, k key) {
	in := inside(fields, name)
	d.value(l, e, k, find(in, "ApplicationUri"))
	k.attribute++
	d.value(l, e, k, find(in, "ProductUri"))
	k.attribute++
	d.value(l, e, k, find(inside(in, "ApplicationName"), "Text"))
}

// certificate takes a certificate by its thumbprint.
func (d *Detector) certificate(l *baseline.Look, e *baseline.Event, k key, fields []wire.Field, name string) {
	in := inside(fields, name)
	s, ok := say(find(in, "Thumbprint"))
	if !ok {
		return
	}
	subject, issuer := find(in, "Subject").Raw, find(in, "Issuer").Raw
	s.subject, s.from = subject, int64(find(in, "NotBefore").Num)
	if len(issuer) > 0 && !bytes.Equal(subject, issuer) {
		s.lineage = hashBegin.octets(subject).number(uint64(len(subject))).octets(issuer)
	}
	d.take(l, e, k, &s)
}

// uses takes the policy with which a client opens its channel to a server.
func (d *Detector) uses(l *baseline.Look, e *baseline.Event) {
	k := key{asset: e.ClientID, peer: e.ServerID, attribute: baseOPCUA + uaUsed, port: e.Server.Port()}
	v := find(e.Request, "SecurityPolicyUri")
	v.Raw = policyName(v.Raw)
	d.value(l, e, k, v)
}

// offers takes the policies and modes of a server's endpoints, whatever their
// order.
func (d *Detector) offers(l *baseline.Look, e *baseline.Event) {
	sum, n := hash(0), 0
	eachOffer(e.Response, func(policy []byte, mode uint64) {
		sum += hashBegin.octets(policy).number(mode)
		n++
	})
	if n > 0 {
		d.take(l, e, server(e, baseOPCUA+uaOffered), &saying{hash: hashBegin.number(uint64(sum)).number(uint64(n)), pairs: e.Response})
	}
}

// policyName is what stands behind the # of the URI of a policy.
func policyName(uri []byte) []byte { return uri[bytes.LastIndexByte(uri, '#')+1:] }

// eachOffer calls f for each EndpointDescription (OPC 10000-4, 7.14), of which the
// mode stands before the policy. Token policies, which have a policy too, stand
// deeper.
func eachOffer(fields []wire.Field, f func(policy []byte, mode uint64)) {
	mode, depth := uint64(0), uint8(0)
	for i := range fields {
		x := &fields[i]
		switch {
		case x.Name == "SecurityMode" && x.Depth > 0:
			mode, depth = x.Value.Num, x.Depth
		case x.Name == "SecurityPolicyUri" && depth != 0 && x.Depth == depth:
			f(x.Value.Raw, mode)
			depth = 0
		}
	}
}

// modes are the names of MessageSecurityMode (OPC 10000-4, 7.20).
var modes = [...]string{"Invalid", "None", "Sign", "SignAndEncrypt"}

// offerText lists what is offered, in the order of the server.
func offerText(fields []wire.Field) string {
	var b strings.Builder
	eachOffer(fields, func(policy []byte, mode uint64) {
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(clean(policyName(policy)))
		if mode < uint64(len(modes)) {
			b.WriteString("/" + modes[mode])
		}
	})
	return b.String()
}

// build takes BuildInfo, read as a whole or by its variables.
func (d *Detector) build(l *baseline.Look, e *baseline.Event) {
	whole := false
	for i := range e.Points {
		p := &e.Points[i]
		if p.Space != 0 || p.Ident != 0 || p.Part != 0 || p.Relative || p.Index < serverStatus || p.Index > buildLast {
			continue
		}
		switch {
		case p.Index == serverStatus || p.Index == buildInfo:
			whole = true
		case p.Index >= buildFirst:
			d.value(l, e, server(e, baseOPCUA+buildNodes[p.Index-buildFirst]), p.Value)
		}
	}
	if whole {
		d.buildFields(l, e)
	}
}

// buildFields takes the members of a BuildInfo, which are told in the fields of the
// response; ManufacturerName is a member of no other structure.
func (d *Detector) buildFields(l *baseline.Look, e *baseline.Event) {
	from := 0
	for i := range e.Response {
		if e.Response[i].Name != "ManufacturerName" {
			continue
		}
		depth := e.Response[i].Depth
		for from = i; from > 0 && e.Response[from-1].Depth == depth && e.Response[from-1].Value.Kind != wire.KindStruct; {
			from--
		}
		for _, f := range e.Response[from:] {
			if f.Depth != depth {
				break
			}
			for n, name := range buildFields {
				if f.Name == name {
					d.value(l, e, server(e, baseOPCUA+buildNodes[n]), f.Value)
				}
			}
		}
		return
	}
}
