package control

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/health"
)

// chronicle is a site that remembers.
type chronicle struct {
	echo
	query TrendQuery
}

func (c *chronicle) Trend(_ context.Context, q *TrendQuery) (*Trend, error) {
	c.query = *q
	return &Trend{V: Version, From: q.From, To: q.To, WidthSeconds: 60, Points: []TrendPoint{{Start: q.From, CoveredSeconds: 60, Frames: 9, ByProtocol: map[string]int64{"modbus": 3}}},
		Changes: []health.Change{{Time: q.From, Part: "store", To: "full"}}}, nil
}

func (c *chronicle) StoreUsage(context.Context) (*StoreUsage, error) {
	return &StoreUsage{V: Version, Octets: 4096, Tables: []TableFill{{Table: "audit", Lines: 7}}, Full: &StoreFull{GivenUp: []string{"transactions_hourly"}}}, nil
}

// TestTrend: what a client asks for arrives as it is, and so does the answer; a site that
// remembers nothing, and what cannot be read, are told as such.
func TestTrend(t *testing.T) {
	site := &chronicle{}
	c := serveSite(t, site)
	from := time.Date(2026, 4, 1, 9, 0, 0, 5, time.UTC)
	for _, q := range []TrendQuery{{from, from.Add(time.Hour), 7}, {Points: 1}, {From: from, Points: MaxTrendPoints}} {
		got, err := c.Trend(t.Context(), &q)
		if err != nil {
			t.Fatal(err)
		}
		if want, _ := site.Trend(t.Context(), &q); site.query != q || !reflect.DeepEqual(got, want) {
			t.Errorf("asked %+v, got %+v", site.query, got)
		}
	}
	if _, err := c.Trend(t.Context(), &TrendQuery{}); err != nil || site.query.Points != MaxTrendPoints {
		t.Errorf("asked %+v, %v", site.query, err)
	}
	got, err := c.StoreUsage(t.Context())
	if want, _ := site.StoreUsage(t.Context()); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	var f *Fault
	for _, query := range []string{"points=x", "points=-1", "points=5&from=yesterday"} {
		if _, err := ask[Trend](t.Context(), c, "/v1/history?"+query, nil); !errors.As(err, &f) || f.Code != Invalid {
			t.Errorf("%s: %v", query, err)
		}
	}
	none := serveSite(t, &echo{})
	if _, err := none.Trend(t.Context(), &TrendQuery{}); !errors.As(err, &f) || f.Code != NoSite {
		t.Error(err)
	}
	if _, err := none.StoreUsage(t.Context()); !errors.As(err, &f) || f.Code != NoSite {
		t.Error(err)
	}
}
