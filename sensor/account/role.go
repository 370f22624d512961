package account

import (
	"fmt"

	"github.com/banken-ot/banken/sensor/lang"
)

// Role is what a person is at the console. The zero value may nothing.
type Role uint8

// The roles.
const (
	Nobody        Role = iota
	Viewer             // looks
	Operator           // runs the plant: looks after incidents and work
	Engineer           // answers for the control system: says what is normal
	Administrator      // answers for the sensor: people and settings, and all the rest
	Auditor            // looks at what others did, and changes nothing
	roleCount
)

var roleNames = [roleCount]string{"", "viewer", "operator", "engineer", "administrator", "auditor"}

var roleTexts = [roleCount]lang.Text{{}, {EN: "viewer", JA: "閲覧者"}, {EN: "operator", JA: "運転員"}, {EN: "engineer", JA: "技術担当"},
	{EN: "administrator", JA: "管理者"}, {EN: "auditor", JA: "監査担当"}}

// Roles returns all roles.
func Roles() []Role { return []Role{Viewer, Operator, Engineer, Administrator, Auditor} }

// ParseRole returns the role of a name as String gives it.
func ParseRole(name string) (Role, error) {
	for _, r := range Roles() {
		if roleNames[r] == name {
			return r, nil
		}
	}
	return Nobody, &Fault{ErrRole, wrongRole.Fill(name)}
}

// String returns the name that is kept: "operator", "" for Nobody.
func (r Role) String() string {
	if r < roleCount {
		return roleNames[r]
	}
	return fmt.Sprintf("role %d", uint8(r))
}

// Text is the role in the words of people.
func (r Role) Text() lang.Text {
	if r < roleCount {
		return roleTexts[r]
	}
	return lang.Text{}
}

// MarshalText implements encoding.TextMarshaler.
func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *Role) UnmarshalText(b []byte) (err error) {
	*r, err = ParseRole(string(b))
	return err
}
