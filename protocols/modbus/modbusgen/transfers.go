package modbusgen

import "github.com/banken-ot/banken/protocols/wire"

// Program is what the transfer cases move, in five blocks of BlockSize octets, the
// last not full.
var Program = program()

// BlockSize is how many octets of Program a block has.
const BlockSize = 64

func program() []byte {
	b := make([]byte, 5*BlockSize-17)
	for i := range b {
		b[i] = byte(i*i + 3)
	}
	return b
}

// session gathers the exchanges of one connection.
type session struct {
	unit  byte
	tid   uint16
	steps []wire.Step
}

func (s *session) ask(request, response []byte) {
	s.tid++
	s.steps = append(s.steps, up(TCP(s.tid, s.unit, request)), down(TCP(s.tid, s.unit, response)))
}

func accepted(data ...any) []byte { return UMAS(1, 0xfe, data...) }

// begin, block and end are the three messages of a transfer.
func (s *session) begin(upload bool) {
	if upload {
		s.ask(UMAS(1, 0x33, uint16(1), le(BlockSize)), accepted(uint16(1), le(uint16(len(Program))), le(0)))
	} else {
		s.ask(UMAS(1, 0x30, uint16(1), le(BlockSize)), accepted())
	}
}

func part(n int) []byte { return Program[(n-1)*BlockSize : min(n*BlockSize, len(Program))] }

// refused is a block the controller does not take or give.
func (s *session) refused(upload bool, n int) {
	request := UMAS(1, 0x34, uint16(1), le(uint16(n)))
	if !upload {
		b := part(n)
		request = UMAS(1, 0x31, uint16(1), le(uint16(n)), le(uint16(len(b))), b)
	}
	s.ask(request, UMAS(1, 0xfd, 0x83))
}

func (s *session) block(upload bool, n int) {
	b := part(n)
	if upload {
		last := uint16(0)
		if n*BlockSize >= len(Program) {
			last = 1
		}
		s.ask(UMAS(1, 0x34, uint16(1), le(uint16(n))), accepted(le(last), le(uint16(len(b))), b))
	} else {
		s.ask(UMAS(1, 0x31, uint16(1), le(uint16(n)), le(uint16(len(b))), b), accepted())
	}
}

func (s *session) end(upload bool, n int) {
	code := byte(0x32)
	if upload {
		code = 0x35
	}
	s.ask(UMAS(1, code, uint16(1), le(uint16(n))), accepted())
}

// transfer moves the blocks; change may do something before each.
func transfer(name string, upload bool, blocks []int, change func(s *session, n int)) wire.Case {
	s := &session{unit: 1}
	s.begin(upload)
	for _, n := range blocks {
		change(s, n)
		s.block(upload, n)
	}
	s.end(upload, 5)
	return wire.Case{Name: name, Steps: s.steps}
}

// transferCases move a program, whole and not.
func transferCases() []wire.Case {
	all, nothing := []int{1, 2, 3, 4, 5}, func(*session, int) {}
	var list []wire.Case
	for _, upload := range []bool{false, true} {
		kind := "umas-transfer-download-"
		if upload {
			kind = "umas-transfer-upload-"
		}
		list = append(list,
			transfer(kind+"whole", upload, all, nothing),
			transfer(kind+"block-repeated", upload, []int{1, 2, 2, 3, 4, 5, 5}, nothing),
			transfer(kind+"block-missing", upload, []int{1, 2, 4, 5}, nothing),
			transfer(kind+"last-block-missing", upload, []int{1, 2, 3, 4}, nothing),
			transfer(kind+"out-of-order", upload, []int{1, 3, 2, 4, 5}, nothing),
			transfer(kind+"block-refused", upload, all, func(s *session, n int) {
				if n == 3 {
					s.refused(upload, n)
				}
			}),
			transfer(kind+"octets-lost", upload, all, func(s *session, n int) {
				if n == 3 {
					s.steps = append(s.steps, wire.Step{Dir: wire.ToClient, Gap: 10})
				}
			}))
	}
	return append(list, withoutBeginning(), cutBlock(), identificationOfTwo())
}

// withoutBeginning is captured from the second block on.
func withoutBeginning() wire.Case {
	s := &session{unit: 1}
	for n := 2; n <= 5; n++ {
		s.block(false, n)
	}
	s.end(false, 5)
	return wire.Case{Name: "umas-transfer-beginning-missing", Steps: s.steps}
}

// cutBlock says more octets than it has.
func cutBlock() wire.Case {
	s := &session{unit: 1}
	s.begin(false)
	s.ask(UMAS(1, 0x31, uint16(1), le(1), le(BlockSize), Program[:BlockSize-1]), accepted())
	s.end(false, 1)
	return wire.Case{Name: "umas-transfer-block-cut", Steps: s.steps}
}

// identificationOfTwo asks two units by turns for objects that come in three
// responses each, one of them twice.
func identificationOfTwo() wire.Case {
	tid := uint16(0)
	var steps []wire.Step
	ask := func(unit byte, id, more, next int, texts ...string) {
		tid++
		response := PDU(43, 14, 2, 0x82, more, next, len(texts))
		for i, s := range texts {
			response = append(response, PDU(id+i, len(s), s)...)
		}
		steps = append(steps, up(TCP(tid, unit, PDU(43, 14, 2, id))), down(TCP(tid, unit, response)))
	}
	ask(1, 0, 0xff, 2, "Banken", "LAB-1")
	ask(2, 0, 0xff, 1, "Other")
	ask(1, 2, 0xff, 4, "V1", "http://192.0.2.20/")
	ask(2, 1, 0xff, 3, "LAB-2", "V2")
	ask(2, 1, 0xff, 3, "LAB-2", "V2")
	ask(1, 4, 0, 0, "Controller", "Model B")
	ask(2, 3, 0, 0, "http://192.0.2.21/")
	ask(1, 0, 0xff, 1, "Begun")
	ask(1, 0, 0xff, 1, "Begun anew")
	ask(1, 1, 0, 0, "LAB-3")
	return wire.Case{Name: "device-identification-of-two-units", Steps: steps}
}
