// Package oracle compares what Banken decodes with what tshark does, message by
// message and field by field: both are brought to rows of the same form, and
// every difference must be one that is listed, with its reason.
//
// tshark's dissection is taken from PDML, since its other outputs lose all but
// one message of a frame.
package oracle

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Node is a proto or field element of PDML.
type Node struct {
	Name     string
	Show     string // the value for reading
	ShowName string // the whole line
	Value    string // the octets in hexadecimal
	Children []*Node
}

// Packet is one packet of PDML.
type Packet struct {
	Frame   uint64
	Protos  []*Node
	Servers []port // where Banken found servers in the capture
}

// ReadPDML calls f with each packet.
func ReadPDML(r io.Reader, f func(*Packet) error) error {
	d := xml.NewDecoder(r)
	d.Strict = false // tshark writes control characters of captured text
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var p *Packet
	var open []*Node
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("oracle: PDML: %w", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "packet":
				p, open = &Packet{}, open[:0]
			case "proto", "field":
				open = append(open, p.add(open, e))
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "proto", "field":
				open = open[:len(open)-1]
			case "packet":
				if err := p.number(); err != nil {
					return err
				}
				if err := f(p); err != nil {
					return err
				}
			}
		}
	}
}

// add puts a new element under the innermost open one.
func (p *Packet) add(open []*Node, e xml.StartElement) *Node {
	n := &Node{}
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "name":
			n.Name = a.Value
		case "show":
			n.Show = a.Value
		case "showname":
			n.ShowName = a.Value
		case "value":
			n.Value = a.Value
		}
	}
	if len(open) == 0 {
		p.Protos = append(p.Protos, n)
	} else {
		parent := open[len(open)-1]
		parent.Children = append(parent.Children, n)
	}
	return n
}

// number finds the frame's number in the general information.
func (p *Packet) number() error {
	for _, proto := range p.Protos {
		if n := proto.Find("num"); proto.Name == "geninfo" && n != nil {
			v, err := strconv.ParseUint(n.Show, 10, 64)
			if err != nil {
				return fmt.Errorf("oracle: PDML: frame number %q", n.Show)
			}
			p.Frame = v
			return nil
		}
	}
	return errors.New("oracle: PDML: packet without a number")
}

// Find returns the first element of that name at or below n, or nil.
func (n *Node) Find(name string) *Node {
	if n.Name == name {
		return n
	}
	for _, c := range n.Children {
		if f := c.Find(name); f != nil {
			return f
		}
	}
	return nil
}

// All returns every element of that name at or below n, in order.
func (n *Node) All(name string) []*Node {
	var list []*Node
	n.Walk(func(c *Node) {
		if c.Name == name {
			list = append(list, c)
		}
	})
	return list
}

// Walk calls f with n and everything below, in order.
func (n *Node) Walk(f func(*Node)) {
	f(n)
	for _, c := range n.Children {
		c.Walk(f)
	}
}

// Text returns the value of the first element of that name, "" when there is
// none.
func (n *Node) Text(name string) string {
	if f := n.Find(name); f != nil {
		return f.Show
	}
	return ""
}

// Uint returns the number an element shows, in whatever base.
func (n *Node) Uint(name string) (uint64, bool) {
	f := n.Find(name)
	if f == nil {
		return 0, false
	}
	v, err := strconv.ParseUint(f.Show, 0, 64)
	return v, err == nil
}
