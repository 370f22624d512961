package identity

import "github.com/banken-ot/banken/baseline"

// Kinds of deviations.
const (
	FirmwareChanged      baseline.Kind = "firmware-changed"
	ModelChanged         baseline.Kind = "model-changed" // manufacturer, product, hardware
	CertificateChanged   baseline.Kind = "certificate-changed"
	CertificateRenewed   baseline.Kind = "certificate-renewed"
	NameChanged          baseline.Kind = "name-changed" // also place and URI
	IdentityChanged      baseline.Kind = "identity-changed"
	SecurityOffered      baseline.Kind = "security-offered-changed"
	SecurityUsed         baseline.Kind = "security-used-changed" // by a client with a server
	ClientProgramChanged baseline.Kind = "client-program-changed"
)

// sort is what an attribute tells, and so the kind of its change.
type sort uint8

const (
	none sort = iota
	firmware
	model
	certificate
	renewal
	name
	other // serial number, project, what has no sort
	offered
	used
	program
	sorts
)

// meanings are constant, by sort.
var meanings = [sorts]baseline.Meaning{
	firmware:    {Kind: FirmwareChanged, Detector: baseline.Identity, Stage: baseline.Configuration, Exact: true, Alone: true, Techniques: []string{"T0857", "T0839"}},
	model:       {Kind: ModelChanged, Detector: baseline.Identity, Stage: baseline.Configuration, Alone: true, Techniques: []string{"T0848", "T0864"}},
	certificate: {Kind: CertificateChanged, Detector: baseline.Identity, Stage: baseline.Configuration, Exact: true, Alone: true, Techniques: []string{"T0830", "T0849"}},
	renewal:     {Kind: CertificateRenewed, Detector: baseline.Identity, Stage: baseline.Configuration, Alone: true, Techniques: []string{"T0849"}},
	name:        {Kind: NameChanged, Detector: baseline.Identity, Stage: baseline.Configuration, Alone: true, Techniques: []string{"T0849"}},
	other:       {Kind: IdentityChanged, Detector: baseline.Identity, Stage: baseline.Configuration, Alone: true, Techniques: []string{"T0849", "T0889"}},
	offered:     {Kind: SecurityOffered, Detector: baseline.Identity, Stage: baseline.Configuration, Alone: true, Techniques: []string{"T0830"}},
	used:        {Kind: SecurityUsed, Detector: baseline.Identity, Stage: baseline.Configuration, Techniques: []string{"T0830"}},
	program:     {Kind: ClientProgramChanged, Detector: baseline.Identity, Stage: baseline.Configuration, Techniques: []string{"T0848", "T0849"}},
}

// Meanings returns what each kind means.
func Meanings() []baseline.Meaning { return meanings[none+1:] }
