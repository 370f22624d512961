package oracle

import (
	"encoding/binary"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// theirDNP3 makes a row of every fragment in a packet.
func theirDNP3(p *Packet) []Row {
	var rows []Row
	var last *dnp3Row
	flush := func() {
		if last != nil {
			rows = append(rows, last.Row)
		}
		last = nil
	}
	for _, proto := range p.Protos {
		switch proto.Name {
		case "dnp3":
			flush()
			if damage := theirDamage(proto); damage != "" {
				r := theirDamaged(proto, damage)
				r.Frame = p.Frame
				rows = append(rows, r)
				continue
			}
			last = theirFragment(p.Frame, proto)
		case "_ws.malformed":
			if last != nil {
				last.stop(last.safe, "malformed")
			}
		}
	}
	flush()
	return p.setAside(rows)
}

// theirDamage tells what tshark finds wrong with the fragment that a frame of user
// data ends, "" when nothing is.
func theirDamage(link *Node) string {
	switch carries, primary := link.Uint("dnp3.ctl.prifunc"); {
	case !primary || !dnp3UserData[carries] || link.Find("dnp3.al.func") != nil:
	case theirChecksums(link) == "block-bad":
		return blockBad
	case link.Text("dnp3.tr.fin") == "1":
		return notJoined
	}
	return ""
}

func theirDamaged(link *Node, damage string) Row {
	from, _ := link.Uint("dnp3.src")
	to, _ := link.Uint("dnp3.dst")
	if dir, _ := link.Uint("dnp3.ctl.dir"); dir == 1 {
		from, to = to, from
	}
	return dnp3Aside(to, from, damage)
}

// theirFragment returns the row of a link frame that ends a fragment, else nil.
func theirFragment(frame uint64, link *Node) *dnp3Row {
	function, ok := link.Uint("dnp3.al.func")
	if carries, primary := link.Uint("dnp3.ctl.prifunc"); !ok || primary && !dnp3UserData[carries] {
		return nil
	}
	r := &dnp3Row{Row: Row{Frame: frame, Protocol: "dnp3"}, function: function}
	from, _ := link.Uint("dnp3.src")
	to, _ := link.Uint("dnp3.dst")
	if theirFromMaster(function, link) {
		from, to = to, from
	}
	control, _ := link.Uint("dnp3.al.ctl")
	r.head(to, from, control)
	if iin, ok := link.Uint("dnp3.al.iin"); ok {
		r.Add("iin", iin)
		r.safe = len(r.Items)
	}
	common := false
	for _, object := range link.All("dnp3.al.obj") {
		common = r.theirObject(object, common) || common
	}
	return r
}

// dnp3UserData are the link functions that carry user data; of others, tshark
// dissects what they ought not to have.
var dnp3UserData = codes(3, 4)

// Functions that say who sends them; of others DIR does.
const (
	firstRequest, lastRequest   = 1, 33
	firstResponse, lastResponse = 129, 131
)

func theirFromMaster(function uint64, link *Node) bool {
	switch {
	case function >= firstRequest && function <= lastRequest:
		return true
	case function >= firstResponse && function <= lastResponse:
		return false
	}
	dir, _ := link.Uint("dnp3.ctl.dir")
	return dir == 1
}

// theirObject adds what stands behind an object header. It returns whether the
// fragment has a common time from there on; before says whether it had one.
func (r *dnp3Row) theirObject(n *Node, before bool) (common bool) {
	o := theirHeader(n)
	if !o.whole(n) {
		r.stop(len(r.Items), "header cut short") // and shows what it has of it
		return false
	}
	r.header(o)
	if n.Find("dnp3.al.unknown_data_chunk") != nil {
		r.stop(r.safe, "unknown object")
	}
	if o.misplaced(n) {
		r.stop(r.safe, "out of place")
	}
	sized := uint64(0)
	var p *dnp3Point
	take := func() {
		if p != nil && !dnp3Unpointed[o.group] {
			r.safe = len(r.Items) // what comes before it is whole
			r.Add("point", p)
		}
		p = nil
	}
	n.Walk(func(c *Node) {
		if c.Name == "" && (strings.HasPrefix(c.Show, "Point Number") || strings.HasPrefix(c.Show, "Object: Size")) {
			take()
			p = theirPoint(c, o, sized)
			sized++
			return
		}
		if !r.theirField(o, p, c, before) {
			o.theirFields(c)
		}
	})
	take()
	if n.Find("_ws.malformed") != nil {
		r.stop(r.safe, "malformed")
	}
	r.fields(o)
	return o.group == dnp3CommonTime
}

func theirHeader(n *Node) *dnp3Object {
	o := &dnp3Object{}
	if id := octets(n.Value[:min(4, len(n.Value))]); len(id) == 2 {
		o.group, o.variation = uint64(id[0]), uint64(id[1])
	}
	o.prefix, _ = n.Uint("dnp3.al.objq.prefix")
	o.code, _ = n.Uint("dnp3.al.objq.range")
	o.numbers = n.Text("dnp3.al.range.quantity")
	o.count, _ = n.Uint("dnp3.al.range.quantity")
	if start, ok := n.Uint("dnp3.al.range.start"); ok {
		o.start = start
		o.stop, _ = n.Uint("dnp3.al.range.stop")
		o.count = o.stop - o.start + 1
		o.numbers = fmt.Sprintf("%d-%d", o.start, o.stop)
	}
	o.high = len(n.Value) >= 6 && octets(n.Value[4:6])[0]&0x80 != 0
	return o
}

// fileCommandStrings is where the strings of a file command begin, unless its
// offset says otherwise, which tshark does not heed.
const fileCommandStrings = 26

// misplaced tells that an object is not as long as its size, or its strings not
// where tshark takes them from.
func (o *dnp3Object) misplaced(n *Node) bool {
	if at, ok := n.Uint("dnp3.al.file_string_offset"); ok && at != fileCommandStrings {
		return true
	}
	if o.prefix < 4 || o.prefix > 6 || dnp3Unpointed[o.group] {
		return false
	}
	misplaced := false
	n.Walk(func(c *Node) {
		if size, ok := c.Uint("dnp3.al.size"); ok && strings.HasPrefix(c.Show, "Object: Size") {
			prefix := 1 << (o.prefix - 4)
			misplaced = misplaced || uint64(len(c.Value)/2-prefix) != size
		}
	})
	return misplaced
}

// lastNumber is the last field of a header, by range code.
var lastNumber = map[uint64]string{
	0: "dnp3.al.range.stop", 1: "dnp3.al.range.stop", 2: "dnp3.al.range.stop",
	7: "dnp3.al.range.quantity", 8: "dnp3.al.range.quantity", 9: "dnp3.al.range.quantity", 11: "dnp3.al.range.quantity",
}

// whole tells that the fragment does not end within the header.
func (o *dnp3Object) whole(n *Node) bool {
	last, has := lastNumber[o.code]
	return n.Find("dnp3.al.objq.range") != nil && (!has || n.Find(last) != nil)
}

// theirText reads what tshark tells in the line of a point alone: the number, of
// binary points the state, and the time a relative time makes.
var theirText = regexp.MustCompile(`^Point Number (\d+)(?:.*?, Value: (\d+)(?:,|$))?(?:.*Timestamp: (.*?)(?: UTC)?\)?$)?`)

// theirPoint begins a point. One with a size has no number: its place is given.
func theirPoint(n *Node, o *dnp3Object, place uint64) *dnp3Point {
	p := &dnp3Point{index: place}
	text := theirText.FindStringSubmatch(n.Show)
	if text == nil {
		return p
	}
	p.index, _ = strconv.ParseUint(text[1], 10, 64)
	if o.group != dnp3Bits && o.group != dnp3Controls {
		p.value = text[2]
	}
	if t, err := time.Parse("Jan _2, 2006 15:04:05", text[3]); err == nil {
		p.time = strconv.FormatInt(t.UnixMilli(), 10)
	}
	return p
}

// theirField takes a field that belongs to a point; false when it does not.
func (r *dnp3Row) theirField(o *dnp3Object, p *dnp3Point, n *Node, common bool) bool {
	name, ok := strings.CutPrefix(n.Name, "dnp3.al.")
	if !ok || p == nil || dnp3Unpointed[o.group] {
		return false
	}
	if bit, ok := dnp3QualityBit(name); ok {
		p.addQuality(bit, n.Show == "1")
		return true
	}
	switch name {
	case "index", "point_index":
		p.index, _ = strconv.ParseUint(n.Show, 0, 64)
	case "ctrlstatus":
		p.quality = n.Show
	case "timestamp":
		if ms := dnp3Number(octets(n.Value)); ms <= dnp3LastMs {
			p.time = strconv.FormatUint(ms, 10)
		} else {
			p.time = ""
		}
	case "reltimestamp":
		if !common {
			p.time = "" // tshark counts from 1970
		}
	case "datatype":
		if t, _ := strconv.ParseUint(n.Show, 0, 64); !dnp3DataTypes[t] {
			r.stop(r.safe, "attribute type")
		}
	default:
		return p.theirValue(o, name, n)
	}
	return true
}

// dnp3DataTypes are the types of attributes that tshark 4.0 reads: VSTR, UINT,
// INT and FLT. It does not pass over the octets of others.
var dnp3DataTypes = codes(1, 2, 3, 4)

var dnp3Quality = regexp.MustCompile(`^(?:biq|boq|ctrq|aiq|aoq)\.b([0-7])$`)

// dnp3LastMs is the last time, in ms, that a Point can have.
const dnp3LastMs = math.MaxInt64 / 1_000_000

func dnp3QualityBit(name string) (bit int, ok bool) {
	m := dnp3Quality.FindStringSubmatch(name)
	if m == nil {
		return 0, false
	}
	return int(m[1][0] - '0'), true
}

func (p *dnp3Point) addQuality(bit int, set bool) {
	q, _ := strconv.ParseUint(p.quality, 10, 64)
	if set {
		q |= 1 << bit
	}
	p.quality = strconv.FormatUint(q, 10)
}

// theirValues says of what kind the value of a field is: u, i, f: a number in
// its octets, lowest first; x: octets; s: the number shown.
var theirValues = map[string]byte{
	"ana.int": 'i', "ana.float": 'f', "ana.double": 'f', "anaout.int": 'i', "anaout.float": 'f', "anaout.double": 'f',
	"cnt": 'u', "bit": 's', "2bit": 's', "bocs": 's', "octet_string": 'x', "da.value": 'x',
	"da.uint8": 'u', "da.uint16": 'u', "da.uint32": 'u', "da.int8": 'i', "da.int16": 'i', "da.int32": 'i', "da.float": 'f', "da.double": 'f',
}

func (p *dnp3Point) theirValue(o *dnp3Object, name string, n *Node) bool {
	kind, ok := theirValues[name]
	if ok && o.group != dnp3Bits {
		if o.group == dnp3Deadbands && kind == 'i' {
			kind = 'u' // a deadband has no sign
		}
		p.value = theirDNP3Number(kind, n)
	}
	return ok
}

func theirDNP3Number(kind byte, n *Node) string {
	b := octets(n.Value)
	switch kind {
	case 'u':
		return strconv.FormatUint(dnp3Number(b), 10)
	case 'i':
		shift := 64 - 8*len(b)
		return strconv.FormatInt(int64(dnp3Number(b)<<shift)>>shift, 10)
	case 'f':
		return dnp3Float(b)
	case 'x':
		return n.Value
	}
	v, _ := strconv.ParseUint(n.Show, 0, 64)
	return strconv.FormatUint(v, 10)
}

func dnp3Float(b []byte) string {
	switch len(b) {
	case 4:
		return strconv.FormatFloat(float64(math.Float32frombits(binary.LittleEndian.Uint32(b))), 'g', -1, 32)
	case 8:
		return strconv.FormatFloat(math.Float64frombits(binary.LittleEndian.Uint64(b)), 'g', -1, 64)
	}
	return ""
}

func dnp3Number(b []byte) uint64 {
	var n uint64
	for i := len(b) - 1; i >= 0; i-- {
		n = n<<8 | uint64(b[i])
	}
	return n
}

// theirForms is the form of a field, by tshark's name.
var theirForms = func() map[string]dnp3Form {
	m := map[string]dnp3Form{}
	for _, f := range dnp3Fields {
		m[f.theirs] = f.form
	}
	return m
}()

// theirFields takes a field of dnp3Fields.
func (o *dnp3Object) theirFields(n *Node) {
	name, _ := strings.CutPrefix(n.Name, "dnp3.")
	name, _ = strings.CutPrefix(name, "al.")
	form, ok := theirForms[name]
	if !ok {
		return
	}
	switch v, _ := strconv.ParseUint(n.Show, 0, 64); {
	case form == formOctets:
		o.add(name, n.Value)
	case form == formTime:
		o.add(name, strconv.FormatUint(dnp3Number(octets(n.Value)), 10))
	case form == formKey && v != 0:
		o.add(name, "withheld")
	default:
		o.add(name, strconv.FormatUint(v, 10))
	}
}
