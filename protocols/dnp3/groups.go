package dnp3

import "github.com/banken-ot/banken/protocols/wire"

// Groups that are treated apart.
const (
	groupRelayOutput    = 12
	groupAnalogOutput   = 41
	groupTime           = 50
	groupApplication    = 90
	groupAuthentication = 120
)

// Layouts that several groups share.
var (
	flag        = layout{flags: true, value: valueState}
	flagTime    = layout{flags: true, value: valueState, time: timeAbsolute}
	flagDelay   = layout{flags: true, value: valueState, time: timeRelative}
	double      = layout{flags: true, value: valueState2}
	doubleTime  = layout{flags: true, value: valueState2, time: timeAbsolute}
	doubleDelay = layout{flags: true, value: valueState2, time: timeRelative}
	command     = layout{flags: true, command: true, value: valueState}
	commandTime = layout{flags: true, command: true, value: valueState, time: timeAbsolute}
)

func plain(v valueKind) layout   { return layout{value: v} }
func flagged(v valueKind) layout { return layout{flags: true, value: v} }
func timed(v valueKind) layout   { return layout{flags: true, value: v, time: timeAbsolute} }

// counterEvents are the variations of g22 and g23. Deltas (3, 4, 7, 8) are
// obsolete and laid out as counters.
func counterEvents() []variation {
	return []variation{
		1: point(flagged(valueU32)), 2: point(flagged(valueU16)), 3: point(flagged(valueU32)), 4: point(flagged(valueU16)),
		5: point(timed(valueU32)), 6: point(timed(valueU16)), 7: point(timed(valueU32)), 8: point(timed(valueU16)),
	}
}

// analogEvents are the variations of g32, g33 and g42.
func analogEvents() []variation {
	return []variation{
		1: point(flagged(valueI32)), 2: point(flagged(valueI16)), 3: point(timed(valueI32)), 4: point(timed(valueI16)),
		5: point(flagged(valueF32)), 6: point(flagged(valueF64)), 7: point(timed(valueF32)), 8: point(timed(valueF64)),
	}
}

// commandEvents are those of g43: a control status stands for the flags.
func commandEvents() []variation {
	v := analogEvents()
	for i := range v {
		v[i].layout.command = true
	}
	return v
}

// authenticated marks a variation whose objects stand in any request.
func authenticated(v variation) variation {
	v.always = true
	return v
}

// values is a variation of points without structures of their own.
func values(octets int, decode func(*fragment, *wire.Cursor)) variation {
	return object("", "", octets, decode)
}

// groups is indexed by object group.
var groups = makeGroups()

func makeGroups() (t [256]group) {
	binaryGroups(&t)
	counterGroups(&t)
	analogGroups(&t)
	deviceGroups(&t)
	dataGroups(&t)
	authenticationGroups(&t)
	return t
}

func binaryGroups(t *[256]group) {
	t[0] = group{any: &attributeVariation, points: true, read: wire.Identify, write: wire.Configure}
	t[1] = group{variations: []variation{1: bits(), 2: point(flag)}, points: true, read: wire.Read, write: wire.Write}
	t[2] = group{variations: []variation{1: point(flag), 2: point(flagTime), 3: point(flagDelay)}, points: true, read: wire.Read, write: wire.Write}
	t[3] = group{variations: []variation{1: bits2(), 2: point(double)}, points: true, read: wire.Read, write: wire.Write}
	t[4] = group{variations: []variation{1: point(double), 2: point(doubleTime), 3: point(doubleDelay)}, points: true, read: wire.Read, write: wire.Write}
	t[10] = group{variations: []variation{1: bits(), 2: point(flag)}, points: true, read: wire.Read, write: wire.Write}
	t[11] = group{variations: []variation{1: point(flag), 2: point(flagTime)}, points: true, read: wire.Read, write: wire.Write}
	t[groupRelayOutput] = group{variations: []variation{1: object("controls", "control", 11, relayOutput),
		2: object("controls", "control", 11, relayOutput), 3: bits()}, points: true, read: wire.Operate, write: wire.Operate}
	t[13] = group{variations: []variation{1: point(command), 2: point(commandTime)}, points: true, read: wire.Read, write: wire.Write}
}

func counterGroups(t *[256]group) {
	t[20] = group{variations: []variation{
		1: point(flagged(valueU32)), 2: point(flagged(valueU16)), 3: point(flagged(valueU32)), 4: point(flagged(valueU16)),
		5: point(plain(valueU32)), 6: point(plain(valueU16)), 7: point(plain(valueU32)), 8: point(plain(valueU16)),
	}, points: true, read: wire.Read, write: wire.Write}
	t[21] = group{variations: []variation{
		1: point(flagged(valueU32)), 2: point(flagged(valueU16)), 3: point(flagged(valueU32)), 4: point(flagged(valueU16)),
		5: point(timed(valueU32)), 6: point(timed(valueU16)), 7: point(timed(valueU32)), 8: point(timed(valueU16)),
		9: point(plain(valueU32)), 10: point(plain(valueU16)), 11: point(plain(valueU32)), 12: point(plain(valueU16)),
	}, points: true, read: wire.Read, write: wire.Write}
	t[22] = group{variations: counterEvents(), points: true, read: wire.Read, write: wire.Write}
	t[23] = group{variations: counterEvents(), points: true, read: wire.Read, write: wire.Write}
}

func analogGroups(t *[256]group) {
	t[30] = group{variations: []variation{
		1: point(flagged(valueI32)), 2: point(flagged(valueI16)), 3: point(plain(valueI32)), 4: point(plain(valueI16)),
		5: point(flagged(valueF32)), 6: point(flagged(valueF64)),
	}, points: true, read: wire.Read, write: wire.Write}
	t[31] = group{variations: []variation{
		1: point(flagged(valueI32)), 2: point(flagged(valueI16)), 3: point(timed(valueI32)), 4: point(timed(valueI16)),
		5: point(plain(valueI32)), 6: point(plain(valueI16)), 7: point(flagged(valueF32)), 8: point(flagged(valueF64)),
	}, points: true, read: wire.Read, write: wire.Write}
	t[32] = group{variations: analogEvents(), points: true, read: wire.Read, write: wire.Write}
	t[33] = group{variations: analogEvents(), points: true, read: wire.Read, write: wire.Write}
	t[34] = group{variations: []variation{1: point(plain(valueU16)), 2: point(plain(valueU32)), 3: point(plain(valueF32))},
		points: true, read: wire.Read, write: wire.Configure}
	t[40] = group{variations: []variation{1: point(flagged(valueI32)), 2: point(flagged(valueI16)),
		3: point(flagged(valueF32)), 4: point(flagged(valueF64))}, points: true, read: wire.Read, write: wire.Write}
	t[groupAnalogOutput] = group{variations: []variation{
		1: object("set_points", "set_point", 5, setPoint(valueI32)), 2: object("set_points", "set_point", 3, setPoint(valueI16)),
		3: object("set_points", "set_point", 5, setPoint(valueF32)), 4: object("set_points", "set_point", 9, setPoint(valueF64)),
	}, points: true, read: wire.Operate, write: wire.Operate}
	t[42] = group{variations: analogEvents(), points: true, read: wire.Read, write: wire.Write}
	t[43] = group{variations: commandEvents(), points: true, read: wire.Read, write: wire.Write}
	t[100] = group{variations: []variation{1: values(4, floatingPoint(4)), 2: values(8, floatingPoint(8)), 3: values(10, floatingPoint(10))},
		points: true, read: wire.Read, write: wire.Write} // obsolete
	t[101] = group{variations: []variation{1: values(2, binaryCoded(2)), 2: values(4, binaryCoded(4)), 3: values(8, binaryCoded(8))},
		points: true, read: wire.Read, write: wire.Write}
	t[102] = group{variations: []variation{1: values(1, unsigned8)}, points: true, read: wire.Read, write: wire.Write}
}

func deviceGroups(t *[256]group) {
	t[groupTime] = group{variations: []variation{1: object("times", "time_and_date", 6, timeAndDate), 2: object("times", "time_and_date", 10, timeAndInterval),
		3: object("times", "time_and_date", 6, timeAndDate), 4: object("times", "time_and_date", 11, indexedTime)}, read: wire.Read, write: wire.Configure}
	t[51] = group{variations: []variation{1: object("times", "common_time", 6, commonTime), 2: object("times", "common_time", 6, commonTime)},
		read: wire.Read, write: wire.Configure}
	t[52] = group{variations: []variation{1: object("times", "time_delay", 2, timeDelay), 2: object("times", "time_delay", 2, timeDelay)},
		read: wire.Read, write: wire.Configure}
	t[60] = group{variations: []variation{1: empty, 2: empty, 3: empty, 4: empty}, read: wire.Read, write: wire.Configure}
	t[70] = group{variations: []variation{
		1: object("files", "file_identifier", 34, fileIdentifier), 2: object("files", "file_authentication", 12, fileAuthentication),
		3: object("files", "file_command", 26, fileCommand), 4: object("files", "file_command_status", 13, fileCommandStatus),
		5: object("files", "file_transport", 8, fileTransport), 6: object("files", "file_transport_status", 9, fileTransportStatus),
		7: object("files", "file_descriptor", 20, fileDescriptor), 8: object("files", "file_specification", 0, fileSpecification),
	}, read: wire.Program, write: wire.Program}
	t[80] = group{variations: []variation{1: bits()}, points: true, read: wire.Read, write: wire.Configure}
	t[81] = group{variations: []variation{1: object("storages", "storage", 3, storage)}, read: wire.Read, write: wire.Write}
	t[82] = group{variations: []variation{1: object("profiles", "profile", 10, profile)}, read: wire.Identify, write: wire.Configure}
	t[83] = group{variations: []variation{1: object("registrations", "registration", 8, registration),
		2: object("registrations", "registration", 8, registrationDescriptor)}, read: wire.Read, write: wire.Write}
	t[groupApplication] = group{variations: []variation{1: object("applications", "application", 0, applicationIdentifier)}, read: wire.Read, write: wire.Configure}
	t[91] = group{variations: []variation{1: object("activations", "activation", 5, activation)}, read: wire.Read, write: wire.Write}
}

func dataGroups(t *[256]group) {
	t[85] = group{variations: []variation{1: object("data_sets", "prototype", 0, descriptor)}, points: true, read: wire.Read, write: wire.Configure}
	t[86] = group{variations: []variation{1: object("data_sets", "descriptor", 0, descriptor), 2: object("data_sets", "characteristics", 1, characteristics),
		3: object("data_sets", "point_index_attributes", 0, dataSet)}, points: true, read: wire.Read, write: wire.Configure}
	t[87] = group{variations: []variation{1: object("data_sets", "present_value", 0, dataSet)}, points: true, read: wire.Read, write: wire.Write}
	t[88] = group{variations: []variation{1: object("data_sets", "snapshot", 0, dataSet)}, points: true, read: wire.Read, write: wire.Write}
	text := values(1, octetString)
	t[110] = group{any: &text, points: true, read: wire.Read, write: wire.Write}
	t[111] = group{any: &text, points: true, read: wire.Read, write: wire.Write}
	t[112] = group{any: &text, points: true, read: wire.Read, write: wire.Operate} // what a terminal is told
	t[113] = group{any: &text, points: true, read: wire.Read, write: wire.Write}
}

func authenticationGroups(t *[256]group) {
	const auth = "authentications"
	t[groupAuthentication] = group{variations: []variation{
		1: object(auth, "challenge", 8, challenge), 2: object(auth, "reply", 6, reply),
		3: authenticated(object(auth, "aggressive_mode_request", 6, aggressive)),
		4: object(auth, "session_key_status_request", 2, keyStatusRequest), 5: object(auth, "session_key_status", 11, keyStatus),
		6: object(auth, "session_key_change", 6, keyChange), 7: object(auth, "error", 15, authenticationError),
		8: object(auth, "user_certificate", 2, userCertificate), 9: authenticated(object(auth, "message_authentication_code", 0, authenticationCode)),
		10: object(auth, "user_status_change", 16, userStatusChange), 11: object(auth, "update_key_change_request", 5, updateKeyRequest),
		12: object(auth, "update_key_change_reply", 8, updateKeyReply), 13: object(auth, "update_key_change", 8, updateKeyChange),
		14: object(auth, "update_key_change_signature", 0, updateKeySignature), 15: object(auth, "update_key_change_confirmation", 0, authenticationCode),
	}, read: wire.Session, write: wire.Session}
	t[121] = group{variations: []variation{1: object("statistics", "statistic", 7, securityStatistic)}, points: true, read: wire.Read, write: wire.Configure}
	t[122] = group{variations: []variation{1: object("statistics", "statistic", 7, securityStatistic), 2: object("statistics", "statistic", 13, securityStatistic)},
		points: true, read: wire.Read, write: wire.Write}
}
