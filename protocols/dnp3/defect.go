package dnp3

import "github.com/banken-ot/banken/protocols/wire"

// The defects of this protocol, in the order of defectNames. "Must" is what the
// standard says; clauses are those of IEEE 1815-2012.
const (
	headerCRC          = iota // a frame starts here whose header CRC is wrong
	blockCRC                  // the CRC of a block of user data is wrong; what follows it was not decoded
	skippedOctets             // octets that belong to no frame stood before this message
	linkFunction              // reserved or obsolete link function (clause 9)
	linkData                  // user data where there must be none, or none where there must be some
	frameCountValid           // FCV is not what the function demands (clause 9)
	frameRepeated             // a confirmed frame sent again, octet for octet: the receiver ignores it
	directionBit              // DIR contradicts the function code (clause 9)
	reservedAddress           // an address of the reserved range, or a special one as source (clause 9)
	selfAddress               // sent to the self-address
	segmentMissing            // a transport segment of the fragment was not there (clause 8)
	segmentRepeated           // a transport segment came twice and was ignored
	segmentUnexpected         // a segment that continues nothing
	fragmentAbandoned         // an earlier fragment of the same direction was never finished
	fragmentTooLong           // more octets than MaxFragment, or MaxLongFragments of more than is usual; those beyond were not decoded
	unknownFunction           // a function code the standard does not assign
	obsoleteFunction          // INITIALIZE_DATA, SAVE_CONFIG (clause 4)
	confirmRequested          // a request that asks for an application confirm (4.2.2.4)
	confirmUnexpected         // a confirm nobody asked for
	unsolicitedBit            // UNS is not what the function code demands (4.2.2.4)
	requestFragmented         // a request in several fragments (4.2.1)
	fragmentUnexpected        // a response fragment that continues nothing
	fragmentSequence          // a response fragment with another sequence than the next (4.2.2.4)
	sequenceJump              // a request whose sequence is neither the last nor the next
	reservedIIN               // IIN2.6 or IIN2.7 set (clause 4)
	unknownObject             // a group or variation the standard does not assign, or not there; kept raw
	badQualifier              // a reserved or impossible qualifier (4.2.2)
	rangeReversed             // a stop below the start
	countExcessive            // more objects than MaxRange
	objectSize                // a size prefix that is not the size of the object
	objectsMissing            // a function that needs objects has none
	objectsUnexpected         // a function that takes no objects has some
	controlCode               // reserved or obsolete bits in a control code (Annex A)
	statusInRequest           // a control request with a status other than 0
	selectMissing             // OPERATE without a SELECT accepted before it (clause 4)
	selectDiffers             // OPERATE of other objects than its SELECT
	selectExpired             // OPERATE later than SelectTimeout after its SELECT
	echoDiffers               // a control response that does not repeat its request
	commonTimeMissing         // a relative time without a common time of occurrence before it (Annex A)
	timeRange                 // a time beyond the year 2262: kept as a number
	stringBounds              // a string whose offset and length leave its object
	reservedValue             // a value the standard reserves
	numberOfOwnDefects = iota
)

var defectNames = [numberOfOwnDefects]string{
	headerCRC:          "header-crc",
	blockCRC:           "block-crc",
	skippedOctets:      "skipped-octets",
	linkFunction:       "link-function",
	linkData:           "link-data",
	frameCountValid:    "frame-count-valid",
	frameRepeated:      "frame-repeated",
	directionBit:       "direction-bit",
	reservedAddress:    "reserved-address",
	selfAddress:        "self-address",
	segmentMissing:     "segment-missing",
	segmentRepeated:    "segment-repeated",
	segmentUnexpected:  "segment-unexpected",
	fragmentAbandoned:  "fragment-abandoned",
	fragmentTooLong:    "fragment-too-long",
	unknownFunction:    "unknown-function",
	obsoleteFunction:   "obsolete-function",
	confirmRequested:   "confirm-requested",
	confirmUnexpected:  "confirm-unexpected",
	unsolicitedBit:     "unsolicited-bit",
	requestFragmented:  "request-fragmented",
	fragmentUnexpected: "fragment-unexpected",
	fragmentSequence:   "fragment-sequence",
	sequenceJump:       "sequence-jump",
	reservedIIN:        "reserved-iin",
	unknownObject:      "unknown-object",
	badQualifier:       "bad-qualifier",
	rangeReversed:      "range-reversed",
	countExcessive:     "count-excessive",
	objectSize:         "object-size",
	objectsMissing:     "objects-missing",
	objectsUnexpected:  "objects-unexpected",
	controlCode:        "control-code",
	statusInRequest:    "status-in-request",
	selectMissing:      "select-missing",
	selectDiffers:      "select-differs",
	selectExpired:      "select-expired",
	echoDiffers:        "echo-differs",
	commonTimeMissing:  "common-time-missing",
	timeRange:          "time-range",
	stringBounds:       "string-bounds",
	reservedValue:      "reserved-value",
}

// own returns the set with one defect of this protocol.
func own(i uint8) wire.Defects { return wire.Own(i) }
