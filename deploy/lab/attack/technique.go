package attack

// Version is the version of ATT&CK for ICS the ids are of; ids move between
// versions.
const Version = "18.1"

// Technique is one of ATT&CK for ICS (The MITRE Corporation).
type Technique struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// techniques are those the scenarios name, by id.
var techniques = [...]Technique{
	{"T0801", "Monitor Process State"},
	{"T0802", "Automated Collection"},
	{"T0804", "Block Reporting Message"},
	{"T0814", "Denial of Service"},
	{"T0815", "Denial of View"},
	{"T0816", "Device Restart/Shutdown"},
	{"T0821", "Modify Controller Tasking"},
	{"T0829", "Loss of View"},
	{"T0830", "Adversary-in-the-Middle"},
	{"T0831", "Manipulation of Control"},
	{"T0832", "Manipulation of View"},
	{"T0836", "Modify Parameter"},
	{"T0842", "Network Sniffing"},
	{"T0843", "Program Download"},
	{"T0846", "Remote System Discovery"},
	{"T0848", "Rogue Master"},
	{"T0855", "Unauthorized Command Message"},
	{"T0856", "Spoof Reporting Message"},
	{"T0857", "System Firmware"},
	{"T0858", "Change Operating Mode"},
	{"T0859", "Valid Accounts"},
	{"T0861", "Point & Tag Identification"},
	{"T0867", "Lateral Tool Transfer"},
	{"T0869", "Standard Application Layer Protocol"},
	{"T0878", "Alarm Suppression"},
	{"T0885", "Commonly Used Port"},
	{"T0888", "Remote System Information Discovery"},
	{"T0889", "Modify Program"},
}

// TechniqueNamed returns a technique by id; ok tells whether the table has it.
func TechniqueNamed(id string) (t Technique, ok bool) {
	for _, t := range techniques {
		if t.ID == id {
			return t, true
		}
	}
	return Technique{}, false
}
