package assess

import (
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/asset"
)

// maxReasons bounds the reasons told of refusals in one row.
const maxReasons = 4

// refusal returns why a device refused, in the standard's words; "" when it
// did not, or gave no reason. DNP3 and OPC UA tell that for each point, and of
// the whole that it went well.
func refusal(t *wire.Transaction) string {
	if t.Outcome != wire.Refused {
		return ""
	}
	switch t.Protocol.Name {
	case "dnp3":
		if s := controlStatus(t.Response.Fields); s != "" {
			return s
		}
	case "opcua":
		for i := range t.Response.Points {
			if p := &t.Response.Points[i]; p.HasQuality && p.Quality&badStatus != 0 {
				return asset.Clean(t.Protocol.AppendStatus(nil, p.Quality))
			}
		}
		if t.Status&badStatus == 0 {
			return ""
		}
	}
	if !t.HasStatus {
		return ""
	}
	return asset.Clean(t.Protocol.AppendStatus(nil, t.Status))
}

// badStatus is the bit of a StatusCode that says that something failed (OPC UA
// Part 4, 7.39).
const badStatus = 1 << 31

// controlStatus returns the first status of a DNP3 control, file or the like
// that is not success.
func controlStatus(fields []wire.Field) string {
	for i := range fields {
		if f := &fields[i]; f.Name == "status" && f.Value.Num != 0 && f.Text != "" {
			return f.Text
		}
	}
	return ""
}
