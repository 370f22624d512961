package account

import (
	"context"
	"testing"
)

// BenchmarkHash is what a sign-in costs.
func BenchmarkHash(b *testing.B) {
	h := NewHasher(Present)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := h.Hash(context.Background(), "tsukuba rain 7"); err != nil {
			b.Fatal(err)
		}
	}
}
