package attack

import "github.com/banken-ot/banken/sensor/technique"

// Version is the version of ATT&CK for ICS the ids are of; ids move between
// versions.
const Version = technique.Version

// Technique is one of ATT&CK for ICS (The MITRE Corporation).
type Technique struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// TechniqueNamed returns a technique by id; ok tells whether there is one.
func TechniqueNamed(id string) (t Technique, ok bool) {
	x, ok := technique.Find(id)
	return Technique{x.ID, x.Name}, ok
}
