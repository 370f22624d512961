package plain

import (
	"testing"

	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/tag"
)

// BenchmarkSentence tells one deviation in one language.
func BenchmarkSentence(b *testing.B) {
	x := plant(b)
	d := setPoint()
	for b.Loop() {
		x.Sentence(lang.Japanese, &d)
	}
}

// BenchmarkFind finds the tag of a point.
func BenchmarkFind(b *testing.B) {
	x := plant(b)
	for b.Loop() {
		x.Tags.Find(plc, tag.Modbus, 1, tag.HoldingRegister, 12, "")
	}
}
