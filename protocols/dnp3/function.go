package dnp3

import (
	"fmt"

	"github.com/banken-ot/banken/protocols/wire"
)

// Application function codes (IEEE 1815-2012, clause 4) that are treated apart.
const (
	funcConfirm              = 0
	funcRead                 = 1
	funcWrite                = 2
	funcSelect               = 3
	funcOperate              = 4
	funcDirectOperate        = 5
	funcDirectOperateNR      = 6
	funcFreezeAtTime         = 11
	funcFreezeAtTimeNR       = 12
	funcAuthenticate         = 32
	funcResponse             = 129
	funcUnsolicited          = 130
	funcAuthenticateResponse = 131
)

// content says what object headers stand for in a fragment.
type content uint8

const (
	contentNone   content = iota // no objects belong there
	contentNames                 // headers only: what is meant, not what it is
	contentValues                // headers with objects
	contentRaw                   // unknown
)

type functionInfo struct {
	name      string
	role      wire.Role
	operation wire.Operation
	content   content
	empty     bool // may be without objects
	noReply   bool
	byGroup   bool // the operation depends on the groups
	defect    wire.Defects
}

// functions is indexed by function code.
var functions = makeFunctions()

func makeFunctions() (t [256]functionInfo) {
	for i := range t {
		t[i] = functionInfo{name: fmt.Sprintf("unknown-%d", i), operation: wire.Operate, content: contentRaw, empty: true, defect: own(unknownFunction)}
	}
	for i, f := range requests {
		f.role = wire.Request
		t[i] = f
	}
	t[funcConfirm].role = wire.Notice
	t[funcResponse] = functionInfo{name: "response", role: wire.Response, operation: wire.Read, content: contentValues, empty: true, byGroup: true}
	t[funcUnsolicited] = functionInfo{name: "unsolicited-response", role: wire.Unsolicited, operation: wire.Read, content: contentValues, empty: true}
	t[funcAuthenticateResponse] = functionInfo{name: "authenticate-resp", role: wire.Response, operation: wire.Session, content: contentValues}
	return t
}

// requests are the codes 0 to 33. An operation is the worst that may be meant:
// a function not assigned counts as Operate.
var requests = [...]functionInfo{
	{name: "confirm", operation: wire.Session, content: contentNone, empty: true},
	{name: "read", operation: wire.Read, content: contentNames, byGroup: true},
	{name: "write", operation: wire.Write, content: contentValues, byGroup: true},
	{name: "select", operation: wire.Select, content: contentValues},
	{name: "operate", operation: wire.Operate, content: contentValues},
	{name: "direct-operate", operation: wire.Operate, content: contentValues},
	{name: "direct-operate-nr", operation: wire.Operate, content: contentValues, noReply: true},
	{name: "immed-freeze", operation: wire.Write, content: contentNames},
	{name: "immed-freeze-nr", operation: wire.Write, content: contentNames, noReply: true},
	{name: "freeze-clear", operation: wire.Write, content: contentNames},
	{name: "freeze-clear-nr", operation: wire.Write, content: contentNames, noReply: true},
	{name: "freeze-at-time", operation: wire.Write, content: contentNames},
	{name: "freeze-at-time-nr", operation: wire.Write, content: contentNames, noReply: true},
	{name: "cold-restart", operation: wire.Restart, empty: true},
	{name: "warm-restart", operation: wire.Restart, empty: true},
	{name: "initialize-data", operation: wire.Configure, empty: true, defect: own(obsoleteFunction)},
	{name: "initialize-appl", operation: wire.Restart, content: contentValues},
	{name: "start-appl", operation: wire.Restart, content: contentValues},
	{name: "stop-appl", operation: wire.Restart, content: contentValues},
	{name: "save-config", operation: wire.Configure, empty: true, defect: own(obsoleteFunction)},
	{name: "enable-unsolicited", operation: wire.Configure, content: contentNames},
	{name: "disable-unsolicited", operation: wire.Configure, content: contentNames},
	{name: "assign-class", operation: wire.Configure, content: contentNames},
	{name: "delay-measure", operation: wire.Diagnose, empty: true},
	{name: "record-current-time", operation: wire.Configure, empty: true},
	{name: "open-file", operation: wire.Program, content: contentValues},
	{name: "close-file", operation: wire.Program, content: contentValues},
	{name: "delete-file", operation: wire.Program, content: contentValues},
	{name: "get-file-info", operation: wire.Program, content: contentValues},
	{name: "authenticate-file", operation: wire.Program, content: contentValues},
	{name: "abort-file", operation: wire.Program, content: contentValues},
	{name: "activate-config", operation: wire.Program, content: contentValues},
	{name: "authenticate-req", operation: wire.Session, content: contentValues},
	{name: "auth-req-no-ack", operation: wire.Session, content: contentValues, noReply: true},
}

// control tells whether the function orders controls.
func control(code byte) bool { return code >= funcSelect && code <= funcDirectOperateNR }
