package store

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// BenchmarkIncidents stores incidents of 2 KiB: one after the other, each made
// durable; many writers at once, who share commits; a thousand in a transaction.
func BenchmarkIncidents(b *testing.B) {
	document := []byte(`{"x":"` + strings.Repeat("x", 2048) + `"}`)
	put := func(x *Tx, n int) error {
		i := incident(n)
		i.Document = document
		return x.PutIncident(i)
	}
	for _, writers := range []int{1, 16, 256} {
		b.Run("writers="+strconv.Itoa(writers), func(b *testing.B) {
			s := fresh(b)
			b.ResetTimer()
			var n atomic.Int64
			var all sync.WaitGroup
			for range writers {
				all.Go(func() {
					for i := int(n.Add(1)); i <= b.N; i = int(n.Add(1)) {
						if err := s.Write(func(x *Tx) error { return put(x, i) }); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
			rate(b, s)
		})
	}
	b.Run("transaction=1000", func(b *testing.B) {
		s := fresh(b)
		b.ResetTimer()
		for first := 0; first < b.N; first += 1000 {
			must(b, s.Write(func(x *Tx) error {
				for n := first; n < min(first+1000, b.N); n++ {
					_ = put(x, n)
				}
				return nil
			}))
		}
		rate(b, s)
	})
}

// rate reports incidents a second, and octets of the file for each.
func rate(b *testing.B, s *Store) {
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "incidents/s")
	b.ReportMetric(float64(value[Size](b)(s.Size()).Octets)/float64(b.N), "octets/incident")
}

// BenchmarkState saves a state of 16 MiB.
func BenchmarkState(b *testing.B) {
	s := fresh(b)
	blob := make([]byte, 16<<20)
	b.SetBytes(int64(len(blob)))
	for n := 0; b.Loop(); n++ {
		must(b, s.SaveState("model", n, blob))
	}
}

// BenchmarkVerifyAudit verifies a trail of 100,000 lines.
func BenchmarkVerifyAudit(b *testing.B) {
	s := fresh(b)
	must(b, s.Write(func(x *Tx) error {
		for range 100_000 {
			if _, err := x.Audit(Audit{Time: epoch, Who: "佐藤", What: "incident-acknowledge", Subject: "i-00001", Detail: []byte(`{"why":"pump test"}`)}); err != nil {
				return err
			}
		}
		return nil
	}))
	for b.Loop() {
		value[Head](b)(s.VerifyAudit(b.Context()))
	}
}
