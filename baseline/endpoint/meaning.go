package endpoint

import "github.com/banken-ot/banken/baseline"

// Kinds of deviations.
const (
	MACChanged         baseline.Kind = "mac-changed"          // another interface of an asset that takes part in control
	MACMoved           baseline.Kind = "mac-moved"            // of another host, or between neighbouring interfaces
	AddressContested   baseline.Kind = "address-contested"    // two interfaces claim it by turns
	AddressAlternates  baseline.Kind = "address-alternates"   // two interfaces use it by turns
	ARPSpoof           baseline.Kind = "arp-spoof"            // one interface claims addresses of several assets
	PathChanged        baseline.Kind = "path-changed"         // TTL as sent, hops, or the router
	FingerprintChanged baseline.Kind = "fingerprint-changed"  // TCP stack
	ConflictingOverlap baseline.Kind = "conflicting-overlap"  // different octets in one place of a stream
	ResumedAfterReset  baseline.Kind = "resumed-after-reset"  // a stream went on after a RST of its own
	InTheMiddle        baseline.Kind = "man-in-the-middle"    // one interface claims both ends of a conversation
	PassesTheMiddle    baseline.Kind = "middle-traffic"       // and their traffic passes it
	RoleReversal       baseline.Kind = "role-reversal"        // a server begins to ask
	WriteAfterEndpoint baseline.Kind = "write-after-endpoint" // control within ten minutes after any of these but evidence
)

// kind is a place in the table of meanings; the zero is none.
type kind uint8

const (
	none kind = iota
	macChanged
	macMoved
	contested
	alternates
	arpSpoof
	pathChanged
	printChanged
	overlap
	resumed
	between
	passing
	reversal
	writeAfter
	kinds
)

// meanings are constant.
var meanings = [kinds]baseline.Meaning{
	macChanged:   {Kind: MACChanged, Detector: baseline.Endpoint, Stage: baseline.Access, Alone: true, Techniques: []string{"T0849", "T0830"}},
	macMoved:     {Kind: MACMoved, Detector: baseline.Endpoint, Stage: baseline.Access, Techniques: []string{"T0849"}},
	contested:    {Kind: AddressContested, Detector: baseline.Endpoint, Stage: baseline.Access, Exact: true, Alone: true, Techniques: []string{"T0830", "T0856"}},
	alternates:   {Kind: AddressAlternates, Detector: baseline.Endpoint, Stage: baseline.Access, Alone: true, Techniques: []string{"T0830", "T0849"}},
	arpSpoof:     {Kind: ARPSpoof, Detector: baseline.Endpoint, Stage: baseline.Access, Alone: true, Techniques: []string{"T0830", "T0842"}},
	pathChanged:  {Kind: PathChanged, Detector: baseline.Endpoint, Stage: baseline.Access, Techniques: []string{"T0830"}},
	printChanged: {Kind: FingerprintChanged, Detector: baseline.Endpoint, Stage: baseline.Access, Techniques: []string{"T0849"}},
	overlap:      {Kind: ConflictingOverlap, Detector: baseline.Endpoint, Stage: baseline.Access, Exact: true, Alone: true, Techniques: []string{"T0820", "T0830"}},
	resumed:      {Kind: ResumedAfterReset, Detector: baseline.Endpoint, Stage: baseline.Access, Exact: true, Alone: true, Techniques: []string{"T0830", "T0814"}},
	between:      {Kind: InTheMiddle, Detector: baseline.Endpoint, Stage: baseline.Access, Exact: true, Alone: true, Techniques: []string{"T0830", "T0856"}},
	passing:      {Kind: PassesTheMiddle, Detector: baseline.Endpoint, Stage: baseline.Access, Exact: true, Alone: true, Techniques: []string{"T0830", "T0832", "T0831"}},
	reversal:     {Kind: RoleReversal, Detector: baseline.Endpoint, Stage: baseline.Access, Exact: true, Alone: true, Techniques: []string{"T0848", "T0886"}},
	writeAfter:   {Kind: WriteAfterEndpoint, Detector: baseline.Endpoint, Stage: baseline.Control, Control: true, Alone: true, Techniques: []string{"T0855", "T0831"}},
}

// Meanings returns what each kind means.
func Meanings() []baseline.Meaning { return meanings[none+1:] }
