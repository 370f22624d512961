package dnp3gen

import "math"

// Header returns an object header (IEEE 1815-2012, 4.2.2); rest is range, prefixes and objects.
func Header(group, variation, qualifier byte, rest ...[]byte) []byte {
	return append([]byte{group, variation, qualifier}, cat(rest...)...)
}

// All is a header of every object of a variation (qualifier 06).
func All(group, variation byte) []byte { return Header(group, variation, 0x06) }

// Range is a header of a range of indexes below 256 (qualifier 00).
func Range(group, variation, start, stop byte, objects ...[]byte) []byte {
	return Header(group, variation, 0x00, []byte{start, stop}, cat(objects...))
}

// Count is a header with a count and no indexes (qualifier 07).
func Count(group, variation byte, objects ...[]byte) []byte {
	return Header(group, variation, 0x07, []byte{byte(len(objects))}, cat(objects...))
}

// Indexed is a header of objects with indexes below 65536 (qualifier 28), which
// are first, first+1 and so on.
func Indexed(group, variation byte, first int, objects ...[]byte) []byte {
	b := Header(group, variation, 0x28, u16(len(objects)))
	for i, o := range objects {
		b = append(append(b, u16(first+i)...), o...)
	}
	return b
}

// Sized is a header of one object with its size (qualifier 5B).
func Sized(group, variation byte, object []byte) []byte {
	return Header(group, variation, 0x5b, []byte{1}, u16(len(object)), object)
}

// CROB is a control relay output block, g12v1 (Annex A).
func CROB(code, count byte, on, off int, status byte) []byte {
	return cat([]byte{code, count}, u32(on), u32(off), []byte{status})
}

func f32(v float32) []byte { return u32(int(math.Float32bits(v))) }
func f64(v float64) []byte { return u64(math.Float64bits(v)) }

// When is the device time of generated events: 2024-05-06T07:08:09.010Z.
const When = 1714979289010

func stamp(i int) []byte { return u48(uint64(When + i)) }

// sample returns object number i of a variation of points.
type sample func(i int) []byte

func flags(i int) []byte { return []byte{[]byte{0x01, 0x81, 0x05, 0xa1}[i&3]} }

func with(parts ...sample) sample {
	return func(i int) []byte {
		var b []byte
		for _, p := range parts {
			b = append(b, p(i)...)
		}
		return b
	}
}

func s32(i int) []byte    { return u32([]int{1, -2, 70000, math.MinInt32}[i&3]) }
func s16(i int) []byte    { return u16([]int{1, -2, 700, math.MinInt16}[i&3]) }
func single(i int) []byte { return f32([]float32{1.5, -2.25, 1e9, float32(math.Inf(1))}[i&3]) }
func dual(i int) []byte   { return f64([]float64{1.5, -2.25, 1e99, math.Inf(-1)}[i&3]) }
func delay(i int) []byte  { return u16(5 * i) }

// points are samples of every variation that tells points one by one.
var points = map[[2]byte]sample{
	{1, 2}: flags, {2, 1}: flags, {2, 2}: with(flags, stamp), {2, 3}: with(flags, delay),
	{3, 2}: flags, {4, 1}: flags, {4, 2}: with(flags, stamp), {4, 3}: with(flags, delay),
	{10, 2}: flags, {11, 1}: flags, {11, 2}: with(flags, stamp),
	{13, 1}: flags, {13, 2}: with(flags, stamp),
	{20, 1}: with(flags, s32), {20, 2}: with(flags, s16), {20, 3}: with(flags, s32), {20, 4}: with(flags, s16),
	{20, 5}: s32, {20, 6}: s16, {20, 7}: s32, {20, 8}: s16,
	{21, 1}: with(flags, s32), {21, 2}: with(flags, s16), {21, 3}: with(flags, s32), {21, 4}: with(flags, s16),
	{21, 5}: with(flags, s32, stamp), {21, 6}: with(flags, s16, stamp), {21, 7}: with(flags, s32, stamp), {21, 8}: with(flags, s16, stamp),
	{21, 9}: s32, {21, 10}: s16, {21, 11}: s32, {21, 12}: s16,
	{30, 1}: with(flags, s32), {30, 2}: with(flags, s16), {30, 3}: s32, {30, 4}: s16, {30, 5}: with(flags, single), {30, 6}: with(flags, dual),
	{31, 1}: with(flags, s32), {31, 2}: with(flags, s16), {31, 3}: with(flags, s32, stamp), {31, 4}: with(flags, s16, stamp),
	{31, 5}: s32, {31, 6}: s16, {31, 7}: with(flags, single), {31, 8}: with(flags, dual),
	{34, 1}: s16, {34, 2}: s32, {34, 3}: single,
	{40, 1}: with(flags, s32), {40, 2}: with(flags, s16), {40, 3}: with(flags, single), {40, 4}: with(flags, dual),
	{100, 1}: single, {100, 2}: dual, {100, 3}: func(i int) []byte { return append(dual(i), 0xff, 0x3f) },
	{101, 1}: func(int) []byte { return []byte{0x34, 0x12} }, {101, 2}: func(int) []byte { return []byte{0x78, 0x56, 0x34, 0x12} },
	{101, 3}: func(int) []byte { return []byte{0x78, 0x56, 0x34, 0x12, 0x98, 0x76, 0x54, 0x32} },
	{102, 1}: func(i int) []byte { return []byte{byte(7 + i)} },
}

// events returns the samples of groups whose variations are laid out alike.
func events(group byte) map[byte]sample {
	switch group {
	case 22, 23:
		return map[byte]sample{1: with(flags, s32), 2: with(flags, s16), 3: with(flags, s32), 4: with(flags, s16),
			5: with(flags, s32, stamp), 6: with(flags, s16, stamp), 7: with(flags, s32, stamp), 8: with(flags, s16, stamp)}
	case 32, 33, 42, 43:
		return map[byte]sample{1: with(flags, s32), 2: with(flags, s16), 3: with(flags, s32, stamp), 4: with(flags, s16, stamp),
			5: with(flags, single), 6: with(flags, dual), 7: with(flags, single, stamp), 8: with(flags, dual, stamp)}
	}
	return nil
}

// Point returns one object of a variation that tells a point; nil when there is
// none.
func Point(group, variation byte) []byte {
	f := points[[2]byte{group, variation}]
	if f == nil {
		f = events(group)[variation]
	}
	if f == nil {
		return nil
	}
	return f(0)
}

// isEvent tells whether a group is of events, which come with indexes.
func isEvent(group byte) bool {
	switch group {
	case 2, 4, 11, 13, 22, 23, 32, 33, 42, 43:
		return true
	}
	return false
}
