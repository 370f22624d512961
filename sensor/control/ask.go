package control

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
)

// A Client is a Site: that of the sensor at its socket.
var _ Site = (*Client)(nil)

// Today implements Situation.
func (c *Client) Today(ctx context.Context) (*Today, error) {
	return ask[Today](ctx, c, "/v1/today", nil)
}

// Incidents implements Situation.
func (c *Client) Incidents(ctx context.Context, all bool) (*Incidents, error) {
	return ask[Incidents](ctx, c, "/v1/incidents", url.Values{"all": {strconv.FormatBool(all)}})
}

// Explain implements Situation.
func (c *Client) Explain(ctx context.Context, id string) (*Explanation, error) {
	return ask[Explanation](ctx, c, "/v1/incidents/"+url.PathEscape(id), nil)
}

// Decide implements Situation.
func (c *Client) Decide(ctx context.Context, d *Decision) (*Brief, error) {
	return order[Brief](ctx, c, "/v1/incidents/"+url.PathEscape(d.ID), d)
}

// Lines implements Learned.
func (c *Client) Lines(ctx context.Context, q *LinesQuery) (*Lines, error) {
	return ask[Lines](ctx, c, "/v1/baseline", url.Values{"waiting": {strconv.FormatBool(q.Waiting)}, "edition": {strconv.Itoa(q.Edition)}, "standing": {q.Standing},
		"text": {q.Text}, "limit": {strconv.Itoa(q.Limit)}, "after": {q.After}, "before": {q.Before}})
}

// Forecast implements Learned.
func (c *Client) Forecast(ctx context.Context) (*Learning, error) {
	return ask[Learning](ctx, c, "/v1/forecast", nil)
}

// Approve implements Learned.
func (c *Client) Approve(ctx context.Context, a *Approval) (*Approved, error) {
	return order[Approved](ctx, c, "/v1/baseline/decide", a)
}

// Freeze implements Learned.
func (c *Client) Freeze(ctx context.Context, f *Freeze) (*Learning, error) {
	return order[Learning](ctx, c, "/v1/baseline/freeze", f)
}

// History implements Editions.
func (c *Client) History(ctx context.Context) (*History, error) {
	return ask[History](ctx, c, "/v1/editions", nil)
}

// Edition implements Editions.
func (c *Client) Edition(ctx context.Context, number int) ([]byte, error) {
	return c.file(ctx, "/v1/editions/"+strconv.Itoa(number), nil)
}

// Next implements Editions.
func (c *Client) Next(ctx context.Context, who, note string) ([]byte, error) {
	return c.file(ctx, "/v1/editions/next", url.Values{"who": {who}, "note": {note}})
}

// Release implements Editions.
func (c *Client) Release(ctx context.Context, who string, file []byte) (*EditionLine, error) {
	return send[EditionLine](ctx, c, "/v1/editions", url.Values{"who": {who}}, file)
}

// Import implements Editions.
func (c *Client) Import(ctx context.Context, who, trust string, file []byte) (*EditionLine, error) {
	return send[EditionLine](ctx, c, "/v1/baseline/import", url.Values{"who": {who}, "trust": {trust}}, file)
}

// Rollback implements Editions.
func (c *Client) Rollback(ctx context.Context, r *Rollback) (*EditionLine, error) {
	return order[EditionLine](ctx, c, "/v1/baseline/rollback", r)
}

// Permits implements Works.
func (c *Client) Permits(ctx context.Context, all bool) (*Permits, error) {
	return ask[Permits](ctx, c, "/v1/permits", url.Values{"all": {strconv.FormatBool(all)}})
}

// Permit implements Works.
func (c *Client) Permit(ctx context.Context, ticket string) (*Permit, error) {
	return ask[Permit](ctx, c, "/v1/permits/"+url.PathEscape(ticket), nil)
}

// ReviewPermit implements Works.
func (c *Client) ReviewPermit(ctx context.Context, r *PermitReview) (*Permit, error) {
	return order[Permit](ctx, c, "/v1/permits/review", r)
}

// OpenPermit implements Works.
func (c *Client) OpenPermit(ctx context.Context, p *PermitRequest) (*Permit, error) {
	return order[Permit](ctx, c, "/v1/permits", p)
}

// ClosePermit implements Works.
func (c *Client) ClosePermit(ctx context.Context, x *PermitClosing) (*Permit, error) {
	return order[Permit](ctx, c, "/v1/permits/close", x)
}

// Assets implements Devices.
func (c *Client) Assets(ctx context.Context) (*Assets, error) {
	return ask[Assets](ctx, c, "/v1/assets", nil)
}

// ImportAssets implements Devices.
func (c *Client) ImportAssets(ctx context.Context, who string, csv []byte) (*Assets, error) {
	return send[Assets](ctx, c, "/v1/assets", url.Values{"who": {who}}, csv)
}

// ask asks a question that is answered in JSON.
func ask[A any](ctx context.Context, c *Client, path string, q url.Values) (*A, error) {
	a := new(A)
	if err := c.get(ctx, path, q, func(r io.Reader) error { return json.NewDecoder(r).Decode(a) }); err != nil {
		return nil, err
	}
	return a, nil
}

// order sends a question in JSON.
func order[A any](ctx context.Context, c *Client, path string, question any) (*A, error) {
	b, err := json.Marshal(question)
	if err != nil {
		return nil, fmt.Errorf("control: %w", err)
	}
	return send[A](ctx, c, path, nil, b)
}

// send sends octets that are answered in JSON.
func send[A any](ctx context.Context, c *Client, path string, q url.Values, body []byte) (*A, error) {
	a := new(A)
	err := c.do(ctx, http.MethodPost, path, q, bytes.NewReader(body), func(r io.Reader) error { return json.NewDecoder(r).Decode(a) })
	if err != nil {
		return nil, err
	}
	return a, nil
}

func (c *Client) file(ctx context.Context, path string, q url.Values) (b []byte, err error) {
	err = c.get(ctx, path, q, func(r io.Reader) (err error) {
		b, err = io.ReadAll(r)
		return err
	})
	return b, err
}
