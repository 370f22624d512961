package capture

import (
	"github.com/google/gopacket/pcapgo"

	"github.com/banken-ot/banken/sensor/packet"
)

// Interface is what a capture says of an interface it was taken from. Texts
// longer than maxText octets are cut.
type Interface struct {
	Name, Description, Filter, OS string
	Link                          packet.LinkType
	SnapLength                    uint32 // octets captured of a frame at most; 0 for no limit

	// Statistics says that the file holds counters of the interface, the last of
	// which Received and Dropped are: frames since the capture began. Dropped are
	// those lost for want of room, in the interface and in the system.
	Statistics        bool
	Received, Dropped uint64
}

type iface struct {
	Interface
	clock clock
}

// Interface returns what is known so far of the interface a frame came from.
// Interfaces of a section are forgotten when the next section begins.
func (r *Reader) Interface(i uint32) (Interface, bool) {
	if r.ng == nil {
		return Interface{Link: r.link, SnapLength: r.snap}, i == 0
	}
	if i < r.before || i-r.before >= uint32(len(r.interfaces)) {
		return Interface{}, false
	}
	return r.interfaces[i-r.before].Interface, true
}

// Dropped returns how many frames the statistics read so far say were lost in
// capturing, over all interfaces. ok is false when there are no statistics.
func (r *Reader) Dropped() (n uint64, ok bool) {
	n, ok = r.lost, r.counted
	for i := range r.interfaces {
		n += r.interfaces[i].Dropped
		ok = ok || r.interfaces[i].Statistics
	}
	return n, ok
}

// Options of interface descriptions and statistics (draft-ietf-opsawg-pcapng,
// 3.5, 4.2, 4.6).
const (
	optionEnd         = 0
	optionName        = 2
	optionDescription = 3
	optionResolution  = 9
	optionFilter      = 11
	optionOS          = 12
	optionOffset      = 14

	optionReceived  = 4
	optionDropped   = 5
	optionOSDropped = 7
)

// section begins a section: its interfaces are counted anew.
func (r *Reader) section(b []byte) error {
	major, minor := r.u16(b[12:]), r.u16(b[14:])
	if major != 1 || (minor != 0 && minor != 2) {
		return r.version("pcapng", major, minor)
	}
	r.lost, r.counted = r.Dropped()
	r.before += uint32(len(r.interfaces))
	r.interfaces = r.interfaces[:0]
	head := r.scratch[:sectionSize]
	copy(head, b)
	r.putU32(head[4:], sectionSize)
	r.putU16(head[14:], 0)
	r.putU32(head[sectionSize-4:], sectionSize)
	r.feed.set(head, nil)
	if r.ng != nil {
		return r.decodeByPcapgo()
	}
	err := guard(func() (err error) {
		r.ng, err = pcapgo.NewNgReader(&r.feed, pcapgo.NgReaderOptions{WantMixedLinkType: true})
		return err
	})
	if err != nil {
		return r.internal(err)
	}
	return nil
}

// decodeByPcapgo has pcapgo decode a block that is no packet.
func (r *Reader) decodeByPcapgo() error {
	err := guard(func() error {
		_, _, err := r.ng.ZeroCopyReadPacketData()
		return err
	})
	if err != errFed {
		return r.internal(err)
	}
	return nil
}

// description reads an interface description. The texts are read by pcapgo; what
// it gets wrong or cannot hold, link type and clock, is not left to it.
func (r *Reader) description(b []byte) error {
	if len(r.interfaces) == maxInterfaces {
		return r.damaged("a section has more than %d interfaces", maxInterfaces).because(TooManyInterfaces, 0, maxInterfaces)
	}
	in := iface{Interface: Interface{Link: packet.LinkType(r.u16(b[8:])), SnapLength: r.u32(b[12:])}}
	c := r.rewrite(b[:descriptionSize-4])
	r.putU32(c[12:], MaxFrame) // pcapgo allocates what it takes for the snap length
	resolution, offset := byte(6), int64(0)
	for o := r.options(b[descriptionSize-4 : len(b)-4]); o.next(); {
		switch {
		case o.code == optionResolution && len(o.value) == 1:
			resolution = o.value[0]
		case o.code == optionOffset && len(o.value) == 8:
			offset = int64(r.u64(o.value))
		case isTextOption(o.code) && len(o.value) > 0:
			c = r.addOption(c, o.code, o.value[:min(len(o.value), maxText)])
		}
	}
	r.feed.set(r.endOptions(c), nil)
	if err := r.decodeByPcapgo(); err != nil {
		return err
	}
	decoded, err := r.ng.Interface(len(r.interfaces))
	if err != nil {
		return r.internal(err)
	}
	in.Name, in.Description, in.Filter, in.OS = decoded.Name, decoded.Description, decoded.Filter, decoded.OS
	in.clock = newClock(resolution, offset)
	r.interfaces = append(r.interfaces, in)
	return nil
}

func isTextOption(option uint16) bool {
	return option == optionName || option == optionDescription || option == optionFilter || option == optionOS
}

// statistics reads interface statistics. pcapgo reads the counters but that of
// the system.
func (r *Reader) statistics(b []byte) error {
	id := r.u32(b[8:])
	if int64(id) >= int64(len(r.interfaces)) {
		r.defects.Statistics++
		return nil
	}
	c := r.rewrite(b[:statisticsSize-4])
	var system uint64
	for o := r.options(b[statisticsSize-4 : len(b)-4]); o.next(); {
		switch {
		case len(o.value) != 8:
		case o.code == optionReceived || o.code == optionDropped:
			c = r.addOption(c, o.code, o.value)
		case o.code == optionOSDropped:
			system = r.u64(o.value)
		}
	}
	r.feed.set(r.endOptions(c), nil)
	if err := r.decodeByPcapgo(); err != nil {
		return err
	}
	decoded, err := r.ng.Interface(int(id))
	if err != nil {
		return r.internal(err)
	}
	in := &r.interfaces[id]
	in.Statistics = true
	in.Received = orZero(decoded.Statistics.PacketsReceived)
	in.Dropped = orZero(decoded.Statistics.PacketsDropped) + system
	return nil
}

// orZero returns a counter, and 0 for one that is not in the file.
func orZero(n uint64) uint64 {
	if n == pcapgo.NgNoValue64 {
		return 0
	}
	return n
}
