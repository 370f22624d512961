package tripwire

import "github.com/banken-ot/banken/baseline"

// kindID is the place of a kind in the list of meanings, from 1.
type kindID uint8

// Kinds that need more than one event, or that are told by defects.
const (
	kindStorm         baseline.Kind = "modbus-exception-storm"
	kindNeverAccepted baseline.Kind = "modbus-never-accepted"
	kindBroadcast     baseline.Kind = "modbus-broadcast-write"
	kindDirect        baseline.Kind = "dnp3-direct-operate"
	kindMasterHost    baseline.Kind = "dnp3-master-host"
	kindRestarted     baseline.Kind = "dnp3-restarted"
	kindReportAgain   baseline.Kind = "dnp3-report-again"
	kindReportOrder   baseline.Kind = "dnp3-report-order"
	kindReportsOff    baseline.Kind = "dnp3-disable-unsolicited"
	kindNone          baseline.Kind = "opcua-security-none"
	kindAnonymous     baseline.Kind = "opcua-anonymous"
	kindDowngrade     baseline.Kind = "opcua-policy-downgrade"
	kindSubscription  baseline.Kind = "opcua-foreign-subscription"
	kindProgram       baseline.Kind = "program-transfer"
	kindMode          baseline.Kind = "mode-change"
)

// statefulMeanings are the meanings of what no Rule tells.
var statefulMeanings = [...]baseline.Meaning{
	asked(kindStorm, baseline.Recon, "T0846", "T0840"),
	added(sign(kindNeverAccepted, baseline.Recon, "T0846")),
	never("modbus-malformed", baseline.Access, "T0866", "T0814"),
	never(kindDirect, baseline.Control, "T0855"),
	asked(kindMasterHost, baseline.Access, "T0848", "T0849"),
	sign(kindRestarted, baseline.Disruption, "T0816"),
	asked(kindReportAgain, baseline.Control, "T0856", "T0830"),
	asked(kindReportOrder, baseline.Control, "T0856", "T0830"),
	never("dnp3-malformed", baseline.Access, "T0866", "T0814"),
	never(kindNone, baseline.Access, "T0830", "T0848"),
	never(kindAnonymous, baseline.Access, "T0859", "T0848"),
	never(kindDowngrade, baseline.Access, "T0830"),
	never(kindSubscription, baseline.Disruption, "T0804", "T0878"),
	never("opcua-malformed", baseline.Access, "T0866", "T0814"),
	never(kindProgram, baseline.Configuration, "T0843"),
	never(kindMode, baseline.Disruption, "T0858", "T0816"),
}

// Meanings returns the meanings of all kinds the detector can report.
func Meanings() []baseline.Meaning {
	var list []baseline.Meaning
	for _, p := range ruleList() {
		for i := range p.rules {
			if r := &p.rules[i]; !r.Told {
				list = append(list, r.Meaning)
			}
		}
	}
	return append(list, statefulMeanings[:]...)
}

// kindOf returns the place of a kind in Meanings, 0 for none.
func kindOf(k baseline.Kind) kindID {
	for i, m := range Meanings() {
		if m.Kind == k {
			return kindID(i + 1)
		}
	}
	return 0
}
