package account

// Right is something that not everybody may do.
type Right string

// The rights. Any other is nobody's.
const (
	See         Right = "see"          // every page but those below
	Decide      Right = "decide"       // acknowledge, shelve and close incidents
	Permit      Right = "permit"       // open and close work permits, describe devices
	Approve     Right = "approve"      // say what of the baseline is normal, stop learning
	Release     Right = "release"      // sign, import and roll back the baseline
	People      Right = "people"       // add people, their roles, new passwords
	Settings    Right = "settings"     // of the sensor
	Audit       Right = "audit"        // read the audit trail
	Evidence    Right = "evidence"     // download packets
	Drill       Right = "drill"        // begin and end exercises
	StopEnforce Right = "stop-enforce" // let everything pass again, at once
)

// Bits of the roles.
const (
	viewer        = 1 << Viewer
	operator      = 1 << Operator
	engineer      = 1 << Engineer
	administrator = 1 << Administrator
	auditor       = 1 << Auditor
)

// granted is who has which right. What is not here nobody has. Whoever runs the plant
// can always let everything pass: it must not wait for somebody to be found. Packets
// hold what the plant does, and passwords of devices; who only looks does not need
// them. A small site has one person for everything, so that an administrator may all.
var granted = map[Right]uint8{
	See:         viewer | operator | engineer | administrator | auditor,
	Decide:      operator | engineer | administrator,
	Permit:      operator | engineer | administrator,
	Approve:     engineer | administrator,
	Release:     engineer | administrator,
	People:      administrator,
	Settings:    administrator,
	Audit:       administrator | auditor,
	Evidence:    engineer | administrator | auditor,
	Drill:       engineer | administrator,
	StopEnforce: operator | engineer | administrator,
}

// Rights returns all rights, in the order of the table.
func Rights() []Right {
	return []Right{See, Decide, Permit, Approve, Release, People, Settings, Audit, Evidence, Drill, StopEnforce}
}

// May reports whether a role has a right.
func (r Role) May(x Right) bool { return r > Nobody && r < roleCount && granted[x]>>r&1 == 1 }
