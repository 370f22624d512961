package control

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

func (e *echo) Channels(_ context.Context, q *ChannelsQuery) (*Channels, error) {
	e.note(*q)
	return &Channels{V: Version}, e.err
}

func (e *echo) Differences(_ context.Context, q *DifferenceQuery) (*Differences, error) {
	e.note(*q)
	return &Differences{V: Version}, e.err
}

func (e *echo) Examine(_ context.Context, file []byte) (*Examined, error) {
	e.note(string(file))
	return &Examined{V: Version}, e.err
}

// TestPages: which page of a list is wanted arrives as it was asked, whatever is in it.
func TestPages(t *testing.T) {
	e := &echo{}
	c, ctx := serveSite(t, e), context.Background()
	odd := "opcua\ta b > c&after=1 \"日本\"%2F"
	lines := LinesQuery{Edition: 3, Standing: "pending", Text: odd, Limit: 100, After: odd, Before: odd}
	channels := ChannelsQuery{State: "any drifting", Text: odd, After: odd, Limit: 7}
	difference := DifferenceQuery{Old: 3, New: 4, After: odd, Limit: 9}
	for _, x := range []struct {
		ask  func() error
		want any
	}{
		{func() error { _, err := c.Lines(ctx, &lines); return err }, lines},
		{func() error { _, err := c.Channels(ctx, &channels); return err }, channels},
		{func() error { _, err := c.Differences(ctx, &difference); return err }, difference},
		{func() error { _, err := c.Examine(ctx, []byte("a\xFF")); return err }, "a\xFF"},
	} {
		if err := x.ask(); err != nil || !reflect.DeepEqual(e.got, []any{x.want}) {
			t.Errorf("asked %+v, want %+v, %v", e.got, x.want, err)
		}
	}
	e.got = nil
	for _, path := range []string{"/v1/baseline?limit=x", "/v1/channels?limit=-1", "/v1/baseline/diff?old=x", "/v1/baseline/diff?new=99999999999"} {
		if err := c.do(ctx, http.MethodGet, path, nil, nil, nil); err == nil || !strings.Contains(err.Error(), "is no number") || e.got != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}
