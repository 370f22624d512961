package record

import "strconv"

// dnp3Forms are the logs of DNP3: dnp3.log of Zeek, dnp3_control.log and
// dnp3_objects.log of ICSNPP, and dnp3_points.log and dnp3_link.log, which are
// ours.
const dnp3Forms = `
log dnp3
	fc_request         string
	fc_reply           string
	iin                count
	outstation         count
	master             count
	sequence           count
	operation          string
	outcome            string
	latency            interval
	status             string
	defects            string
	request_fields     string
	response_fields    string

log dnp3_control
	ends
	block_type         string
	function_code      string
	index_number       count
	trip_control_code  string
	operation_type     string
	clear_bit          bool
	execute_count      count
	on_time            count
	off_time           count
	status_code        string
	value              string
	queue_bit          bool
	status_number      count
	object_group       count
	variation          count
	outstation         count
	master             count

log dnp3_objects
	ends
	function_code      string
	object_type        string
	object_count       count
	range_low          count
	range_high         count
	object_group       count
	variation          count
	qualifier          count
	outstation         count
	master             count

log dnp3_points
	ends
	function_code      string
	object_type        string
	object_group       count
	variation          count
	range_low          count
	range_high         count
	values             vector[string]
	flags              vector[count]
	times              vector[time]
	outstation         count
	master             count

log dnp3_link
	link_function      string
	is_primary         bool
	from_master        bool
	outstation         count
	master             count
	operation          string
	outcome            string
	latency            interval
	defects            string
`

// dnp3Functions are Zeek's names of the function codes.
var dnp3Functions = makeDNP3Functions()

func makeDNP3Functions() (t [256]string) {
	copy(t[:], []string{"CONFIRM", "READ", "WRITE", "SELECT", "OPERATE", "DIRECT_OPERATE", "DIRECT_OPERATE_NR",
		"IMMED_FREEZE", "IMMED_FREEZE_NR", "FREEZE_CLEAR", "FREEZE_CLEAR_NR", "FREEZE_AT_TIME", "FREEZE_AT_TIME_NR",
		"COLD_RESTART", "WARM_RESTART", "INITIALIZE_DATA", "INITIALIZE_APPL", "START_APPL", "STOP_APPL", "SAVE_CONFIG",
		"ENABLE_UNSOLICITED", "DISABLE_UNSOLICITED", "ASSIGN_CLASS", "DELAY_MEASURE", "RECORD_CURRENT_TIME",
		"OPEN_FILE", "CLOSE_FILE", "DELETE_FILE", "GET_FILE_INFO", "AUTHENTICATE_FILE", "ABORT_FILE", "ACTIVATE_CONFIG",
		"AUTHENTICATE_REQ", "AUTHENTICATE_REQ_NR"})
	t[129], t[130], t[131] = "RESPONSE", "UNSOLICITED_RESPONSE", "AUTHENTICATE_RESP"
	return t
}

var (
	dnp3TripCodes      = [...]string{"Nul", "Close", "Trip", "Reserved"}
	dnp3OperationTypes = [...]string{"Nul", "Pulse On", "Pulse Off", "Latch On", "Latch Off"}
)

// dnp3Statuses are the control statuses (IEEE 1815-2012, clause 11).
var dnp3Statuses = makeDNP3Statuses()

func makeDNP3Statuses() (t [128]string) {
	copy(t[:], []string{"Success", "Timeout", "No Select", "Format Error", "Not Supported", "Already Active",
		"Hardware Error", "Local", "Too Many Objs", "Not Authorized", "Automation Inhibit", "Processing Limited",
		"Out of Range", "Downstream Local", "Already Complete", "Blocked", "Cancelled", "Blocked Other Master",
		"Downstream Fail"})
	t[126], t[127] = "Non Participating", "Undefined"
	return t
}

// dnp3Object names the objects of a group (IEEE 1815-2012, Annex A): what its
// variation 0 and those without a name of their own are called, and the
// variations from 1.
type dnp3Object struct {
	name       string
	variations []string
}

// dnp3Objects by group. In a variation, @ stands for the name of the group.
var dnp3Objects = map[uint64]dnp3Object{
	0:  {"Device Attribute", nil},
	1:  {"Binary Input", []string{"Single-bit @", "@ With Status"}},
	2:  {"Binary Input Change", changes(3)},
	3:  {"Double-bit Input", []string{"@ No Flags", "@ With Status"}},
	4:  {"Double-bit Input Change", changes(3)},
	10: {"Binary Output", []string{"@", "@ Status"}},
	11: {"Binary Output Change", changes(2)},
	12: {"Control Relay Output Block", []string{"@", "Pattern Control Block", "Pattern Mask"}},
	13: {"Binary Output Command", changes(2)},
	20: {"Binary Counter", append(deltas("@", "Delta Counter", ""), deltas("@", "Delta Counter", " Without Flag")...)},
	21: {"Frozen Binary Counter", append(append(deltas("Frozen Counter", "Frozen Delta Counter", ""),
		deltas("Frozen Counter", "Frozen Delta Counter", " w/ Time of Freeze")...), deltas("Frozen Counter", "Frozen Delta Counter", " Without Flag")...)},
	22: {"Counter Change Event", append(deltas("@", "Delta @", " w/o Time"), deltas("@", "Delta @", " with Time")...)},
	23: {"Frozen Binary Counter Change Event", append(deltas("Frozen Counter Change Event", "Frozen Delta Counter Change Event", ""),
		deltas("Frozen Counter Change Event", "Frozen Delta Counter Change Event", " w/ Time of Freeze")...)},
	30: {"Analog Input", append(sizes("@", ""), append(sizes("@", " Without Flag"), floats("Input", "")...)...)},
	31: {"Frozen Analog Input", append(append(sizes("@", ""), sizes("@", " w/ Time of Freeze")...),
		"32-Bit @ Without Flag", "16-Bit @ Without Flag", "32-Bit Frozen Floating Point Input", "64-Bit Frozen Floating Point Input")},
	32: {"Analog Input Change", timed("Analog Change Event", "Change Event")},
	33: {"Frozen Analog Event", timed("@", "Frozen Change Event")},
	34: {"Analog Input Deadband", []string{"16-Bit @", "32-Bit @", "32-Bit Floating Point Input Deadband"}},
	40: {"Analog Output", append(sizes("@", " Status"), floats("Output Status", "")...)},
	41: {"Analog Output Block", append(sizes("@", ""), floats("Output Block", "")...)},
	42: {"Analog Output Event", timed("@", "Output Event")},
	43: {"Analog Output Command Event", timed("@", "Output Command Event")},
	50: {"Time and Date", []string{"@", "@ With Interval", "@ Last Recorded", "@ Indexed Absolute and Long Interval"}},
	51: {"Common Time of Occurrence", []string{"Synchronized @", "Unsynchronized @"}},
	52: {"Time Delay", []string{"@ Coarse", "@ Fine"}},
	60: {"Class Data", []string{"Class 0 Data", "Class 1 Data", "Class 2 Data", "Class 3 Data"}},
	70: {"File", []string{"@ Identifier", "@ Authentication", "@ Command", "@ Command Status", "@ Transport", "@ Transport Status", "@ Descriptor", "@ Specification String"}},
	80: {"Internal Indications", []string{"@"}},
}

// The functions below make the names of variations that several groups have.

func changes(n int) []string {
	return []string{"@ Without Time", "@ With Time", "@ With Relative Time"}[:n]
}

func sizes(name, suffix string) []string {
	return []string{"32-Bit " + name + suffix, "16-Bit " + name + suffix}
}

// deltas are counters and their differences since the last report.
func deltas(name, delta, suffix string) []string {
	return append(sizes(name, suffix), sizes(delta, suffix)...)
}

func floats(name, suffix string) []string {
	return []string{"32-Bit Floating Point " + name + suffix, "64-Bit Floating Point " + name + suffix}
}

// timed are events without and with the time; float is what those with floating
// point are called.
func timed(name, float string) []string {
	list := append(sizes(name, " w/o Time"), sizes(name, " w/ Time")...)
	return append(append(list, floats(float, " w/o Time")...), floats(float, " w/ Time")...)
}

// appendDNP3Object appends the name of an object type.
func appendDNP3Object(dst []byte, group, variation uint64) []byte {
	o, known := dnp3Objects[group]
	switch {
	case known && variation == 0:
		return append(append(dst, o.name...), " Default Variation"...)
	case known && variation <= uint64(len(o.variations)):
		return appendWith(dst, o.variations[variation-1], o.name)
	}
	dst = strconv.AppendUint(append(dst, "Group "...), group, 10)
	return strconv.AppendUint(append(dst, " Variation "...), variation, 10)
}

// appendWith appends a pattern with name for its @.
func appendWith(dst []byte, pattern, name string) []byte {
	for i := range len(pattern) {
		if pattern[i] == '@' {
			dst = append(dst, name...)
		} else {
			dst = append(dst, pattern[i])
		}
	}
	return dst
}
