package console

import (
	"cmp"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/permit"
)

// Bounds of the pages of work.
const (
	closedOnPage = 50
	workOnPage   = 200 // lines of what was done
	workOnPaper  = 400
)

// permitRow is a permit in a list.
type permitRow struct {
	*control.Permit
	Address       string
	Hosts, Assets string
	Operations    string
	Approvers     string
	Count         int // lines of what was done
}

// permitsData is what the page of work permits shows.
type permitsData struct {
	Lists []permitList
	Next  string // older ones that are closed
	None  bool
}

// permitList are the permits of one state.
type permitList struct {
	State string
	Rows  []permitRow
}

// permitStates are the states in the order in which they are listed: what somebody must
// do something about comes first.
var permitStates = [...]string{"review", "open", "waiting", "closed"}

// showPermits lists the work permits.
func (c *Console) showPermits(r *http.Request, v *view) (any, error) {
	got, err := c.o.Sensor.Permits(r.Context(), true)
	if err != nil {
		return nil, err
	}
	d := &permitsData{None: len(got.Permits) == 0}
	for _, state := range permitStates {
		l := permitList{State: state}
		for i := range got.Permits {
			if got.Permits[i].State == state {
				l.Rows = append(l.Rows, c.permitRow(v, &got.Permits[i]))
			}
		}
		if state == "closed" {
			l.Rows, d.Next = closedAfter(l.Rows, r.FormValue("after"))
		}
		if len(l.Rows) > 0 {
			d.Lists = append(d.Lists, l)
		}
	}
	return d, nil
}

// closedAfter is a page of those that are closed, the latest first.
func closedAfter(rows []permitRow, ticket string) ([]permitRow, string) {
	slices.SortStableFunc(rows, func(a, b permitRow) int {
		return cmp.Or(b.Work.Closed.Compare(a.Work.Closed), cmp.Compare(b.Work.Permit.Ticket, a.Work.Permit.Ticket))
	})
	if i := slices.IndexFunc(rows, func(x permitRow) bool { return x.Work.Permit.Ticket == ticket }); i >= 0 {
		rows = rows[i+1:]
	}
	if len(rows) <= closedOnPage {
		return rows, ""
	}
	return rows[:closedOnPage], "/permits?" + url.Values{"after": {rows[closedOnPage-1].Work.Permit.Ticket}}.Encode() + "#closed"
}

func permitAddress(ticket string) string { return "/permits/" + url.PathEscape(ticket) }

// permitRow tells a permit in words.
func (c *Console) permitRow(v *view, p *control.Permit) permitRow {
	w := &p.Work.Permit
	x := permitRow{Permit: p, Address: permitAddress(w.Ticket), Hosts: c.places(v, w.Hosts), Assets: c.places(v, w.Assets), Approvers: strings.Join(w.Approvers, ", "), Count: len(p.Work.Lines)}
	var names []string
	for _, o := range w.Operations {
		names = append(names, v.Word("class", o.String()))
	}
	x.Operations = strings.Join(names, words["permits.comma"].In(v.Lang))
	return x
}

// places names devices, and networks of several as they are written.
func (c *Console) places(v *view, list []netip.Prefix) string {
	var names []string
	for _, p := range list {
		if p.IsSingleIP() {
			names = append(names, c.called(p.Addr().String()))
		} else {
			names = append(names, p.String())
		}
	}
	return strings.Join(names, words["permits.comma"].In(v.Lang))
}

// permitData is what the page of one permit shows.
type permitData struct {
	permitRow
	V        *view
	Over     bool // it has ended
	Lines    []workLine
	From, To int // numbers of the lines on the page
	Earlier  string
	Later    string
	Outside  incidentTable // what happened on the same devices and was not the work
}

// workLine is a line of what was done under a permit.
type workLine struct {
	*permit.Line
	N           int
	From, On    string
	Told        control.PermitLine
	Refused     uint64 // by the device, or not answered
	Packet      string // address of the packet that proves the first; "" for none
	Values      bool   // there are some to tell
	Approved    bool
	Rejected    bool
	Interesting bool // what was usual is told
}

// showPermit shows what was planned, and what was seen.
func (c *Console) showPermit(r *http.Request, v *view) (any, error) {
	from, err := strconv.Atoi(r.FormValue("from"))
	if err != nil || from < 1 {
		from = 1
	}
	return c.permitData(r, v, from, workOnPage)
}

// showPermitSheet shows the same for the work's file.
func (c *Console) showPermitSheet(r *http.Request, v *view) (any, error) {
	return c.permitData(r, v, 1, workOnPaper)
}

func (c *Console) permitData(r *http.Request, v *view, from, most int) (*permitData, error) {
	p, err := c.o.Sensor.Permit(r.Context(), r.PathValue("ticket"))
	if err != nil {
		return nil, err
	}
	d := &permitData{permitRow: c.permitRow(v, p), V: v, Over: p.State == "review" || p.State == "closed"}
	lines := p.Work.Lines
	d.From = min(from, max(len(lines), 1))
	d.To = min(d.From+most-1, len(lines))
	for n := d.From; n <= d.To; n++ {
		d.Lines = append(d.Lines, c.workLine(p, n))
	}
	if d.From > 1 {
		d.Earlier = d.Address + "?from=" + strconv.Itoa(max(d.From-most, 1))
	}
	if d.To < len(lines) {
		d.Later = d.Address + "?from=" + strconv.Itoa(d.To+1)
	}
	return d, c.outside(r, v, d)
}

// workLine tells the line of a number.
func (c *Console) workLine(p *control.Permit, n int) workLine {
	l := &p.Work.Lines[n-1]
	x := workLine{Line: l, N: n, From: c.called(l.Host.String()), On: c.called(l.Asset.String()), Refused: l.Count - min(l.Accepted, l.Count),
		Approved: l.Decision == "approved", Rejected: l.Decision == "rejected"}
	if n <= len(p.Told) {
		x.Told = p.Told[n-1]
	}
	x.Values = !x.Told.Seen.Empty() || l.More > 0
	x.Interesting = x.Values || !x.Told.Usual.Empty()
	if l.Frame > 0 {
		x.Packet = permitAddress(p.Work.Permit.Ticket) + "/packet?line=" + strconv.Itoa(n)
	}
	return x
}

// outside lists the incidents of the same devices, in the time of a permit, that were not
// the work.
func (c *Console) outside(r *http.Request, v *view, d *permitData) error {
	got, err := c.o.Sensor.Incidents(r.Context(), true)
	if err != nil {
		return err
	}
	w := &d.Work.Permit
	from, to := w.From, w.To
	if !d.Work.Closed.IsZero() && d.Work.Closed.Before(to) {
		to = d.Work.Closed
	}
	concerns := func(address string) bool {
		a, err := netip.ParseAddr(address)
		in := func(p netip.Prefix) bool { return p.Contains(a.Unmap()) }
		return err == nil && (slices.ContainsFunc(w.Assets, in) || slices.ContainsFunc(w.Hosts, in))
	}
	list := slices.DeleteFunc(got.Incidents, func(b control.Brief) bool {
		return b.State == string(alert.Authorised) || b.Updated.Before(from) || b.Opened.After(to) || !concerns(b.Actor) && !slices.ContainsFunc(b.Targets, concerns)
	})
	d.Outside = c.table(v, list[:min(len(list), perPage)])
	return nil
}

// endPermit ends a permit before its time.
func (c *Console) endPermit(w http.ResponseWriter, r *http.Request, v *view) {
	p, err := c.o.Sensor.ClosePermit(r.Context(), &control.PermitClosing{Ticket: r.PathValue("ticket"), Who: v.Person.Name})
	if err != nil {
		c.failed(w, v, err)
		return
	}
	done(w, r, permitAddress(p.Work.Permit.Ticket), "permit-ended")
}

var errNoDecision = fault("fault.no-decision")

// reviewPermit has the sensor note what a person decided about what was done.
func (c *Console) reviewPermit(w http.ResponseWriter, r *http.Request, v *view) {
	q := &control.PermitReview{Ticket: r.PathValue("ticket"), Who: v.Person.Name, Why: strings.TrimSpace(r.PostFormValue("why")), ApproveAll: r.PostFormValue("what") == "all"}
	for n := 1; n <= permit.MaxLines; n++ {
		switch r.PostForm.Get("line-" + strconv.Itoa(n)) {
		case "approved":
			q.Approve = append(q.Approve, n)
		case "rejected":
			q.Reject = append(q.Reject, n)
		}
	}
	switch {
	case !q.ApproveAll && len(q.Approve)+len(q.Reject) == 0:
		c.fault(w, v, http.StatusBadRequest, errNoDecision)
		return
	case q.Why == "":
		c.fault(w, v, http.StatusBadRequest, errNoReason)
		return
	}
	p, err := c.o.Sensor.ReviewPermit(r.Context(), q)
	if err != nil {
		c.failed(w, v, err)
		return
	}
	done(w, r, permitAddress(p.Work.Permit.Ticket), "permit-reviewed")
}

var errNoLine = fault("fault.no-line")

// permitPacket sends the packets around the first time a line was done.
func (c *Console) permitPacket(w http.ResponseWriter, r *http.Request, v *view) {
	p, err := c.o.Sensor.Permit(r.Context(), r.PathValue("ticket"))
	if err != nil {
		c.failed(w, v, err)
		return
	}
	n, err := strconv.Atoi(r.FormValue("line"))
	if err != nil || n < 1 || n > len(p.Work.Lines) {
		c.fault(w, v, http.StatusNotFound, errNoLine)
		return
	}
	l := &p.Work.Lines[n-1]
	out := &download{w: w, name: "work-" + l.First.UTC().Format("20060102-150405") + ".pcapng", kind: "application/x-pcapng"}
	err = c.o.Sensor.Packets(r.Context(), l.Asset.String(), l.First.Add(-packetMargin), l.First.Add(max(min(l.Last.Sub(l.First), time.Minute), 0)+packetMargin), out)
	switch {
	case err != nil && !out.begun:
		c.failed(w, v, err)
	case err != nil:
		panic(http.ErrAbortHandler) // the file is cut off, and the browser sees that it is
	}
}
