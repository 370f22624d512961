package dnp3gen

import "github.com/banken-ot/banken/protocols/wire"

func fileCommand(name string, mode int) []byte {
	return cat(u16(26), u16(len(name)), stamp(0), u16(0o644), u32(0), u32(1200), u16(mode), u16(1024), u16(3), []byte(name))
}

func fileStatus(handle int, status byte) []byte {
	return cat(u32(handle), u32(1200), u16(1024), u16(3), []byte{status})
}

func fileDescriptor(name string) []byte {
	return cat(u16(20), u16(len(name)), u16(1), u32(1200), stamp(0), u16(0o755), u16(3), []byte(name))
}

func fileAuthentication(user, password string) []byte {
	return cat(u16(12), u16(len(user)), u16(12+len(user)), u16(len(password)), u32(0), []byte(user), []byte(password))
}

func fileBlock(handle, number int, data string) []byte {
	return cat(u32(handle), u32(number), []byte(data))
}

const lastBlock = 1 << 31

// fileCases are transfers and every object of g70.
func fileCases() []wire.Case {
	return []wire.Case{fileRead(), fileWrite(), fileOther(), fileStrings()}
}

func fileRead() wire.Case {
	s := start()
	s.exchange(0, 29, [][]byte{Sized(70, 2, fileAuthentication("ann", "secret"))}, 0,
		Sized(70, 2, cat(u16(12), u16(0), u16(12), u16(0), u32(0x12345678))))
	open := fileCommand("log/a.csv", 1)
	copy(open[12:], u32(0x12345678)) // the key just given
	s.exchange(1, 25, [][]byte{Sized(70, 3, open)}, 0, Sized(70, 4, fileStatus(7, 0)))
	s.exchange(2, 1, [][]byte{Sized(70, 5, fileBlock(7, 0, ""))}, 0, Sized(70, 5, fileBlock(7, 0, "time;value\n")))
	s.exchange(3, 1, [][]byte{Sized(70, 5, fileBlock(7, 1, ""))}, 0, Sized(70, 5, fileBlock(7, 1|lastBlock, "1;2\n")))
	s.exchange(4, 26, [][]byte{Sized(70, 4, fileStatus(7, 0))}, 0, Sized(70, 4, fileStatus(7, 0)))
	return s.named("file-read")
}

func fileWrite() wire.Case {
	s := start()
	s.exchange(0, 25, [][]byte{Sized(70, 3, fileCommand("b.cfg", 2))}, 0, Sized(70, 4, fileStatus(9, 0)))
	s.exchange(1, 2, [][]byte{Sized(70, 5, fileBlock(9, 0|lastBlock, "x=1"))}, 0, Sized(70, 6, append(fileBlock(9, 0|lastBlock, ""), 0)))
	s.exchange(2, 2, [][]byte{Sized(70, 5, fileBlock(9, 5, "x=2"))}, 0, Sized(70, 6, append(fileBlock(9, 5, ""), append([]byte{20}, "out of order"...)...)))
	s.exchange(3, 26, [][]byte{Sized(70, 4, fileStatus(9, 0))}, 0, Sized(70, 4, append(fileStatus(9, 0), "closed"...)))
	s.exchange(4, 31, [][]byte{Sized(70, 8, []byte("b.cfg"))}, 0, Count(91, 1, cat(u32(0), []byte{1, 1, 0})))
	return s.named("file-write")
}

func fileOther() wire.Case {
	s := start()
	s.exchange(0, 27, [][]byte{Sized(70, 3, fileCommand("gone", 0))}, 0, Sized(70, 4, fileStatus(0, 3)))
	s.exchange(1, 28, [][]byte{Sized(70, 7, fileDescriptor("log"))}, 0, Sized(70, 7, fileDescriptor("log")))
	s.exchange(2, 30, [][]byte{Sized(70, 4, fileStatus(9, 0))}, 0, Sized(70, 4, fileStatus(9, 9)))
	identifier := cat(u16(3), []byte{1, 2}, u16(0), u16(4), u32(99), stamp(0), u16(0o600), u32(5), u32(6), u32(7), []byte{1, 0}, []byte("old"), u16(1), []byte{0xaa})
	s.exchange(3, 1, [][]byte{All(70, 1)}, 0, Sized(70, 1, identifier))
	return s.named("file-other")
}

// fileStrings has names at wrong offsets and of wrong lengths.
func fileStrings() wire.Case {
	s := start()
	shifted := cat(fileCommand("", 1), []byte("xxname"))
	copy(shifted, cat(u16(28), u16(4)))
	beyond := fileCommand("name", 1)
	copy(beyond[2:], u16(400))
	s.exchange(0, 25, [][]byte{Sized(70, 3, shifted)}, 0, Sized(70, 4, fileStatus(0, 3)))
	s.exchange(1, 25, [][]byte{Sized(70, 3, beyond)}, 0, Sized(70, 4, fileStatus(0, 3)))
	return s.named("file-strings-out-of-place")
}

func authError(code byte) []byte {
	return cat(u32(5), u16(1), u16(0), []byte{code}, stamp(0), []byte("no"))
}

func keyStatus() []byte {
	return cat(u32(5), u16(1), []byte{1, 2, 4}, u16(4), []byte{1, 2, 3, 4}, []byte{9, 9})
}

// authenticationCases are every object of g120.
func authenticationCases() []wire.Case {
	return []wire.Case{challengeCase(), challengeFails(), keyCase(), updateKeyCase(), aggressiveRead()}
}

var (
	challengeObject = Sized(120, 1, cat(u32(5), u16(1), []byte{4, 1}, []byte{0xca, 0xfe, 0xba, 0xbe}))
	replyObject     = Sized(120, 2, cat(u32(5), u16(1), []byte{1, 2, 3, 4, 5, 6, 7, 8}))
)

// challengeCase has a control that is challenged before it is carried out.
func challengeCase() wire.Case {
	s := start()
	s.to(s.request(6, 5, trip(0)))
	s.from(s.answer(whole|6, 131, 0x9000, challengeObject))
	s.to(s.request(6, 32, replyObject))
	return s.from(s.response(6, 0x9000, trip(0))).named("auth-challenge")
}

func challengeFails() wire.Case {
	s := start()
	s.to(s.request(6, 5, trip(0)))
	s.from(s.answer(whole|6, 131, 0, challengeObject))
	s.to(s.request(6, 32, replyObject))
	s.from(s.answer(whole|6, 131, 0, Sized(120, 7, authError(1))))
	s.to(s.request(7, 33, Sized(120, 7, authError(0x81))))
	return s.named("auth-challenge-fails")
}

func keyCase() wire.Case {
	s := start()
	s.to(s.request(1, 32, Count(120, 4, u16(1))))
	s.from(s.answer(whole|1, 131, 0, Sized(120, 5, keyStatus())))
	s.to(s.request(2, 32, Sized(120, 6, cat(u32(6), u16(1), make([]byte, 24)))))
	return s.from(s.answer(whole|2, 131, 0, Sized(120, 5, keyStatus()))).named("auth-session-keys")
}

func updateKeyCase() wire.Case {
	s := start()
	s.to(s.request(1, 32, Sized(120, 8, cat([]byte{68, 1}, []byte{0x30, 0x82}))))
	s.from(s.answer(whole|1, 131, 0, Sized(120, 5, keyStatus())))
	s.to(s.request(2, 32, Sized(120, 10, cat([]byte{4, 1}, u32(9), u16(2), u16(365), u16(3), u16(2), u16(2), []byte("bob"), []byte{1, 2, 3, 4}))))
	s.from(s.answer(whole|2, 131, 0, Sized(120, 15, []byte{5, 5})))
	s.to(s.request(3, 32, Sized(120, 11, cat([]byte{4}, u16(3), u16(4), []byte("bob"), []byte{1, 2, 3, 4}))))
	s.from(s.answer(whole|3, 131, 0, Sized(120, 12, cat(u32(7), u16(2), u16(4), []byte{4, 3, 2, 1}))))
	s.to(s.request(4, 32, Sized(120, 13, cat(u32(7), u16(2), u16(16), make([]byte, 16))), Sized(120, 14, []byte{7, 7, 7})))
	return s.from(s.answer(whole|4, 131, 0, Sized(120, 15, []byte{6, 6, 6, 6}))).named("auth-update-keys")
}

func aggressiveRead() wire.Case {
	s := start()
	aggressive := Count(120, 3, cat(u32(8), u16(1)))
	s.exchange(0, 1, [][]byte{aggressive, All(60, 2), Sized(120, 9, []byte{1, 2, 3, 4})}, 0)
	s.to(s.request(1, 13, aggressive, Sized(120, 9, []byte{5, 6, 7, 8})))
	return s.from(s.response(1, 0, Count(52, 1, u16(9)))).named("auth-aggressive-mode")
}
