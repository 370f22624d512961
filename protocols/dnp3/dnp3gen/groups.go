package dnp3gen

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/banken-ot/banken/protocols/wire"
)

// iinRestart is IIN1.7, in most answers of a device that has just started.
const iinRestart = 0x8000

// groupCases has one conversation for each object group: reads of any variation
// and of each, and responses with every variation; of events also an unsolicited
// response.
func groupCases() []wire.Case {
	groups := map[byte]map[byte]sample{}
	for id, f := range points {
		if groups[id[0]] == nil {
			groups[id[0]] = map[byte]sample{}
		}
		groups[id[0]][id[1]] = f
	}
	for _, g := range []byte{22, 23, 32, 33, 42, 43} {
		groups[g] = events(g)
	}
	var all []wire.Case
	for _, g := range slices.Sorted(maps.Keys(groups)) {
		all = append(all, groupCase(g, groups[g]))
	}
	all = append(all, packedCases()...)
	all = append(all, attributeCase(), timeCase(), classCase(), indicationsCase(), deviceCase(), dataSetCase(), stringCase(), statisticCase())
	slices.SortFunc(all, func(a, b wire.Case) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

func groupCase(g byte, variations map[byte]sample) wire.Case {
	s := start()
	seq := byte(0)
	for _, v := range append([]byte{0}, slices.Sorted(maps.Keys(variations))...) {
		f := variations[v]
		if f == nil { // any variation: the first
			f, v = variations[1], 1
			if f == nil {
				f, v = variations[2], 2
			}
			s.to(s.request(seq, 1, All(g, 0)))
		} else {
			s.to(s.request(seq, 1, Range(g, v, 2, 5)))
		}
		s.from(s.response(seq, 0, body(g, v, f)))
		seq = (seq + 1) & 0x0f
	}
	if isEvent(g) {
		s.from(s.answer(report|1, 130, iinRestart, body(g, 1, variations[1])))
		s.to(s.request(1|0x10, 0))
	}
	return s.named(fmt.Sprintf("group-%03d", g))
}

// body returns four objects: events with indexes, others as a range. Relative
// times have a common time of occurrence before them.
func body(g, v byte, f sample) []byte {
	objects := [][]byte{f(0), f(1), f(2), f(3)}
	if !isEvent(g) {
		return Range(g, v, 2, 5, objects...)
	}
	b := Indexed(g, v, 2, objects...)
	if (g == 2 || g == 4) && v == 3 {
		return cat(Count(51, 1, stamp(0)), b)
	}
	return b
}

// packedCases are the variations whose objects are packed bits.
func packedCases() []wire.Case {
	var all []wire.Case
	for _, g := range []byte{1, 3, 10} {
		s := start()
		s.exchange(0, 1, [][]byte{All(g, 1)}, 0, Range(g, 1, 0, 10, []byte{0xa5, 0x03, 0x1b}[:packedOctets(g)]))
		s.exchange(1, 1, [][]byte{Range(g, 1, 3, 3)}, 0, Range(g, 1, 3, 3, []byte{1}))
		s.exchange(2, 1, [][]byte{Header(g, 1, 0x17, []byte{2, 7, 9})}, 0, Header(g, 1, 0x17, []byte{2, 7, 1, 9, 0}))
		all = append(all, s.named(fmt.Sprintf("group-%03d-packed", g)))
	}
	return all
}

func packedOctets(g byte) int {
	if g == 3 {
		return 3 // eleven of two bits
	}
	return 2
}

// attributeCase is g0: attributes of every data type.
func attributeCase() wire.Case {
	s := start()
	text := func(t string) []byte { return append([]byte{1, byte(len(t))}, t...) }
	s.exchange(0, 1, [][]byte{Range(0, 254, 0, 0)}, 0,
		Range(0, 252, 0, 0, text("Banken Works")), Range(0, 250, 0, 0, text("RTU-9")), Range(0, 248, 0, 0, text("SN0042")),
		Range(0, 242, 0, 0, text("1.2.3")), Range(0, 243, 0, 0, text("C")), Range(0, 239, 0, 0, []byte{2, 1, 17}),
		Range(0, 240, 0, 0, cat([]byte{2, 2}, u16(2048))), Range(0, 228, 0, 0, cat([]byte{2, 4}, u32(70000))),
		Range(0, 219, 0, 0, []byte{3, 1, 0xff}), Range(0, 217, 0, 0, cat([]byte{3, 2}, u16(-300))),
		Range(0, 203, 0, 0, cat([]byte{4, 4}, f32(12.5))), Range(0, 204, 0, 0, cat([]byte{4, 8}, f64(139.25))),
		Range(0, 200, 0, 0, []byte{5, 3, 1, 2, 3}), Range(0, 216, 0, 0, []byte{6, 1, 0x0f}),
		Range(0, 199, 0, 0, append([]byte{7, 6}, stamp(0)...)), Range(0, 247, 0, 0, append([]byte{8, 4}, "r\u00e9mi"[:4]...)),
		Range(0, 1, 3, 3, text("set three")))
	s.exchange(1, 1, [][]byte{Range(0, 255, 0, 0)}, 0, Range(0, 255, 0, 0, []byte{254, 6, 248, 0, 250, 0, 245, 1}))
	s.exchange(2, 2, [][]byte{Range(0, 245, 0, 0, text("Bay 4"))}, 0)
	return s.named("group-000")
}

// timeCase is g50, g51 and g52: setting the clock, in both ways, and what goes
// with it.
func timeCase() wire.Case {
	s := start()
	s.exchange(0, 23, nil, 0x1000, Count(52, 2, u16(20)))
	s.exchange(1, 2, [][]byte{Count(50, 1, stamp(0))}, 0)
	s.exchange(2, 24, nil, 0)
	s.exchange(3, 2, [][]byte{Count(50, 3, stamp(500))}, 0)
	s.exchange(4, 1, [][]byte{Count(50, 1)}, 0, Count(50, 1, stamp(700)))
	s.exchange(5, 2, [][]byte{Indexed(50, 4, 2, cat(stamp(0), u32(15), []byte{3}))}, 0)
	s.exchange(6, 1, [][]byte{All(60, 2)}, 0, Count(51, 1, stamp(0)), Indexed(2, 3, 1, with(flags, delay)(1)),
		Count(51, 2, stamp(60000)), Indexed(4, 3, 1, with(flags, delay)(3)))
	s.exchange(7, 14, nil, 0, Count(52, 1, u16(30)))
	return s.named("group-050-to-052")
}

// classCase is g60.
func classCase() wire.Case {
	s := start()
	s.exchange(0, 1, [][]byte{All(60, 2), All(60, 3), All(60, 4), All(60, 1)}, 0,
		Indexed(2, 1, 1, flags(1)), Range(1, 2, 0, 3, flags(0), flags(1), flags(2), flags(3)), Range(30, 4, 0, 1, s16(0), s16(1)))
	s.exchange(1, 1, [][]byte{Header(60, 2, 0x07, []byte{20}), Header(60, 3, 0x08, u16(300))}, 0x0200)
	s.exchange(2, 22, [][]byte{All(60, 2), Range(30, 0, 0, 3), All(60, 3), Header(20, 0, 0x17, []byte{2, 4, 6})}, 0)
	return s.named("group-060")
}

// indicationsCase is g80.
func indicationsCase() wire.Case {
	s := start()
	s.exchange(0, 2, [][]byte{Range(80, 1, 7, 7, []byte{0})}, 0)
	s.exchange(1, 1, [][]byte{Range(80, 1, 0, 15)}, 0, Range(80, 1, 0, 15, []byte{0x80, 0x01}))
	return s.named("group-080")
}

// deviceCase is g81, g82, g83, g90 and g91.
func deviceCase() wire.Case {
	s := start()
	s.exchange(0, 1, [][]byte{All(81, 1)}, 0, Count(81, 1, []byte{80, 2, 1}))
	s.exchange(1, 1, [][]byte{All(82, 1)}, 0, Count(82, 1, cat(u64(0x3fffffff), u16(2), []byte{1, 2, 0x00, 9, 30, 5, 0x00, 3})))
	s.exchange(2, 1, [][]byte{All(83, 1)}, 0, Count(83, 1, cat([]byte("ACME"), u16(5), u16(3), []byte{9, 8, 7})))
	s.exchange(3, 1, [][]byte{All(83, 2)}, 0, Count(83, 2, cat([]byte("ACME"), u16(5), u16(1), u16(2), []byte{30, 1})))
	s.exchange(4, 17, [][]byte{Header(90, 1, 0x06)}, 0)
	s.exchange(5, 31, [][]byte{Sized(70, 8, []byte("a.cfg"))}, 0x1000, Count(91, 1, cat(u32(500), []byte{2, 1, 0, 1, 2})))
	return s.named("group-081-to-091")
}

// dataSetCase is g85 to g88.
func dataSetCase() wire.Case {
	s := start()
	element := func(code, kind, most byte, value string) []byte {
		return append([]byte{byte(3 + len(value)), code, kind, most}, value...)
	}
	uuid := "0123456789abcdef"
	prototype := cat(element(2, 5, 16, uuid), element(3, 1, 4, "acme"), element(4, 1, 5, "phase"), element(5, 4, 4, "volts"))
	contents := cat(element(1, 2, 1, "\x05"), element(4, 1, 6, "feeder"), element(6, 5, 16, uuid), element(7, 2, 1, ""), element(8, 3, 2, ""))
	values := cat([]byte{1, 5, 4}, f32(230.5), []byte{4}, f32(231))
	s.exchange(0, 1, [][]byte{All(85, 1)}, 0, Sized(85, 1, prototype))
	s.exchange(1, 1, [][]byte{All(86, 1)}, 0, Sized(86, 1, contents))
	s.exchange(2, 1, [][]byte{Range(86, 2, 0, 1)}, 0, Range(86, 2, 0, 1, []byte{0x01}, []byte{0x1f}))
	s.exchange(3, 1, [][]byte{All(86, 3)}, 0, Sized(86, 3, []byte{2, 30, 7, 2, 30, 8}))
	s.exchange(4, 1, [][]byte{All(87, 1)}, 0, Sized(87, 1, values))
	s.exchange(5, 2, [][]byte{Sized(87, 1, values)}, 0)
	s.from(s.answer(report|2, 130, 0, Sized(88, 1, cat([]byte{1, 5, 6}, stamp(0), values[2:]))))
	s.to(s.request(2|0x10, 0))
	return s.named("group-085-to-088")
}

// stringCase is g110 to g113.
func stringCase() wire.Case {
	s := start()
	s.exchange(0, 1, [][]byte{Range(110, 0, 0, 1)}, 0, Range(110, 5, 0, 1, []byte("valve"), []byte("motor")))
	s.exchange(1, 2, [][]byte{Range(110, 3, 4, 4, []byte("off"))}, 0)
	s.exchange(2, 1, [][]byte{All(111, 0)}, 0, Indexed(111, 2, 9, []byte("ab"), []byte("cd")))
	s.exchange(3, 2, [][]byte{Indexed(112, 4, 0, []byte("help"))}, 0)
	s.exchange(4, 1, [][]byte{All(113, 0)}, 0, Indexed(113, 3, 0, []byte("ok\n")))
	return s.named("group-110-to-113")
}

// statisticCase is g121 and g122.
func statisticCase() wire.Case {
	s := start()
	one := func(i int) []byte { return cat(flags(0), u16(3), u32(40+i)) }
	s.exchange(0, 1, [][]byte{All(121, 0)}, 0, Range(121, 1, 0, 2, one(0), one(1), one(2)))
	s.exchange(1, 1, [][]byte{All(122, 0)}, 0, Indexed(122, 1, 2, one(2)), Indexed(122, 2, 17, cat(one(0), stamp(0))))
	return s.named("group-121-and-122")
}
