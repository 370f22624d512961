package whitelist

import "github.com/banken-ot/banken/protocols/wire"

// maxHeaders is how many object headers of a request are looked at: masters send a
// few, and a fragment has no room for many more.
const maxHeaders = 128

// header is an object header as its fields tell it.
type header struct {
	group, variation, start, count uint64
	ranged                         bool
}

// headers takes what a DNP3 request asks for from its object headers (IEEE
// 1815-2012, 4.2.2.7): a group and variation and a range, or all of it. It reports
// whether there are any.
func (d *Detector) headers(x *sight) bool {
	fields := x.e.Request
	var h header
	n := 0
	for i := range fields {
		f := &fields[i]
		if f.Depth == 1 && f.Name == "object" {
			d.header(x, &h, n)
			h = header{}
			if n++; n > maxHeaders {
				return true
			}
		} else if f.Depth == 2 && n > 0 {
			h.take(f)
		}
	}
	d.header(x, &h, n)
	return n > 0
}

func (h *header) take(f *wire.Field) {
	switch f.Name {
	case "group":
		h.group = f.Value.Num
	case "variation":
		h.variation = f.Value.Num
	case "start":
		h.start, h.ranged = f.Value.Num, true
	case "count":
		h.count = f.Value.Num
	}
}

// header takes the header that ends here, if any. One that asks for a number of
// whatever there is asks for all.
func (d *Detector) header(x *sight, h *header, n int) {
	if n == 0 {
		return
	}
	space := uint32(h.group)<<8 | uint32(h.variation)&0xff
	if !h.ranged || h.count == 0 {
		d.readRange(x, space, 0, 0, -1)
		return
	}
	d.readRange(x, space, uint32(h.start), uint32(min(h.count, everything-1)), -1)
}
