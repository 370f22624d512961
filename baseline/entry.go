package baseline

import "time"

// Standing is what became of something learned.
type Standing uint8

// The standings.
const (
	Candidate Standing = iota // seen, on too few days to count
	Known                     // learned
	Pending                   // waits for a person's approval
	Approved                  // by a person
	Rejected                  // by a person: it deviates whenever it is seen
)

var standingNames = [...]string{"candidate", "known", "pending", "approved", "rejected"}

// String returns the standing in lower case.
func (s Standing) String() string {
	if int(s) < len(standingNames) {
		return standingNames[s]
	}
	return "unknown"
}

// ParseStanding returns the standing of a name.
func ParseStanding(s string) (Standing, bool) {
	for i, name := range standingNames {
		if name == s {
			return Standing(i), true
		}
	}
	return 0, false
}

// Entry is one line of the baseline as people read it.
type Entry struct {
	Detector Detector
	// Subject says what it is about, in one line, without tabs, the same in every
	// version, and unique within the detector:
	// "modbus 10.0.0.1 > 10.0.0.2:502 station 1 write holding-register 12".
	Subject  string
	Standing Standing
	// Facts are what was learned of it, in no language: "200..260, 64 values".
	Facts       string
	First, Last time.Time // UTC; to the second
	Days        int       // learning days on which it was seen
	Count       uint64    // how often; 0 where that is not counted
	// Assets it is about, as numbers of the Book, client first; 0 for none.
	Client, Server AssetID
}
