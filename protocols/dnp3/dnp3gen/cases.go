package dnp3gen

import (
	"fmt"
	"slices"

	"github.com/banken-ot/banken/protocols/wire"
)

// Cases returns every scripted conversation, always the same.
func Cases() []wire.Case {
	return slices.Concat(functionCases(), groupCases(), qualifierCases(), controlCases(), fileCases(),
		authenticationCases(), linkCases(), streamCases(), transportCases(), applicationCases(), objectCases(), plantCases())
}

// bodies are the objects of requests that need some; those not named have none.
var bodies = map[byte][]byte{
	1: All(60, 2), 2: Range(80, 1, 7, 7, []byte{0}),
	3: Indexed(12, 1, 3, CROB(0x41, 1, 100, 200, 0)), 4: Indexed(12, 1, 3, CROB(0x41, 1, 100, 200, 0)),
	5: Indexed(12, 1, 3, CROB(0x81, 2, 100, 200, 0)), 6: Indexed(12, 1, 3, CROB(0x03, 1, 0, 0, 0)),
	7: All(20, 0), 8: All(20, 0), 9: Range(20, 0, 0, 7), 10: Range(20, 0, 0, 7),
	11: cat(Count(50, 2, cat(stamp(0), u32(60000))), All(20, 0)), 12: cat(Count(50, 2, cat(stamp(0), u32(60000))), All(20, 0)),
	16: Sized(90, 1, []byte("pump")), 17: Sized(90, 1, []byte("pump")), 18: Sized(90, 1, []byte("pump")),
	20: cat(All(60, 2), All(60, 3), All(60, 4)), 21: cat(All(60, 2), All(60, 3), All(60, 4)),
	22: cat(All(60, 3), Range(1, 0, 0, 7), All(60, 1), All(30, 0)),
	25: Sized(70, 3, fileCommand("a.txt", 1)), 26: Sized(70, 4, fileStatus(7, 0)), 27: Sized(70, 3, fileCommand("a.txt", 0)),
	28: Sized(70, 7, fileDescriptor("a.txt")), 29: Sized(70, 2, fileAuthentication("ann", "secret")), 30: Sized(70, 4, fileStatus(7, 0)),
	31: Sized(70, 8, []byte("a.cfg")), 32: Count(120, 4, u16(1)), 33: Sized(120, 7, authError(1)),
}

// answers are the objects of responses that have some.
var answers = map[byte][]byte{
	1: Indexed(2, 1, 4, flags(1)), 3: bodies[3], 4: bodies[4], 5: bodies[5],
	13: Count(52, 1, u16(30)), 14: Count(52, 2, u16(500)), 23: Count(52, 2, u16(20)),
	25: Sized(70, 4, fileStatus(7, 0)), 26: Sized(70, 4, fileStatus(7, 0)), 27: Sized(70, 4, fileStatus(0, 3)),
	28: Sized(70, 7, fileDescriptor("a.txt")), 29: Sized(70, 2, fileAuthentication("", "")), 30: Sized(70, 4, fileStatus(7, 9)),
	31: Count(91, 1, cat(u32(1000), []byte{2, 1, 0, 3, 1, 0xaa, 0xbb})),
}

// silent are the functions that are not answered.
var silent = []byte{0, 6, 8, 10, 12, 33}

// functionCases has one conversation for each function code from 0 to 33, the
// responses, and some codes the standard does not assign.
func functionCases() []wire.Case {
	var all []wire.Case
	for code := byte(0); code <= 33; code++ {
		s := start()
		if code == 4 {
			s.exchange(2, 3, [][]byte{bodies[3]}, 0, answers[3])
		}
		s.to(s.request(3, code, bodies[code]))
		switch {
		case code == 32:
			s.from(s.answer(whole|3, 131, 0, Sized(120, 5, keyStatus())))
		case !slices.Contains(silent, code):
			s.from(s.response(3, 0, answers[code]))
		}
		all = append(all, s.named(fmt.Sprintf("function-%03d", code)))
	}
	s := start()
	s.from(s.answer(report|2, 130, 0x8000))
	all = append(all, s.to(s.request(2|0x10, 0)).named("function-130"))
	for _, code := range []byte{34, 70, 128, 132, 255} {
		s := start()
		s.to(s.request(1, code, []byte{1, 2, 3}))
		all = append(all, s.from(s.response(1, 0x0001)).named(fmt.Sprintf("function-%03d", code)))
	}
	s = start()
	return append(all, s.from(s.answer(whole|1, 140, 0, All(60, 1))).named("function-140-from-outstation"))
}
