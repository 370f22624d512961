package asset

import (
	"github.com/banken-ot/banken/protocols/wire"
)

// Services of OPC UA that tell who the ends are, by the id of the request's
// encoding (Part 6, Annex A).
const (
	opcuaGetEndpoints  = 428
	opcuaOpenChannel   = 446
	opcuaCreateSession = 461
	opcuaRead          = 631
)

// opcuaField is a field and what it tells.
type opcuaField struct {
	name string
	kind Kind
}

// opcuaApplication says what the fields of an ApplicationDescription and of a
// certificate tell (Part 4, 7.2; Part 6, 6.2.2).
var opcuaApplication = [...]opcuaField{
	{"ApplicationUri", URI},
	{"ProductUri", URI},
	{"Subject", Subject},
}

// opcuaBuild says what the fields of BuildInfo tell (Part 5, 12.4).
var opcuaBuild = [...]opcuaField{
	{"ManufacturerName", Manufacturer},
	{"ProductName", Product},
	{"SoftwareVersion", Firmware},
	{"BuildNumber", Firmware},
}

// opcuaNodes says what the variables of BuildInfo tell, by their NodeId (Part 6,
// A.1: Server_ServerStatus_BuildInfo_...).
var opcuaNodes = [...]struct {
	id   uint32
	name string
	kind Kind
}{
	{2261, "ProductName", Product},
	{2262, "ProductUri", URI},
	{2263, "ManufacturerName", Manufacturer},
	{2264, "SoftwareVersion", Firmware},
	{2265, "BuildNumber", Firmware},
}

// application is one end of a transaction, and what all it says has in common.
type application struct {
	a  *Asset // nil when it found no room
	as Identity
}

// identifyOPCUA takes what the two applications tell of themselves. What a
// server tells of other servers (FindServers) is left out.
func identifyOPCUA(client, server *Asset, t *wire.Transaction, e Evidence) {
	asking, serving := application{client, says(t, "", e)}, application{server, says(t, "", e)}
	asking.as.Port = 0
	switch t.Code {
	case opcuaOpenChannel, opcuaCreateSession, opcuaGetEndpoints:
		asking.fields(t.Request.Fields, opcuaApplication[:])
		asking.name(t.Request.Fields)
		serving.fields(t.Response.Fields, opcuaApplication[:])
		serving.name(t.Response.Fields)
	case opcuaRead:
		serving.fields(t.Response.Fields, opcuaBuild[:])
		serving.nodes(t)
	}
}

// fields takes the fields listed, wherever they stand.
func (p *application) fields(fields []wire.Field, meant []opcuaField) {
	for i := range fields {
		for _, x := range meant {
			if fields[i].Name == x.name {
				p.tell(x.name, x.kind, fields[i].Value)
			}
		}
	}
}

// name takes the text of an ApplicationName.
func (p *application) name(fields []wire.Field) {
	naming := false
	for i := range fields {
		f := &fields[i]
		if naming && f.Name == "Text" {
			p.tell("ApplicationName", Name, f.Value)
		}
		naming = f.Name == "ApplicationName" || naming && f.Name == "Locale"
	}
}

// nodes takes the values of BuildInfo that a client read.
func (p *application) nodes(t *wire.Transaction) {
	if t.Outcome != wire.Answered {
		return
	}
	for i := range t.Response.Points {
		x := &t.Response.Points[i]
		if x.Space != 0 || x.Ident != 0 || x.Relative || x.Part != 0 {
			continue
		}
		for _, n := range opcuaNodes {
			if x.Index == n.id {
				p.tell(n.name, n.kind, x.Value)
			}
		}
	}
}

func (p *application) tell(name string, k Kind, v wire.Value) {
	if p.a == nil {
		return
	}
	n := p.as
	n.Source, n.Kind, n.Value = "OPC UA "+name, k, text(v)
	p.a.identify(n)
}
