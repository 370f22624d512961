package wire

// Named is a function that a protocol has a name for, or one of its
// sub-functions: what the texts for people are checked against.
type Named struct {
	Function  string // as Message.Function
	Code, Sub uint32
	HasSub    bool
	SubName   string // the standard's; "" for none
	Operation Operation
}
