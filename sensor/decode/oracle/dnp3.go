package oracle

import (
	"fmt"
	"math"
	"strings"
)

// dnp3Mapping compares, of every application fragment: the link addresses of
// master and outstation, application control, function, internal indications;
// of every object header its group, variation, prefix code, range code and range
// or quantity; of every point its index, value, quality octet or control status,
// and time, relative times made absolute; of every control block, file, time and
// authentication object the fields of dnp3Fields.
//
// Not compared:
//   - link frames without user data, and transport segments that end no fragment:
//     tshark shows them, but no message in them. Link frames whose function
//     carries no user data although there is some: tshark dissects it.
//   - fragments of which octets are damaged or missing: Banken tells what stands
//     before, tshark shows no message. They are counted, and tshark must say of a
//     fragment in the same frame that it is damaged or could not be joined.
//   - what follows the function code of functions that tshark 4.0 does not
//     dissect (dnp3Undissected).
//   - what follows the header of objects that tshark 4.0 does not know: it shows
//     the rest of the fragment as one chunk. What follows the header of objects
//     that it reads with a wrong layout (dnp3Misread).
//   - the range of qualifiers 3 to 5 and what follows: tshark reads one address
//     where two stand. What follows a header with a reserved qualifier, a stop
//     below its start, or more objects than 2^31, and of one that names a group
//     without variation where objects must stand: the two sides go on at different
//     places. What follows the header of objects whose size is not the one told
//     with them, or whose strings are out of place: tshark goes by neither.
//   - what follows the last whole point before the place at which tshark gives
//     up the packet as malformed.
//   - the values of single bits of group 80: tshark shows each bit as bit 0.
//   - the permissions of a file command: tshark reads them from its size; time
//     and size of one in the modes for which tshark shows none.
//   - authentication keys, which Banken withholds, beyond whether there is one.
//   - times beyond the year 2262, of which a Point has none.
//   - points in files, times and authentication: they repeat the fields.
var dnp3Mapping = Mapping{
	Protocol: "dnp3",
	Protos:   []string{"dnp3", "_ws.malformed"},
	Section:  "object",
	Theirs:   theirDNP3,
	Ours:     ourDNP3,
	LeftOut: map[[2]string]bool{
		{blockCRC, blockBad}:        true,
		{blockCRC, notJoined}:       true, // the block was in an earlier frame
		{segmentMissing, notJoined}: true,
	},
}

// Why a fragment is left out: Banken's defects, and what tshark says.
const (
	blockCRC       = "block-crc"
	segmentMissing = "segment-missing"
	blockBad       = "block checksum bad"
	notJoined      = "fragment not joined"
)

// dnp3Aside is the row of a fragment of which octets are damaged or missing.
func dnp3Aside(master, outstation uint64, damage string) Row {
	r := Row{Protocol: "dnp3", Aside: damage}
	r.Add("master", master)
	r.Add("outstation", outstation)
	return r
}

// dnp3Head is how many items say which message it is: master, outstation,
// control, function.
const dnp3Head = 4

// dnp3Undissected are the functions whose content tshark 4.0 does not look at.
// Among them are those that take no objects: 0, 13, 14, 15, 19, 23, 24.
var dnp3Undissected = codes(0, 11, 12, 13, 14, 15, 16, 17, 18, 19, 22, 23, 24, 28, 29, 30, 31, 32, 33, 131)

// dnp3NamesOnly are the functions whose headers stand without objects.
var dnp3NamesOnly = codes(1, 7, 8, 9, 10, 20, 21)

// dnp3Unpointed are the groups whose points repeat fields.
var dnp3Unpointed = codes(50, 51, 52, 60, 70, 120)

// dnp3Packed are the variations of packed bits, as group<<8 | variation.
var dnp3Packed = codes(0x0101, 0x0301, 0x0a01, 0x0c03, 0x5001)

// dnp3WrongLength are the variations tshark 4.0 reads with a wrong length: it
// takes the value of an analog output command event for one with half its
// octets, or with more.
var dnp3WrongLength = codes(0x2b01, 0x2b03)

// Groups that are treated apart.
const (
	dnp3Attributes = 0
	dnp3Controls   = 12
	dnp3Deadbands  = 34
	dnp3CommonTime = 51
	dnp3Files      = 70
	dnp3Bits       = 80

	dnp3Authentication = 120
)

func codes(list ...uint64) map[uint64]bool {
	m := map[uint64]bool{}
	for _, c := range list {
		m[c] = true
	}
	return m
}

// dnp3Object is an object header, and what was read behind it.
type dnp3Object struct {
	group, variation, prefix, code uint64
	high                           bool   // the reserved bit of the qualifier
	numbers                        string // the range, or the quantity
	start, stop, count             uint64
	fields                         map[string][]string
}

func (o *dnp3Object) space() uint64 { return o.group<<8 | o.variation }

func (o *dnp3Object) add(field, value string) {
	if o.fields == nil {
		o.fields = map[string][]string{}
	}
	o.fields[field] = append(o.fields[field], value)
}

// dnp3Row is a row that is being made.
type dnp3Row struct {
	Row
	function uint64
	safe     int // items that stand whatever comes behind them
}

func (r *dnp3Row) head(master, outstation, control uint64) {
	r.Add("master", master)
	r.Add("outstation", outstation)
	r.Add("control", fmt.Sprintf("%#02x", control))
	r.Add("function", r.function)
	r.safe, r.Head = len(r.Items), dnp3Head
	if dnp3Undissected[r.function] {
		r.stop(r.safe, "function not dissected")
	}
}

// header adds the header, and ends the comparison where tshark cannot follow.
func (r *dnp3Row) header(o *dnp3Object) {
	if o.code >= 3 && o.code <= 5 {
		r.stop(len(r.Items), "range of addresses")
	}
	r.Add("object", fmt.Sprintf("g%dv%d/%d/%d", o.group, o.variation, o.prefix, o.code))
	r.Add("range", o.numbers)
	r.safe = len(r.Items)
	switch names := dnp3NamesOnly[r.function]; {
	case o.bad():
		r.stop(r.safe, "bad qualifier or range")
	case !names && dnp3Misread(o):
		r.stop(r.safe, "wrong layout")
	case !names && o.variation == 0:
		r.stop(r.safe, "variation 0")
	case names && o.group == dnp3Authentication:
		r.stop(r.safe, "authentication where objects are named")
	}
}

// bad tells that the two sides may go on at different places behind a header:
// tshark passes over reserved qualifiers and its number of objects wraps.
func (o *dnp3Object) bad() bool {
	return o.high || o.prefix == 7 || dnp3Reserved[o.code] || o.stop < o.start || o.count > math.MaxInt32
}

// dnp3Reserved are the range codes the standard reserves.
var dnp3Reserved = codes(10, 12, 13, 14, 15)

// dnp3Misread tells that tshark reads the objects behind a header wrong.
func dnp3Misread(o *dnp3Object) bool {
	return dnp3WrongLength[o.space()] || dnp3Packed[o.space()] && o.prefix != 0
}

// fields adds what the objects hold besides points.
func (r *dnp3Row) fields(o *dnp3Object) {
	for _, f := range dnp3Fields {
		if values := o.fields[f.theirs]; values != nil {
			r.Add(f.theirs, strings.Join(values, ","))
		}
	}
}

// dnp3Point is a point in the form of both sides.
type dnp3Point struct {
	index                uint64
	value, quality, time string
}

func (p *dnp3Point) String() string {
	text := fmt.Sprintf("p[%d]", p.index)
	for _, part := range []struct{ mark, text string }{{"=", p.value}, {",q=", p.quality}, {",t=", p.time}} {
		if part.text != "" {
			text += part.mark + part.text
		}
	}
	return text
}

// dnp3Form is how a field is brought to the form of both sides.
type dnp3Form uint8

const (
	formNumber dnp3Form = iota
	formOctets
	formKey // whether it is 0
	formTime
)

// dnp3Fields are the fields that are compared: tshark's name behind dnp3. or
// dnp3.al., the name of Banken, in the order of the rows.
var dnp3Fields = []struct {
	theirs, ours string
	form         dnp3Form
}{
	{"ctl.op", "op_type", formNumber},
	{"ctl.clr", "", formNumber}, // the two bits "queue" and "clear"
	{"ctl.trip", "tcc", formNumber},
	{"count", "count", formNumber},
	{"on_time", "on_time_ms", formNumber},
	{"off_time", "off_time_ms", formNumber},
	{"timestamp", "time", formTime},
	{"time_delay", "delay_ms", formNumber},
	{"file_name", "file_name", formOctets},
	{"file.mode", "operational_mode", formNumber},
	{"file.auth", "authentication_key", formKey},
	{"file.size", "file_size", formNumber},
	{"file.maxblock", "maximum_block_size", formNumber},
	{"file.reqID", "request_id", formNumber},
	{"file.status", "status", formNumber},
	{"file.handle", "file_handle", formNumber},
	{"file.blocknum", "block_number", formNumber},
	{"file.lastblock", "last_block", formNumber},
	{"file.data", "file_data", formOctets},
	{"sa.csq", "challenge_sequence", formNumber},
	{"sa.ksq", "key_change_sequence", formNumber},
	{"sa.seq", "sequence", formNumber},
	{"sa.usr", "user_number", formNumber},
	{"sa.mal", "mac_algorithm", formNumber},
	{"sa.rfc", "reason", formNumber},
	{"sa.kwa", "key_wrap_algorithm", formNumber},
	{"sa.ks", "key_status", formNumber},
	{"sa.err", "error_code", formNumber},
	{"sa.assoc_id", "association_id", formNumber},
	{"sa.cd", "challenge_data", formOctets},
	{"sa.mac", "mac", formOctets},
}
