package capture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"unicode/utf8"
)

// magicSize is how much of a file is looked at to tell what it is.
const magicSize = 512

const gzipMagic = "\x1F\x8B"

func isGzip(b []byte) bool {
	return len(b) >= len(gzipMagic) && string(b[:len(gzipMagic)]) == gzipMagic
}

// pcapMagics are the first four octets of pcap files (draft-ietf-opsawg-pcap, 4).
var pcapMagics = [...]struct {
	magic string
	big   bool
	unit  uint32 // of the time stamps, in nanoseconds
}{
	{"\xD4\xC3\xB2\xA1", false, 1000},
	{"\x4D\x3C\xB2\xA1", false, 1},
	{"\xA1\xB2\xC3\xD4", true, 1000},
	{"\xA1\xB2\x3C\x4D", true, 1},
}

const sectionMagic = "\x0A\x0D\x0D\x0A"

// foreign are files that may be taken for captures, or are captures of a kind that
// is not read, by what they begin with.
var foreign = [...]struct {
	magic, is string
	reason    Reason // IsCapture: editcap can convert it
	name      string // for Detail
}{
	{"\x34\xCD\xB2\xA1", "a pcap file in Kuznetsov's variant", IsCapture, "pcap (Kuznetsov)"},
	{"\xA1\xB2\xCD\x34", "a pcap file in Kuznetsov's variant", IsCapture, "pcap (Kuznetsov)"},
	{"snoop\x00\x00\x00", "a snoop capture", IsCapture, "snoop"},
	{"RTSS", "a Network Monitor 1 capture", IsCapture, "Network Monitor 1"},
	{"GMBU", "a Network Monitor 2 capture", IsCapture, "Network Monitor 2"},
	{"\x54\x52\x53\x4E\x49\x46\x46\x20", "a Sniffer capture", IsCapture, "Sniffer"},
	{"XCP\x00", "a NetXRay or Windows Sniffer capture", IsCapture, "NetXRay"},
	{"\x7Fver", "an EtherPeek or OmniPeek capture", IsCapture, "EtherPeek/OmniPeek"},
	{"iptrace ", "an AIX iptrace capture", IsCapture, "AIX iptrace"},
	{"btsnoop\x00", "a Bluetooth HCI log", IsCapture, "Bluetooth HCI"},
	{"\x1F\x8B", "gzip within gzip", IsCompressed, "gzip + gzip"},
	{"\x28\xB5\x2F\xFD", "compressed with zstd", IsCompressed, "zstd"},
	{"\xFD7zXZ\x00", "compressed with xz", IsCompressed, "xz"},
	{"BZh", "compressed with bzip2", IsCompressed, "bzip2"},
	{"\x04\x22\x4D\x18", "compressed with lz4", IsCompressed, "lz4"},
	{"PK\x03\x04", "a ZIP archive, or a document in one", IsCompressed, "ZIP"},
	{"7z\xBC\xAF\x27\x1C", "a 7z archive", IsCompressed, "7z"},
	{"Rar!", "a RAR archive", IsCompressed, "RAR"},
	{"%PDF", "a PDF document", IsFile, "PDF"},
	{"\x7FELF", "an ELF program", IsFile, "ELF"},
	{"MZ", "a Windows program", IsFile, "Windows EXE/DLL"},
	{"\x89PNG", "a PNG image", IsFile, "PNG"},
	{"\xFF\xD8\xFF", "a JPEG image", IsFile, "JPEG"},
	{"GIF8", "a GIF image", IsFile, "GIF"},
	{"SQLite format 3\x00", "an SQLite database", IsFile, "SQLite"},
	{"\xD0\xCF\x11\xE0", "an Office document", IsFile, "Microsoft Office"},
	{"\xFF\xFE", "text in UTF-16", IsText, ""},
	{"version https://git-lfs", "a pointer of Git LFS to a file that was not fetched (`git lfs pull` fetches it)", IsPointer, "Git LFS"},
	{"<?xml", "an XML document", IsFile, "XML"},
	{"<!DOCTYPE", "an HTML page", IsFile, "HTML"},
	{"<html", "an HTML page", IsFile, "HTML"},
}

// start tells the format and reads the header.
func (r *Reader) start() error {
	head := r.src.peek(magicSize)
	if len(head) == 0 {
		return r.nothing()
	}
	for _, m := range pcapMagics {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			r.big, r.unit = m.big, m.unit
			return r.startPcap()
		}
	}
	if bytes.HasPrefix(head, []byte(sectionMagic)) {
		return r.startNg()
	}
	if isBeginning(head) {
		return r.cut("the header of the file", fileHeaderSize, int64(len(head)))
	}
	return r.foreign(head)
}

// isBeginning reports whether a file too short for a magic number may have been
// going to be a capture.
func isBeginning(head []byte) bool {
	for _, m := range pcapMagics {
		if len(head) < len(m.magic) && bytes.HasPrefix([]byte(m.magic), head) {
			return true
		}
	}
	return len(head) < len(sectionMagic) && bytes.HasPrefix([]byte(sectionMagic), head)
}

// nothing is the error of a file in which there is not one octet.
func (r *Reader) nothing() error {
	if r.src.err != io.EOF {
		return r.cut("the header of the file", fileHeaderSize, 0)
	}
	return r.fault(ErrEmpty, "is empty", "nothing was captured, or nothing was written").at(-1).because(IsEmpty, 0, 0)
}

func (r *Reader) foreign(head []byte) error {
	is, reason, name := looksLike(head)
	advice := "captures are pcap or pcapng, plain or in gzip"
	if reason == IsCapture {
		advice += "; `editcap -F pcapng OLD NEW` makes one of it"
	}
	return r.fault(ErrForeign, "is "+is+", not a capture that is read here", advice).at(-1).named(reason, name)
}

// looksLike tells what a file is: in words, and for Detail.
func looksLike(head []byte) (is string, reason Reason, name string) {
	for i := range foreign {
		if bytes.HasPrefix(head, []byte(foreign[i].magic)) {
			return foreign[i].is, foreign[i].reason, foreign[i].name
		}
	}
	switch {
	case isText(head):
		return "text", IsText, ""
	case isERF(head):
		return "perhaps an Endace ERF capture", IsCapture, "Endace ERF"
	case len(bytes.Trim(head, "\x00")) == 0:
		return "nothing but zeros", IsZeros, ""
	}
	first := fmt.Sprintf("% x", head[:min(len(head), 8)])
	return "of an unknown kind (it begins with " + first + ")", IsUnknown, first
}

// isText reports whether the octets are characters. A character may be cut at the
// end.
func isText(b []byte) bool {
	for len(b) > 0 {
		c, n := utf8.DecodeRune(b)
		switch {
		case c == utf8.RuneError && n == 1:
			return !utf8.FullRune(b)
		case c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\x1B':
			return false
		}
		b = b[n:]
	}
	return true
}

// isERF reports whether the octets may be a record of the Extensible Record Format,
// which has no magic number: a time stamp of seconds since 1970 in the upper half
// of a little-endian number, a type, flags, and two big-endian lengths.
func isERF(b []byte) bool {
	const (
		headerSize = 16
		typeMost   = 48         // the largest type given out
		year1990   = 631152000  // as seconds since 1970
		year2100   = 4102444800 // as seconds since 1970
	)
	if len(b) < headerSize {
		return false
	}
	seconds, typ := binary.LittleEndian.Uint32(b[4:]), b[8]&0x7F
	record, wire := binary.BigEndian.Uint16(b[10:]), binary.BigEndian.Uint16(b[14:])
	return typ > 0 && typ <= typeMost && seconds > year1990 && int64(seconds) < year2100 && record >= headerSize && wire > 0
}

// startNg reads the section header a pcapng file begins with.
func (r *Reader) startNg() error {
	_, b, err := r.block()
	if err != nil {
		return err
	}
	if err := r.section(b); err != nil {
		return err
	}
	r.src.skip(len(b))
	return nil
}
