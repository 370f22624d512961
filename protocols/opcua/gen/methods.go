package main

import "strings"

// methodOperation says what calling a standard method asks of the process, and
// returns the last part of its name. Names are those of Parts 5, 9, 10, 12,
// 14, 17, 18, 20 and 21 as NodeIds.csv has them.
func methodOperation(name string) (operation, last string) {
	last = name[strings.LastIndexByte(name, '_')+1:]
	switch {
	case strings.Contains(name, "ProgramStateMachine"), last == "RequestServerStateChange":
		return "Restart", last
	case strings.Contains(name, "TrustList"):
		return "Configure", last
	case files[last]:
		return "Program", last
	case operated[last]:
		return "Operate", last
	case questions[last], strings.HasPrefix(last, "Get"):
		return "Read", last
	case last == "SetSubscriptionDurable":
		return "Session", last
	}
	return "Configure", last
}

// files are the methods of FileType, FileDirectoryType and
// TemporaryFileTransferType (Part 20).
var files = set("Open Close Read Write GetPosition SetPosition CreateDirectory CreateFile " +
	"DeleteFileSystemObject MoveOrCopy GenerateFileForRead GenerateFileForWrite CloseAndCommit")

// operated are what operators do to conditions (Part 9); what silences or
// disables an alarm is configuration.
var operated = set("Acknowledge Confirm AddComment Respond Respond2")

// questions change nothing.
var questions = set("ConditionRefresh ConditionRefresh2 ResendData FindAlias ExportNamespace RequestTickets")

// secretInputs are the arguments that hold passwords, keys and nonces, as bits
// by their place, and secretOutputs likewise.
var (
	secretInputs = map[string]uint16{
		"AddUser":              1 << 1,      // UserName, Password, ...
		"ModifyUser":           1 << 2,      // UserName, ModifyPassword, Password, ...
		"ChangePassword":       1<<0 | 1<<1, // OldPassword, NewPassword
		"SetAdminPassword":     0xffff,      // not published yet
		"UpdateCertificate":    1 << 5,      // ..., PrivateKeyFormat, PrivateKey
		"CreateSigningRequest": 1 << 4,      // ..., Nonce
		"UpdateCredential":     1 << 1,      // CredentialId, CredentialSecret, ...
		"SetSecurityKeys":      1<<3 | 1<<4, // ..., CurrentKey, FutureKeys, ...
	}
	secretOutputs = map[string]uint16{
		"GetSecurityKeys": 1 << 2, // ..., Keys, ...
	}
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
