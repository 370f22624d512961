// Package capture reads capture files: pcap in either order of octets, with
// microseconds or nanoseconds, and pcapng with any number of sections and
// interfaces, all of them plain or in gzip, from a file, a stream or memory.
//
// It gives frames one after the other, without allocating and, as far as can be,
// without copying. A file that ends amid a frame, is damaged or is no capture
// gives every frame before the fault, and then an [Error] that says where the
// fault is and what to do.
//
// # How a file is read
//
// The files are decoded by pcapgo of github.com/google/gopacket, version 1.1.19:
// the headers of files, sections and interfaces, interface statistics, and all
// packets but those of the two commonest forms. That version believes whatever
// length a file states: it allocates it, or panics at it. So no octet reaches it
// that has not been checked here. It is given one record or block at a time,
// which is in memory as a whole and holds what its lengths say.
//
// Packet records of little-endian pcap and enhanced packet blocks of
// little-endian pcapng, which is nearly all there is, are not passed to pcapgo:
// having been checked where they lie, they are handed on from there. It saves
// two copies of each frame and most of the time; see the benchmarks.
//
// What pcapgo 1.1.19 does not do is done here: link types above 255, of which it
// keeps eight bits; time stamps in powers of two or finer than a nanosecond, and
// their offset; frames longer than the snap length says; lengths on the wire
// smaller than those captured; the difference between the end of a file and the
// end of a file amid a block.
//
// # Numbers
//
// Frames are numbered as Wireshark 4.0 does, so that a number found here can be
// looked up there: custom blocks, systemd journal entries and Sysdig events take
// a number although they are no frames and are not delivered.
//
// # Not read
//
// The variant of pcap by Kuznetsov, pcap before version 2.4, pcapng sections of
// a version other than 1.0 (or 1.2, which is the same), and the formats of other
// programs. The error says which it is and, where editcap can convert it, so.
// Options of packet blocks (comments, flags, hashes), name resolution and
// decryption secrets are stepped over.
package capture

import (
	"bufio"
	"compress/gzip"
	"io"
	"os"

	"github.com/google/gopacket/pcapgo"

	"github.com/banken-ot/banken/sensor/packet"
)

// MaxFrame is the most octets of one frame that are read. It is the limit of
// libpcap and Wireshark (MAXIMUM_SNAPLEN, WTAP_MAX_PACKET_SIZE_STANDARD): a file
// that says more is damaged.
const MaxFrame = 256 << 10

// Bounds of what a reader allocates; about 1 MiB and the interfaces, whatever the
// file says.
const (
	// bufferSize holds the largest block that is decoded: a frame of MaxFrame and
	// as much again for its options. It is also what is read at a time.
	bufferSize = 2 * MaxFrame
	// rawSize is what is read of a file at a time to be unzipped.
	rawSize = 64 << 10
	// maxInterfaces is how many interfaces a section may have, at about 1.5 KiB
	// each. Captures on every interface of a large host have some hundred.
	maxInterfaces = 1024
	// maxText is how many octets are kept of a text in an interface description.
	maxText = 256
	// scratchSize holds the fixed part of any block, and the largest interface
	// description there can be: four texts and its ends.
	scratchSize = 32 + 4*(4+maxText) + 16
)

// Frame is one captured frame.
type Frame struct {
	Time      int64           // UTC nanoseconds since 1970; that of the frame before where the file has none
	Number    uint64          // as Wireshark numbers it, from 1
	Interface uint32          // counted through all sections of the file, from 0
	Link      packet.LinkType // what Data begins with
	WireLen   uint32          // octets on the wire
	CapLen    uint32          // octets of Data
	Data      []byte          // borrowed: valid until the next call of Next
}

// Parse parses the frame into p, whose fields of the capture it sets. p is borrowed
// as Data is.
func (f *Frame) Parse(p *packet.Packet) error {
	p.Time, p.Frame, p.Interface, p.WireLen, p.CapLen = f.Time, f.Number, f.Interface, f.WireLen, f.CapLen
	return p.Parse(f.Link, f.Data)
}

// Reader reads the frames of one capture. It is for one goroutine.
type Reader struct {
	src    source
	name   string
	file   io.Closer // nil when the caller owns what is read
	size   int64
	zipped bool
	raw    *counter // octets taken from the file; nil in memory

	err     error  // once not nil, what Next returns
	big     bool   // order of the octets, of the section in pcapng
	number  uint64 // of the last frame
	time    int64  // of the last frame
	defects Defects
	feed    feed
	scratch [scratchSize]byte // a header put right for pcapgo

	pcap *pcapgo.Reader  // nil for pcapng
	link packet.LinkType // pcap: of all frames
	snap uint32          // pcap: snap length
	unit uint32          // pcap: nanoseconds in the unit of time stamps

	ng         *pcapgo.NgReader // nil for pcap
	interfaces []iface          // pcapng: of the section
	before     uint32           // pcapng: interfaces of the sections before
	lost       uint64           // pcapng: dropped in the sections before
	counted    bool             // pcapng: the sections before had statistics
}

// Defects counts what was put right while reading.
type Defects struct {
	Lengths    uint64 // frames said to be shorter on the wire than what was captured of them
	SnapLength uint64 // frames longer than the snap length of their interface
	Times      uint64 // time stamps impossible or beyond the year 2262; the frame has the time of the one before, or carries over
	NoTime     uint64 // frames without a time stamp: simple packet blocks
	Options    uint64 // blocks of which some options could not be read
	Statistics uint64 // interface statistics of an interface that does not exist
}

// Open opens a capture file. The name "-" is standard input.
func Open(name string) (*Reader, error) {
	if name == "-" {
		return open(os.Stdin, "standard input", nil)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	r, err := open(f, name, f)
	if err != nil {
		f.Close()
		return nil, err
	}
	return r, nil
}

func open(f *os.File, name string, owned io.Closer) (*Reader, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, unreadable(name, err)
	}
	if info.IsDir() {
		return nil, isFolder(name)
	}
	var size int64
	if info.Mode().IsRegular() {
		size = info.Size()
	}
	return newReader(f, name, size, owned)
}

// NewReader reads a capture from r, which stays the caller's to close. The name
// is for errors.
func NewReader(r io.Reader, name string) (*Reader, error) {
	return newReader(r, name, 0, nil)
}

// NewBytes reads a capture that is in memory. Frames alias b, which must not
// change as long as the reader is used.
func NewBytes(b []byte, name string) (*Reader, error) {
	r := &Reader{name: name, size: int64(len(b))}
	r.src.inMemory(b)
	if isGzip(b) {
		return newReader(&r.src, name, int64(len(b)), nil)
	}
	if err := r.start(); err != nil {
		return nil, err
	}
	return r, nil
}

func newReader(in io.Reader, name string, size int64, owned io.Closer) (*Reader, error) {
	r := &Reader{name: name, size: size, file: owned, raw: &counter{r: in}}
	in = r.raw
	buffered := bufio.NewReaderSize(in, rawSize)
	if magic, _ := buffered.Peek(len(gzipMagic)); isGzip(magic) {
		r.zipped = true
		unzipped, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, r.badGzip(err)
		}
		r.src.from(unzipped)
	} else {
		r.src.from(buffered)
	}
	if err := r.start(); err != nil {
		return nil, err
	}
	return r, nil
}

// Next reads the next frame into f. It returns io.EOF at the end of the capture
// and an *Error at a fault; both come again at every later call. The fields of f
// mean nothing then.
func (r *Reader) Next(f *Frame) error {
	if r.err != nil {
		return r.err
	}
	if r.ng != nil {
		r.err = r.nextBlock(f)
	} else {
		r.err = r.nextRecord(f)
	}
	return r.err
}

// Offset returns how many octets of the capture have been read; of a file in
// gzip, of its contents.
func (r *Reader) Offset() int64 { return r.src.offset() }

// Size returns the size of the file in octets, and 0 when it is not known: for a
// stream, and for the contents of a file in gzip.
func (r *Reader) Size() int64 {
	if r.zipped {
		return 0
	}
	return r.size
}

// Progress returns the part of the file that has been read, from 0 to 1, also of
// a file in gzip. ok is false when the size of the file is not known.
func (r *Reader) Progress() (part float64, ok bool) {
	if r.size == 0 {
		return 0, false
	}
	read := r.src.offset()
	if r.zipped {
		read = r.raw.n
	}
	return min(1, float64(read)/float64(r.size)), true
}

// Defects returns what has been put right so far.
func (r *Reader) Defects() Defects { return r.defects }

// Close closes the file, when Open opened it.
func (r *Reader) Close() error {
	if r.err == nil {
		r.err = closed(r.name)
	}
	if r.file == nil {
		return nil
	}
	f := r.file
	r.file = nil
	return f.Close()
}

// Count returns the number of the last frame read, 0 before the first. It counts
// blocks that take a number without being frames, see the package comment.
func (r *Reader) Count() uint64 { return r.number }
