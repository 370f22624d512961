package tripwire

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// stateful are the places of the kinds that no Rule tells.
type stateful struct {
	storm, neverAccepted, broadcast, direct, masterHost, restarted, reportsOff kindID
	reportAgain, reportOrder                                                   kindID
	none, anonymous, downgrade, subscription, program, mode                    kindID
	malformed                                                                  [len(violations)]kindID
}

func statefulKinds() stateful {
	s := stateful{storm: kindOf(kindStorm), neverAccepted: kindOf(kindNeverAccepted), broadcast: kindOf(kindBroadcast), direct: kindOf(kindDirect),
		masterHost: kindOf(kindMasterHost), restarted: kindOf(kindRestarted), reportsOff: kindOf(kindReportsOff), reportAgain: kindOf(kindReportAgain), reportOrder: kindOf(kindReportOrder), none: kindOf(kindNone),
		anonymous: kindOf(kindAnonymous), downgrade: kindOf(kindDowngrade), subscription: kindOf(kindSubscription), program: kindOf(kindProgram),
		mode: kindOf(kindMode)}
	for i := range violations {
		s.malformed[i] = kindOf(violations[i].kind)
	}
	return s
}

// judgeOperation reports a transfer of programs, or a start, stop or restart, of
// which the tables have no rule of their own.
func (d *Detector) judgeOperation(l *baseline.Look, e *baseline.Event) {
	switch e.Operation {
	case wire.Program:
		d.hit(l, e, d.kinds.program, note{})
	case wire.Restart:
		d.hit(l, e, d.kinds.mode, note{})
	}
}
