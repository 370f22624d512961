package opcuagen

import (
	"reflect"
	"strings"

	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/protocols/wire"
)

// highest is above the ids of all encodings in gopcua's registries.
const highest = 33000

// registered returns the services gopcua can encode by the name of their type.
func registered() map[string]any {
	all := map[string]any{}
	for id := range highest {
		_, v, _ := ua.DecodeService([]byte{2, 0, 0, byte(id), byte(id >> 8), 0, 0})
		if v != nil {
			all[reflect.TypeOf(v).Elem().Name()] = v
		}
	}
	return all
}

// services returns a conversation for every service: its request and response
// with every field set.
func services() []wire.Case {
	all := registered()
	var cases []wire.Case
	for _, name := range sorted(all) {
		service, ok := strings.CutSuffix(name, "Request")
		response, answered := all[service+"Response"]
		if !ok || !answered {
			continue // a part of a request that gopcua lists among them
		}
		switch service {
		case "OpenSecureChannel", "CloseSecureChannel":
			continue // these have messages of their own: channels
		}
		s := inSession("service-" + words(service))
		req, resp := filled(all[name], 2).(ua.Request), filled(response, 2).(ua.Response)
		req.Header().AuthenticationToken, req.Header().TimeoutHint = sessionToken, 10000
		resp.Header().ServiceResult = ua.StatusOK
		s.exchange(req, resp)
		cases = append(cases, s.Case)
	}
	return append(cases, tests(), sessionless())
}

// tests is the retired test service, which gopcua does not have.
func tests() wire.Case {
	s := inSession("service-test-stack")
	s.raw(wire.ToServer, []byte{1, 0, 410 & 0xff, 410 >> 8}, octets(s.requestHeader()), u32(5), u32(6), octets(ua.MustVariant("in")))
	s.raw(wire.ToClient, []byte{1, 0, 413 & 0xff, 413 >> 8}, octets(s.responseHeader(0)), octets(ua.MustVariant("out")))
	return s.Case
}

// sessionless is a request without a session, its token in its header.
func sessionless() wire.Case {
	s := begin("service-sessionless-invoke")
	s.token = ua.NewStringNodeID(0, "not to be shown: an access token")
	inner := &ua.ReadRequest{RequestHeader: s.requestHeader(), NodesToRead: []*ua.ReadValueID{readID(ua.NewFourByteNodeID(2, 1), ua.AttributeIDValue)}}
	s.raw(wire.ToServer, []byte{2, 0, 0}, u32(15903), octets(&ua.SessionlessInvokeRequestType{URIsVersion: 1,
		NamespaceURIs: []string{"urn:a"}, ServiceID: 631}), octets(inner))
	s.raw(wire.ToClient, []byte{2, 0, 0}, u32(21001), octets(&ua.SessionlessInvokeResponseType{ServiceID: 634}),
		octets(&ua.ReadResponse{ResponseHeader: s.responseHeader(0), Results: []*ua.DataValue{value(ua.MustVariant(int16(4)))}}))
	return s.Case
}

// words turns a name into lower-case words with hyphens.
func words(name string) string {
	var b strings.Builder
	for i, r := range name {
		upper := r >= 'A' && r <= 'Z'
		if upper && i > 0 && name[i-1] >= 'a' {
			b.WriteByte('-')
		}
		b.WriteString(strings.ToLower(string(r)))
	}
	return b.String()
}

func readID(node *ua.NodeID, attribute ua.AttributeID) *ua.ReadValueID {
	return &ua.ReadValueID{NodeID: node, AttributeID: attribute, DataEncoding: &ua.QualifiedName{}}
}
