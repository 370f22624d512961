package oracle

import (
	"strconv"

	"github.com/banken-ot/banken/protocols/dnp3"
	"github.com/banken-ot/banken/protocols/wire"
)

// dnp3LinkMapping compares what stands below the application layer of DNP3: of
// every link frame without a fragment, and of every fragment, source and
// destination, the link control octet, the state of the checksums of header
// and blocks, and how many transport segments the fragment was joined of.
//
// Not compared: segments that end no fragment, unless Banken makes a message of
// one; the sequence numbers of segments, of which Banken tells only what is wrong.
var dnp3LinkMapping = Mapping{
	Name:     "dnp3-link",
	Protocol: "dnp3",
	Protos:   []string{"dnp3"},
	Theirs:   theirLink,
	Ours:     ourLink,
}

// dnp3LinkHead is the number of items that say which frame it is: source,
// destination, control.
const dnp3LinkHead = 3

func theirLink(p *Packet) (rows []Row) {
	for _, proto := range p.Protos {
		if proto.Name == "dnp3" {
			rows = append(rows, theirLinkFrame(p.Frame, proto))
		}
	}
	return p.setAside(rows)
}

// theirLinkFrame makes the row of a frame. A segment that ends no fragment is set
// aside: Banken makes a message of one that continues nothing.
func theirLinkFrame(frame uint64, f *Node) Row {
	fragment := f.Find("dnp3.al.func") != nil
	r := Row{Frame: frame, Protocol: "dnp3", Head: dnp3LinkHead}
	if !fragment && f.Text("dnp3.tr.fin") == "0" {
		r.Aside = "segment"
	}
	r.Add("src", f.Text("dnp3.src"))
	r.Add("dst", f.Text("dnp3.dst"))
	r.Add("ctl", f.Text("dnp3.ctl"))
	r.Add("crc", theirChecksums(f))
	switch n := f.Text("dnp3.al.fragment.count"); {
	case !fragment:
		n = "none"
		fallthrough
	case n != "":
		r.Add("segments", n)
	default:
		r.Add("segments", "1")
	}
	return r
}

// theirChecksums tells the state of the checksums of header and blocks.
func theirChecksums(f *Node) string {
	const good = "1"
	if f.Text("dnp.hdr.CRC.status") != good {
		return "header-bad"
	}
	for _, s := range f.All("dnp.data_chunk.CRC.status") {
		if s.Show != good {
			return "block-bad"
		}
	}
	return "good"
}

func ourLink(m *wire.Message) (Row, bool) {
	r := Row{Head: dnp3LinkHead, Note: string(dnp3.Protocol.AppendDefects(nil, m.Defects))}
	src, dst := ourEnds(m)
	r.Add("src", src)
	r.Add("dst", dst)
	r.Add("ctl", "0x"+hex2(ourLinkControl(m)))
	r.Add("crc", ourChecksums(m))
	if m.Code >= dnp3.LinkCode {
		r.Add("segments", "none")
		return r, true
	}
	r.Add("segments", fieldOr(m, "segments", 1))
	return r, true
}

func hex2(n uint64) string {
	s := strconv.FormatUint(n, 16)
	if len(s) < 2 {
		return "0" + s
	}
	return s
}

// fieldOr returns the value of a top-level field, or what it is without one.
func fieldOr(m *wire.Message, field string, otherwise uint64) uint64 {
	if f := wire.FindField(m.Fields, field); f != nil {
		return f.Value.Num
	}
	return otherwise
}

// ourEnds returns source and destination of the frame.
func ourEnds(m *wire.Message) (src, dst uint64) {
	if wire.FindField(m.Fields, "source") != nil {
		return fieldOr(m, "source", 0), fieldOr(m, "destination", 0)
	}
	master, outstation := fieldOr(m, "master", 0), uint64(m.Station)
	const dir = 0x80
	if m.Role == wire.Request || m.Role == wire.Notice && fieldOr(m, "link_control", 0)&dir != 0 {
		return master, outstation
	}
	return outstation, master
}

// ourLinkControl returns the link control octet: of a link frame its parts, DIR,
// PRM and function, and FCB and FCV or DFC, put together.
func ourLinkControl(m *wire.Message) uint64 {
	if f := wire.FindField(m.Fields, "link_control"); f != nil {
		return f.Value.Num
	}
	const primaryAndFunction = 0x4f
	return fieldOr(m, "dir", 0)<<7 | uint64(m.Code&primaryAndFunction) | fieldOr(m, "fcb", 0)<<5 |
		(fieldOr(m, "fcv", 0)|fieldOr(m, "dfc", 0))<<4
}

func ourChecksums(m *wire.Message) string {
	switch {
	case dnp3Defect(m, "header-crc"):
		return "header-bad"
	case dnp3Defect(m, blockCRC):
		return "block-bad"
	}
	return "good"
}
