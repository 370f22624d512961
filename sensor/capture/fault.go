package capture

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// What an Error is of, for errors.Is.
var (
	ErrCut         = errors.New("capture: cut short")
	ErrDamaged     = errors.New("capture: damaged")
	ErrForeign     = errors.New("capture: no capture file")
	ErrEmpty       = errors.New("capture: empty")
	ErrUnsupported = errors.New("capture: version is not supported")
	ErrUnreadable  = errors.New("capture: cannot be read")
	ErrClosed      = errors.New("capture: closed")
)

// Error is why a capture is read no further. Everything before it was delivered.
type Error struct {
	File    string // name, as given
	Offset  int64  // of the record or block at fault, in octets of the capture; -1 when the file as a whole is
	Frame   uint64 // number of the last whole frame, 0 when there is none
	Gzip    bool   // Offset counts the unzipped contents
	Problem string // what was found, and expected
	Advice  string // what to do
	Kind    error  // one of the errors above
	Cause   error  // of the system or of a library; may be nil
	Detail  Detail // what Problem says
}

// Error says file, place, problem and advice in a sentence.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("capture: " + e.File + ": ")
	if e.Offset >= 0 {
		fmt.Fprintf(&b, "at octet %d", e.Offset)
		if e.Gzip {
			b.WriteString(" of the unzipped contents")
		}
		b.WriteString(": ")
	}
	b.WriteString(e.Problem)
	if e.Advice != "" {
		b.WriteString(": " + e.Advice)
	}
	return b.String()
}

// Unwrap returns the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}

// at sets where the fault is.
func (e *Error) at(offset int64) *Error {
	e.Offset = offset
	return e
}

func (r *Reader) fault(kind error, problem, advice string) *Error {
	return &Error{File: r.name, Offset: r.src.offset(), Frame: r.number, Gzip: r.zipped,
		Problem: problem, Advice: advice, Kind: kind}
}

// usable says what of the file can be used.
func (r *Reader) usable() string {
	if r.number == 0 {
		return "no frame before it is whole"
	}
	return fmt.Sprintf("everything up to frame %d is valid", r.number)
}

// end is what comes where what was wanted is not all there: io.EOF when nothing
// is left and the stream ended as it should, or an Error.
func (r *Reader) end(what string, want, left int64) error {
	if left == 0 && r.src.err == io.EOF {
		return io.EOF
	}
	return r.cut(what, want, left)
}

// frameName names the frame that was to come next.
func (r *Reader) frameName() string { return fmt.Sprintf("frame %d", r.number+1) }

// cut is the error of something of which only the first octets are there.
func (r *Reader) cut(what string, want, left int64) *Error {
	short := fmt.Sprintf("%s is cut short (wanted %d octets, %d left)", what, want, left)
	switch err := r.src.err; err {
	case nil, io.EOF:
		return r.fault(ErrCut, short, "the capture was interrupted; "+r.usable()).because(Interrupted, want, left)
	case io.ErrUnexpectedEOF:
		e := r.fault(ErrCut, short+", because the gzip stream is", "the file was not copied or written to its end; "+r.usable())
		e.Cause = err
		e.because(GzipInterrupted, want, left)
		return e
	default:
		kind := ErrUnreadable
		if r.zipped {
			kind = ErrDamaged
		}
		e := r.fault(kind, fmt.Sprintf("%s cannot be read (%v)", what, err), "copy the file again from its source; "+r.usable())
		e.Cause = err
		e.because(ReadFailed, 0, 0)
		return e
	}
}

func (r *Reader) damaged(format string, a ...any) *Error {
	return r.fault(ErrDamaged, fmt.Sprintf(format, a...), "the file is damaged here; copy it again from its source; "+r.usable())
}

func (r *Reader) tooLong(captured uint32) *Error {
	return r.damaged("frame %d says it has %d octets, %d at most can be", r.number+1, captured, MaxFrame).because(FrameTooLong, int64(captured), MaxFrame)
}

func (r *Reader) noInterface(id uint32) *Error {
	return r.damaged("frame %d is of interface %d, which the section does not describe (it describes %d)", r.number+1, id, len(r.interfaces)).
		because(NoInterface, int64(id), int64(len(r.interfaces)))
}

// blockName names a block, and the frame it would be.
func (r *Reader) blockName(kind *blockKind, typ uint32) string {
	switch typ {
	case blockEnhanced, blockSimple, blockPacket:
		return fmt.Sprintf("frame %d, in the %s,", r.number+1, kind.name)
	case blockSection, blockDescription, blockStatistics:
		return "the " + kind.name
	}
	return fmt.Sprintf("the %s of type %#x", kind.name, typ)
}

func (r *Reader) damagedBlock(kind *blockKind, typ uint32, format string, a ...any) *Error {
	return r.damaged("%s "+format, append([]any{r.blockName(kind, typ)}, a...)...)
}

func (r *Reader) cutBlock(kind *blockKind, typ uint32, want, left int64) *Error {
	return r.cut(r.blockName(kind, typ), want, left)
}

func (r *Reader) version(format string, major, minor uint16) *Error {
	return r.fault(ErrUnsupported, fmt.Sprintf("%s of version %d.%d, which is not known", format, major, minor),
		"rewrite it with `editcap -F "+format+" OLD NEW`").named(UnknownVersion, fmt.Sprintf("%s %d.%d", format, major, minor))
}

// internal is the error of pcapgo refusing what was found to be right.
func (r *Reader) internal(err error) *Error {
	e := r.damaged("frame %d or the block before it cannot be decoded (%v)", r.number+1, err)
	e.Cause = err
	return e.because(Undecodable, 0, 0)
}

func (r *Reader) badGzip(err error) *Error {
	e := &Error{File: r.name, Offset: 0, Kind: ErrDamaged, Cause: err, Detail: Detail{Reason: GzipHeaderBad},
		Problem: fmt.Sprintf("begins like gzip, but its header is not (%v)", err), Advice: "copy the file again from its source"}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		e.Kind, e.Problem, e.Detail.Reason = ErrCut, "the gzip header is cut short", GzipHeaderCut
	}
	return e
}

func unreadable(name string, err error) *Error {
	advice := ""
	if errors.Is(err, fs.ErrNotExist) {
		advice = "check the name"
	} else if errors.Is(err, fs.ErrPermission) {
		advice = "check who may read it"
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err // the name is said already
	}
	return &Error{File: name, Offset: -1, Problem: "cannot be read (" + err.Error() + ")", Advice: advice, Kind: ErrUnreadable, Cause: err,
		Detail: Detail{Reason: OpenFailed}}
}

func isFolder(name string) *Error {
	return &Error{File: name, Offset: -1, Problem: "is a folder", Advice: "name a capture file in it", Kind: ErrForeign, Detail: Detail{Reason: IsFolder}}
}

func closed(name string) *Error {
	return &Error{File: name, Offset: -1, Problem: "has been closed", Kind: ErrClosed, Detail: Detail{Reason: IsClosed}}
}
