package assess

import techniques "github.com/banken-ot/banken/sensor/technique"

// Techniques is the version of ATT&CK for ICS the ids are of. Ids move between
// versions (v19 revoked T0855 and others), so they are never shown without it.
const Techniques = techniques.Version

// technique is one of ATT&CK for ICS as the page shows it.
type technique struct{ ID, Name string }

// techniquesOf returns the techniques with their names.
func techniquesOf(ids []string) (list []technique) {
	for _, id := range ids {
		if t, ok := techniques.Find(id); ok {
			list = append(list, technique{t.ID, t.Name})
		}
	}
	return list
}
