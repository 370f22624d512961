package wire

// Step is one segment or datagram of a scripted conversation, or octets that
// are never captured.
type Step struct {
	Dir    Direction
	Octets []byte
	// Gap is how many octets of direction Dir are lost before Octets.
	Gap int
}

// Case is a scripted conversation: what generators make, and tests, fuzzing
// and the conformance set are fed with.
type Case struct {
	Name      string // lower case with hyphens; names its golden file
	Transport Transport
	Port      uint16 // of the server; 0 for the protocol's first
	Steps     []Step
}
