package store

import (
	"fmt"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"
)

// What a store of a large works has after a year.
const (
	bulkAssets    = 1000
	bulkIncidents = 100_000
	bulkEvidence  = 3 // of each
	bulkAudit     = 100_000
	bulkChannels  = 3000
	bulkHours     = 365 * 24
)

// bulkEnd is the end of that year.
var bulkEnd = epoch.Truncate(24 * time.Hour)

func bulkID(n int) string { return bulkTime(n).Format("20060102T150405Z") + fmt.Sprintf("-%08x", n) }

// bulkTime is when something happened, of as much as there are incidents.
func bulkTime(n int) time.Time {
	return bulkEnd.Add(time.Duration(n-bulkIncidents) * bulkHours * time.Hour / bulkIncidents)
}

func bulkAsset(n int) string { return netip.AddrFrom4([4]byte{10, 0, byte(n >> 8), byte(n)}).String() }

// bulkText is about as long as the document of an incident.
var bulkText = strings.Repeat("the panel 操作盤 wrote a register that it never wrote before; ", 25)

// bulkIncident is one of the year: most are closed, few are worse than others.
func bulkIncident(n int) *Incident {
	state, priority := "closed", []int{0, 0, 1, 0, 2, 0, 1, 0, 0, 3}[n*7%10]
	if n > bulkIncidents-40 {
		state = []string{"open", "acknowledged", "shelved"}[n%3]
	} else if n%9 == 0 {
		state = "merged"
	}
	i := &Incident{ID: bulkID(n), Opened: bulkTime(n), Updated: bulkTime(n).Add(time.Hour), State: state, Priority: priority, Stage: "impair", Actor: bulkAsset(n % 97)}
	i.Targets = []string{bulkAsset(100 + n%900), bulkAsset(100 + n*13%900)}
	i.Document = fmt.Appendf(nil, `{"id":%q,"title":"pump %d of station %d","observed":%q,"targets":[%q,%q]}`, i.ID, n%500, n, bulkText, i.Targets[0], i.Targets[1])
	return i
}

// bulk makes the store of that year.
func bulk(t testing.TB, s *Store) {
	t.Helper()
	s.options.Now = func() time.Time { return bulkEnd }
	chunk := func(n int, f func(x *Tx, n int) error) {
		for first := 0; first < n; first += 1000 {
			must(t, s.Write(func(x *Tx) error {
				for i := first; i < min(first+1000, n); i++ {
					if err := f(x, i); err != nil {
						return err
					}
				}
				return nil
			}))
		}
	}
	chunk(bulkAssets, func(x *Tx, n int) error {
		return x.seen(bulkTime(n), netip.MustParseAddr(bulkAsset(n)), []byte(`{"mac":"00:80:F4:01:02:03","duties":[{"protocol":"modbus","server":true}]}`))
	})
	chunk(bulkIncidents, func(x *Tx, n int) error {
		i := bulkIncident(n)
		_ = x.PutIncident(i)
		for e := range bulkEvidence {
			_, _ = x.AddEvidence(i.ID, Evidence{i.Opened.Add(time.Duration(e)), uint64(n), uint64(e), bulkText[:120]})
		}
		return x.err
	})
	chunk(bulkAudit, func(x *Tx, n int) error {
		_, err := x.Audit(Audit{Time: bulkTime(n), Who: []string{"Sato", "Ito", "Suzuki", "sensor"}[n%4], What: []string{"incident-acknowledge", "incident-close", "permit-open"}[n%3], Subject: bulkID(n),
			Detail: []byte(`{"why":"ポンプの試験"}`)})
		return err
	})
	chunk(bulkHours, func(x *Tx, n int) error {
		h := minute(0)
		h.Start, h.Covered = bulkEnd.Add(time.Duration(n-bulkHours)*time.Hour), time.Hour
		if n >= bulkHours-48 {
			return nil
		}
		return x.putHealth(tableHours, &h)
	})
	chunk(48*60, func(x *Tx, n int) error {
		h := minute(0)
		h.Start = bulkEnd.Add(time.Duration(n-48*60) * time.Minute)
		if n%60 == 0 {
			_ = x.AddHealthChange(HealthChange{Time: h.Start, Part: "port eth1", From: "capturing", To: "losing", Why: "1234 frames"})
		}
		return x.AddHealth(h)
	})
	for n := range 24 {
		chunk(bulkChannels, func(x *Tx, c int) error {
			y := summary(n, 3600)
			y.Start = bulkEnd.Add(time.Duration(n-24) * time.Hour)
			y.First, y.Last = y.Start, y.Start.Add(time.Hour-1)
			y.Channel = ChannelKey{netip.MustParseAddr(bulkAsset(c % 97)), netip.MustParseAddr(bulkAsset(100 + c%900)), "modbus", 502, uint32(c / 900)}
			return x.addSummary(&y)
		})
	}
}

// BenchmarkReads asks the questions of a console of the store of a year.
func BenchmarkReads(b *testing.B) {
	s := fresh(b)
	bulk(b, s)
	must(b, s.Vacuum(b.Context()))
	size := value[os.FileInfo](b)(os.Stat(s.file)).Size()
	for _, x := range asks {
		b.Run(strings.NewReplacer(" ", "-", ",", "").Replace(x.name), func(b *testing.B) {
			for b.Loop() {
				must(b, x.ask(&s.View))
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "ms/op")
		})
	}
	b.Run("tend", func(b *testing.B) {
		for b.Loop() {
			must(b, s.Tend(b.Context(), bulkEnd))
		}
	})
	must(b, s.Close())
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			must(b, value[*Store](b)(Open(s.file, Options{})).Close())
		}
		b.ReportMetric(float64(size)/(1<<20), "MiB")
	})
	b.Run("check", func(b *testing.B) {
		r := value[*Reader](b)(OpenReadOnly(s.file))
		defer r.Close()
		for b.Loop() {
			whole(b, &r.View)
		}
	})
}
