package modbus

import "github.com/banken-ot/banken/protocols/wire"

// Defects of the protocol's own.
const (
	badCRC = iota
	badLRC
	reservedFunction
	reservedSubFunction
	badQuantity
	badByteCount
	badAddressRange
	badCoilValue
	echoDiffers
	responseSize
	badException
	badLengthField
	badReference
	badObject
	broadcastAnswered
	implausibleException
	badDiagnosticData
	broadcastRead
	badProtocolID
)

var defectNames = [...]string{
	badCRC:               "bad-crc",
	badLRC:               "bad-lrc",
	reservedFunction:     "reserved-function",
	reservedSubFunction:  "reserved-sub-function",
	badQuantity:          "quantity-out-of-range",
	badByteCount:         "byte-count-differs",
	badAddressRange:      "address-range-exceeded",
	badCoilValue:         "coil-value-invalid",
	echoDiffers:          "echo-differs",
	responseSize:         "response-size-differs",
	badException:         "exception-code-reserved",
	badLengthField:       "length-field-out-of-range",
	badReference:         "reference-type-invalid",
	badObject:            "object-invalid",
	broadcastAnswered:    "broadcast-answered",
	implausibleException: "exception-code-implausible",
	badDiagnosticData:    "diagnostic-data-invalid",
	broadcastRead:        "broadcast-read",
	badProtocolID:        "protocol-identifier-invalid",
}

func own(i uint8) wire.Defects { return wire.Own(i) }
