package opcua

import "testing"

func TestStatus(t *testing.T) {
	for status, want := range map[uint32]string{
		0:          "Good",
		0x40000000: "Uncertain",
		0x80000000: "Bad",
		0x80340000: "BadNodeIdUnknown",
		0x803404c0: "BadNodeIdUnknown", // with info bits
		0x408f0000: "UncertainNoCommunicationLastUsableValue",
		0x00a20000: "GoodEntryInserted",
		0x40340000: "Uncertain-0x40340000", // a number of another severity
		0x80ff0000: "Bad-0x80ff0000",
		0x0fff0000: "Good-0xfff0000",
	} {
		if got := string(appendStatus(nil, status)); got != want {
			t.Errorf("%#x is %s, want %s", status, got, want)
		}
	}
}

func TestNodeText(t *testing.T) {
	for id, want := range map[uint32]string{85: "ObjectsFolder", 2253: "Server", 12886: "Server_RequestServerStateChange", 1: "Boolean", 0: "", 70000: ""} {
		if got := nodeText(id); got != want {
			t.Errorf("i=%d is %q, want %q", id, got, want)
		}
	}
}
