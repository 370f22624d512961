package capture

// Reason is what an Error is of, more closely than its Kind: the Problem
// without its figures and names, which are in Detail.
type Reason uint8

// The reasons, with what of Detail they use.
const (
	Interrupted       Reason = iota + 1 // the capture ends amid something: Size octets wanted, Limit there
	GzipInterrupted                     // so does the gzip stream: Size, Limit
	GzipHeaderCut                       // of gzip, not even the header is whole
	GzipHeaderBad                       // begins like gzip, but is not
	ReadFailed                          // Error.Cause says why
	OpenFailed                          // Error.Cause says why
	IsFolder                            // a folder was named
	IsClosed                            // the reader has been closed
	IsEmpty                             // not one octet
	IsCapture                           // of a format that editcap can convert: Name
	IsCompressed                        // in a way that is not read: Name
	IsFile                              // a file of another kind: Name
	IsText                              // text
	IsPointer                           // a pointer of Git LFS to a file that was not fetched
	IsZeros                             // nothing but zeros
	IsUnknown                           // of an unknown kind; Name is its first octets in hexadecimal
	UnknownVersion                      // of the format Name
	FrameTooLong                        // Size octets are said, Limit at most can be
	FrameNoRoom                         // Size octets are said, in a block of Limit
	NoInterface                         // of interface Size, of which Limit are described
	TooManyInterfaces                   // Limit at most
	BlockTooShort                       // Size octets are said, Limit at least are needed
	BlockTooLong                        // Size octets are said, Limit at most can be
	BlockLengths                        // Size octets are said at the start, Limit at the end
	ByteOrder                           // the byte-order magic is none
	Undecodable                         // Error.Cause says why
	Reasons                             // their number, and one
)

// Detail is what an Error says, for whoever says it in another language.
type Detail struct {
	Reason      Reason
	Size, Limit int64
	Name        string // of a format or program, as it calls itself
}

// because sets what the fault is of.
func (e *Error) because(reason Reason, size, limit int64) *Error {
	e.Detail = Detail{Reason: reason, Size: size, Limit: limit}
	return e
}

// named sets the name of what the file is.
func (e *Error) named(reason Reason, name string) *Error {
	e.Detail = Detail{Reason: reason, Name: name}
	return e
}
