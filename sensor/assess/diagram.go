package assess

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/banken-ot/banken/sensor/asset"
)

// Bounds and measures of the diagram.
const (
	// maxDiagram nodes on a side can still be read on a sheet of paper.
	maxDiagram  = 24
	rowHeight   = 34
	boxWidth    = 250
	boxHeight   = 26
	sheetWidth  = 760
	diagramHead = 24
)

// Diagram shows who asks whom: clients on the left, servers on the right.
type Diagram struct {
	Width   int    `json:"width"`
	Height  int    `json:"height"`
	Clients []Node `json:"clients"`
	Servers []Node `json:"servers"`
	Edges   []Edge `json:"edges"`
	Omitted int    `json:"omitted"` // pairs that found no room
}

// Node is a host in the diagram.
type Node struct {
	Name  string `json:"name"`
	Label string `json:"label"` // what it is, if known
	X     int    `json:"x"`
	Y     int    `json:"y"`
}

// Edge is a conversation in the diagram.
type Edge struct {
	X1      int    `json:"x1"`
	Y1      int    `json:"y1"`
	X2      int    `json:"x2"`
	Y2      int    `json:"y2"`
	Changes bool   `json:"changes"` // writes, controls or configures
	Label   string `json:"label"`
}

// diagram draws the conversations.
func (a *author) diagram() {
	d := &a.report.Diagram
	d.Width = sheetWidth
	for _, x := range a.talks {
		client := place(&d.Clients, x.client.String(), 0)
		server := place(&d.Servers, endpoint(x.server, x.port), sheetWidth-boxWidth)
		if client < 0 || server < 0 {
			d.Omitted++
			continue
		}
		e := Edge{X1: boxWidth, Y1: d.Clients[client].Y + boxHeight/2, X2: sheetWidth - boxWidth,
			Y2: d.Servers[server].Y + boxHeight/2, Label: protocolName(x.protocol.Name) + " " + strconv.FormatUint(x.count, 10)}
		for f := range x.functions {
			e.Changes = e.Changes || f.changes()
		}
		d.Edges = append(d.Edges, e)
	}
	a.labels(d)
	d.Height = diagramHead + rowHeight*max(len(d.Clients), len(d.Servers))
}

// place returns the place of a node in a column, adding it; -1 when the column
// is full.
func place(column *[]Node, name string, x int) int {
	i := slices.IndexFunc(*column, func(n Node) bool { return n.Name == name })
	if i >= 0 {
		return i
	}
	if len(*column) >= maxDiagram {
		return -1
	}
	*column = append(*column, Node{Name: name, X: x, Y: diagramHead + rowHeight*len(*column)})
	return len(*column) - 1
}

// labels says what the nodes are.
func (a *author) labels(d *Diagram) {
	for _, x := range a.talks {
		for i := range d.Clients {
			if d.Clients[i].Name == x.client.String() {
				d.Clients[i].Label = a.label(x.client, false)
			}
		}
		for i := range d.Servers {
			if d.Servers[i].Name == endpoint(x.server, x.port) {
				d.Servers[i].Label = a.label(x.server, true)
			}
		}
	}
}

// maxLabel bounds a label, in characters.
const maxLabel = 46

// label returns the first product or name a device says it is, in its role, or
// else its vendor.
func (a *author) label(addr netip.Addr, server bool) (s string) {
	x := a.c.inventory.Asset(addr)
	if x == nil {
		return ""
	}
	if _, mac := a.c.inventory.Where(x); mac != (asset.MAC{}) {
		s = a.vendors.Name(mac)
	}
	for _, n := range x.Identities {
		if (n.Kind == asset.Product || n.Kind == asset.Name) && (n.Port != 0) == server {
			s = n.Value
			break
		}
	}
	if r := []rune(s); len(r) > maxLabel {
		return string(r[:maxLabel-1]) + "…"
	}
	return s
}
