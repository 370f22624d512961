package whitelist

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// The kinds, those of reads in the order of what says most, then those of controls.
const (
	none = iota
	newHost
	newClient
	newEgress
	newRemote
	newTransfer
	newOutside
	newPair
	newService
	newStation
	newFunction
	newReadRange
	newSession
	newReport
	newQuantity
	firstWrite
	firstWriteLearning
	newRestart
	newConfiguration
	newControl
	newWriteFunction
	newWritePoint
	rejectedUse
	rejectedWay
	rejectedControl
	staleUse
	staleControl
	scan
	newSequence
	kinds
)

// meanings by kind. A control that nobody approved is never learned, and so exact.
// So is a way out of the network or from host to host, which is never learned either. A
// way succeeds when it is answered; another
// address outside by a way that is known proves nothing by itself. Neither does a control
// that was approved and is used again. A read alone raises an incident when a host,
// pair, service, station or function is new; finer things only add to one.
var meanings = [kinds]baseline.Meaning{
	newHost:            {Kind: "new-host", Stage: baseline.Recon, Alone: true, Techniques: []string{"T0864", "T0848"}},
	newClient:          {Kind: "new-client", Stage: baseline.Recon, Alone: true, Techniques: []string{"T0888", "T0846"}},
	newEgress:          {Kind: "new-egress", Stage: baseline.Access, Control: true, Exact: true, Alone: true, Techniques: []string{"T0822", "T0886", "T0884"}},
	newRemote:          {Kind: "new-remote-access", Stage: baseline.Access, Control: true, Exact: true, Alone: true, Techniques: []string{"T0886", "T0866", "T0859"}},
	newTransfer:        {Kind: "new-file-access", Stage: baseline.Access, Control: true, Exact: true, Alone: true, Techniques: []string{"T0867", "T0886", "T0866"}},
	newOutside:         {Kind: "new-outside-address", Stage: baseline.Access, Control: true, Alone: true, Techniques: []string{"T0884", "T0869"}},
	newPair:            {Kind: "new-pair", Stage: baseline.Recon, Alone: true, Techniques: []string{"T0846", "T0886"}},
	newService:         {Kind: "new-service", Stage: baseline.Recon, Alone: true, Techniques: []string{"T0885", "T0869"}},
	newStation:         {Kind: "new-station", Stage: baseline.Recon, Alone: true, Techniques: []string{"T0846"}},
	newFunction:        {Kind: "new-function", Stage: baseline.Recon, Alone: true, Techniques: []string{"T0888", "T0801"}},
	newReadRange:       {Kind: "new-read-range", Stage: baseline.Recon, Techniques: []string{"T0861", "T0801"}},
	newSession:         {Kind: "new-session-function", Stage: baseline.Recon, Techniques: []string{"T0869"}},
	newReport:          {Kind: "new-report", Stage: baseline.Recon, Techniques: []string{"T0801"}},
	newQuantity:        {Kind: "new-quantity", Stage: baseline.Recon, Techniques: []string{"T0861"}},
	firstWrite:         {Kind: "first-write", Stage: baseline.Control, Control: true, Exact: true, Alone: true, Techniques: []string{"T0848", "T0855"}},
	firstWriteLearning: {Kind: "first-write-learning", Stage: baseline.Control, Control: true, Alone: true, Techniques: []string{"T0855"}},
	newRestart:         {Kind: "new-restart", Stage: baseline.Disruption, Control: true, Exact: true, Alone: true, Techniques: []string{"T0816", "T0858"}},
	newConfiguration:   {Kind: "new-configuration", Stage: baseline.Configuration, Control: true, Exact: true, Alone: true, Techniques: []string{"T0836", "T0889", "T0843"}},
	newControl:         {Kind: "new-control", Stage: baseline.Control, Control: true, Exact: true, Alone: true, Techniques: []string{"T0855", "T0831"}},
	newWriteFunction:   {Kind: "new-write-function", Stage: baseline.Control, Control: true, Exact: true, Alone: true, Techniques: []string{"T0855", "T0836"}},
	newWritePoint:      {Kind: "new-write-point", Stage: baseline.Control, Control: true, Exact: true, Alone: true, Techniques: []string{"T0836", "T0855", "T0831"}},
	rejectedUse:        {Kind: "rejected-use", Stage: baseline.Access, Alone: true, Techniques: []string{"T0886", "T0848"}},
	rejectedWay:        {Kind: "rejected-way", Stage: baseline.Access, Control: true, Exact: true, Alone: true, Techniques: []string{"T0886", "T0822"}},
	rejectedControl:    {Kind: "rejected-control", Stage: baseline.Control, Control: true, Exact: true, Alone: true, Techniques: []string{"T0855"}},
	staleUse:           {Kind: "stale-use", Stage: baseline.Recon, Techniques: []string{"T0869"}},
	staleControl:       {Kind: "stale-control", Stage: baseline.Access, Alone: true, Techniques: []string{"T0855"}},
	scan:               {Kind: "scan", Stage: baseline.Recon, Alone: true, Techniques: []string{"T0846", "T0840"}},
	newSequence:        {Kind: "new-sequence", Detector: baseline.Sequence, Stage: baseline.Recon, Techniques: []string{"T0801"}},
}

// Meanings returns the meanings of all kinds this package reports.
func Meanings() []baseline.Meaning {
	all := make([]baseline.Meaning, kinds)
	copy(all, meanings[:])
	for i := range all {
		if i != newSequence {
			all[i].Detector = baseline.Whitelist
		}
	}
	return all[none+1:]
}

// changes are the kinds of a new function, and of a new point of a function that
// is known, by operation.
var changes = [...]struct{ function, point uint8 }{
	wire.Write:     {newWriteFunction, newWritePoint},
	wire.Select:    {newControl, newControl},
	wire.Operate:   {newControl, newControl},
	wire.Configure: {newConfiguration, newConfiguration},
	wire.Program:   {newConfiguration, newConfiguration},
	wire.Restart:   {newRestart, newRestart},
}

// Novel reports whether a kind is about a control that was never seen before: what the
// forecast is about.
func Novel(k baseline.Kind) bool {
	for i := firstWrite; i <= newWritePoint; i++ {
		if meanings[i].Kind == k {
			return i != firstWriteLearning
		}
	}
	return false
}
