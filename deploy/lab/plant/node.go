package plant

import "strings"

// Namespace is the index of the gateway's nodes.
const Namespace = 2

// Node is a variable the OPC UA server offers. Its NodeId is ns=2;s=ID.
type Node struct {
	ID      string
	Name    string // BrowseName and DisplayName
	Unit    string
	Boolean bool // else Double
	Write   bool
	Tag     string // of a controller, whose value it is; else ""
	Low     float64
	High    float64

	controller, point, setting int // -1 when it is none of that kind
	table                      Table
	address, words             uint16
	scale                      float64
}

// Method is one the OPC UA server offers: Object and ID are NodeIds as of Node.
type Method struct{ Object, ID, Name string }

// nodeSettings is how many nodes hold values of the gateway itself.
const nodeSettings = 3

var settings = [nodeSettings]Node{
	{ID: "Works.Targets.DailyProduction", Name: "DailyProduction", Unit: "m3", Write: true, Low: 4000, High: 8000},
	{ID: "Works.Lab.Turbidity", Name: "Turbidity", Unit: "NTU", Write: true, Low: 0, High: 1},
	{ID: "Works.Lab.Residual", Name: "Residual", Unit: "mg/l", Write: true, Low: 0, High: 2},
}

// Methods of the OPC UA server.
var methods = [...]Method{
	{"Works.Reports", "Works.Reports.Generate", "Generate"},
	{"Works.HighLift", "Works.HighLift.StopAll", "StopAll"},
	{"Works.HighLift", "Works.HighLift.StartAutomatic", "StartAutomatic"},
}

// Methods returns a copy of the table of methods.
func Methods() []Method { return append([]Method(nil), methods[:]...) }

// areas name the controllers in NodeIds.
var areas = [...]string{"Intake", "Treatment", "HighLift", "Distribution", "ChlorineRoom"}

// Nodes returns the variables of the OPC UA server: every tag but the parameters
// and pulses, every input of the outstation, and the gateway's own. The slice is
// the caller's; its order is that of the indexes of NodeValue.
func Nodes() []Node {
	var all []Node
	for i := range plans {
		for _, r := range plans[i].rows {
			if n, ok := nodeOf(i, r.tag(plans[i].name)); ok {
				all = append(all, n)
			}
		}
	}
	for i, d := range points {
		if d.Kind <= Counter {
			all = append(all, Node{ID: "Works.Booster." + d.Name, Name: d.Name, Unit: d.Unit, Boolean: d.Kind == BinaryInput,
				Tag: d.Name, controller: -1, point: i, setting: -1, scale: d.Scale})
		}
	}
	for i, n := range settings {
		n.controller, n.point, n.setting = -1, -1, i
		all = append(all, n)
	}
	return all
}

// watchedMost is how many nodes the dispatch centre watches.
const watchedMost = 16

// WatchedNodes returns the nodes the regular clients of the gateway watch: the
// dispatch centre what moves, reporting some of all else.
func WatchedNodes() (dispatch, reporting []Node) {
	for i, n := range Nodes() {
		switch {
		case !n.Boolean && i%4 == 0 && len(dispatch) < watchedMost:
			dispatch = append(dispatch, n)
		case i%3 == 1:
			reporting = append(reporting, n)
		}
	}
	return dispatch, reporting
}

func nodeOf(controller int, t Tag) (Node, bool) {
	if strings.HasSuffix(t.Name, "R") && t.Table == Coils || t.Table == HoldingRegisters && !t.Write || t.Table == Coils {
		return Node{}, false
	}
	return Node{ID: "Works." + areas[controller] + "." + t.Name, Name: t.Name, Unit: t.Unit, Boolean: t.Table <= DiscreteInputs,
		Write: t.Write, Tag: t.Name, Low: t.Low, High: t.High, controller: controller, point: -1, setting: -1,
		table: t.Table, address: t.Address, words: t.Words, scale: t.Scale}, true
}

// NodeValue returns the value of a node of Nodes, in engineering units; a Boolean
// is 0 or 1.
func (p *Plant) NodeValue(n *Node) float64 {
	switch {
	case n.setting >= 0:
		return p.targets[n.setting]
	case n.point >= 0:
		return float64(p.outstation.values[n.point]) * n.scale
	}
	m := p.controllers[n.controller].memory[n.table][n.address:]
	if n.words == 2 {
		return float64(uint32(m[0])<<16|uint32(m[1])) * n.scale
	}
	return float64(m[0]) * n.scale
}

// WriteNode sets a node; that of a set point is written into its controller, as
// the gateway would by Modbus. It tells whether the node may be written.
func (p *Plant) WriteNode(n *Node, v float64) bool {
	switch {
	case !n.Write:
		return false
	case n.setting >= 0:
		p.targets[n.setting] = v
	default:
		p.controllers[n.controller].memory[n.table][n.address] = uint16(clamp(v/n.scale+0.5, 0, 65535))
	}
	return true
}

// Call calls a method by its NodeId; it tells whether there is one.
func (p *Plant) Call(id string) bool {
	c := p.controllers[2]
	switch id {
	case methods[1].ID:
		c.setCoil(c3Auto, false)
		for _, a := range [...]int{c3Pump1, c3Pump2, c3Pump3} {
			c.setCoil(a, false)
		}
	case methods[2].ID:
		c.setCoil(c3Auto, true)
	case methods[0].ID:
	default:
		return false
	}
	return true
}

// NodeNamed returns a node by its identifier.
func NodeNamed(id string) (n Node, ok bool) {
	for _, n := range Nodes() {
		if n.ID == id {
			return n, true
		}
	}
	return Node{}, false
}
