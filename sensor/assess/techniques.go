package assess

// Techniques is the version of ATT&CK for ICS the ids are of. Ids move between
// versions (v19 revoked T0855 and others), so they are never shown without it.
const Techniques = "18.1"

// technique is one of ATT&CK for ICS (The MITRE Corporation).
type technique struct{ ID, Name string }

// techniques are those the tables name, by id.
var techniques = [...]technique{
	{"T0800", "Activate Firmware Update Mode"},
	{"T0804", "Block Reporting Message"},
	{"T0806", "Brute Force I/O"},
	{"T0809", "Data Destruction"},
	{"T0811", "Data from Information Repositories"},
	{"T0814", "Denial of Service"},
	{"T0816", "Device Restart/Shutdown"},
	{"T0821", "Modify Controller Tasking"},
	{"T0822", "External Remote Services"},
	{"T0830", "Adversary-in-the-Middle"},
	{"T0831", "Manipulation of Control"},
	{"T0835", "Manipulate I/O Image"},
	{"T0836", "Modify Parameter"},
	{"T0838", "Modify Alarm Settings"},
	{"T0839", "Module Firmware"},
	{"T0840", "Network Connection Enumeration"},
	{"T0843", "Program Download"},
	{"T0845", "Program Upload"},
	{"T0846", "Remote System Discovery"},
	{"T0848", "Rogue Master"},
	{"T0849", "Masquerading"},
	{"T0855", "Unauthorized Command Message"},
	{"T0857", "System Firmware"},
	{"T0858", "Change Operating Mode"},
	{"T0859", "Valid Accounts"},
	{"T0866", "Exploitation of Remote Services"},
	{"T0867", "Lateral Tool Transfer"},
	{"T0868", "Detect Operating Mode"},
	{"T0869", "Standard Application Layer Protocol"},
	{"T0872", "Indicator Removal on Host"},
	{"T0878", "Alarm Suppression"},
	{"T0881", "Service Stop"},
	{"T0883", "Internet Accessible Device"},
	{"T0885", "Commonly Used Port"},
	{"T0886", "Remote Services"},
	{"T0888", "Remote System Information Discovery"},
	{"T0889", "Modify Program"},
	{"T0892", "Change Credential"},
}

// techniquesOf returns the techniques with their names.
func techniquesOf(ids []string) (list []technique) {
	for _, id := range ids {
		for _, t := range techniques {
			if t.ID == id {
				list = append(list, t)
			}
		}
	}
	return list
}
