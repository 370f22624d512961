package dnp3

// Internal indications (IEEE 1815-2012, clause 4): IIN1 in the high octet, IIN2 in
// the low one, as they come.
const (
	iinNoFunction     = 1 << 0
	iinObjectUnknown  = 1 << 1
	iinParameterError = 1 << 2
	iinReserved       = 1<<6 | 1<<7
	iinRefusal        = iinNoFunction | iinObjectUnknown | iinParameterError
)

// iinNames in the order IIN1.0 to IIN1.7, IIN2.0 to IIN2.7.
var iinNames = [16]string{
	"broadcast", "class-1-events", "class-2-events", "class-3-events",
	"need-time", "local-control", "device-trouble", "device-restart",
	"no-func-code-support", "object-unknown", "parameter-error", "event-buffer-overflow",
	"already-executing", "config-corrupt", "reserved-2.6", "reserved-2.7",
}

// appendIIN appends the names of the bits that are set, separated by commas;
// "none" when there are none.
func appendIIN(dst []byte, status uint32) []byte {
	before := len(dst)
	for i, name := range iinNames {
		if status>>(i^8)&1 == 0 {
			continue
		}
		if len(dst) > before {
			dst = append(dst, ',')
		}
		dst = append(dst, name...)
	}
	if len(dst) == before {
		return append(dst, "none"...)
	}
	return dst
}
