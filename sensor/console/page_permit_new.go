package console

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/permit"
)

// Rows of the form that are there at first, and how many more a person gets at once.
const (
	hostRows     = 2
	assetRows    = 4
	approverRows = 2
	moreRows     = 4
)

// formTime is how a browser sends a time of a clock (HTML, local date and time strings).
const formTime = "2006-01-02T15:04"

// permitForm is a permit as it is filled in.
type permitForm struct {
	V                        *view
	Ticket, Who, From, To    string
	Hosts, Assets, Approvers []string // with empty rows
	Classes                  []classChoice
	Devices                  []string // that can be chosen
	Hours                    int      // for which a permit holds at most
	Wrong                    map[string][]string
}

// wrongField is what is wrong with a field.
type wrongField struct {
	Field string
	Texts []string
}

// Of is what is wrong with a field, by the name that package permit has for it.
func (f *permitForm) Of(field string) wrongField { return wrongField{field, f.Wrong[field]} }

// Number is that of a row, from 1.
func (f *permitForm) Number(n int) int { return n + 1 }

// classChoice is a sort of work that can be ticked.
type classChoice struct {
	Name, Text, What string
	Chosen           bool
}

// classes are all sorts of work, in the order in which they are asked for.
var classes = [...]permit.Class{permit.Session, permit.Read, permit.Identify, permit.Diagnose, permit.Write, permit.Control, permit.Configure, permit.Restart, permit.Program}

// showPermitForm asks for a new permit.
func (c *Console) showPermitForm(r *http.Request, v *view) (any, error) {
	now := v.Now.In(v.Zone).Truncate(time.Minute)
	f := &permitForm{V: v, Wrong: map[string][]string{}, From: now.Format(formTime), To: now.Add(4 * time.Hour).Format(formTime)}
	f.Classes = v.classChoices([]string{permit.Session.String(), permit.Read.String()})
	f.Hosts, f.Assets = filled(r.URL.Query()["host"]), filled(r.URL.Query()["asset"]) // from the page of a device
	return f, c.complete(r, f)
}

func (v *view) classChoices(chosen []string) (list []classChoice) {
	for _, x := range classes {
		name := x.String()
		list = append(list, classChoice{name, v.Word("class", name), v.Word("class.what", name), slices.Contains(chosen, name)})
	}
	return list
}

// complete adds to a form what can be chosen, and empty rows.
func (c *Console) complete(r *http.Request, f *permitForm) error {
	all, err := c.o.Sensor.Assets(r.Context())
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	add := func(address, name string) {
		if !seen[address] {
			seen[address] = true
			f.Devices = append(f.Devices, choiceOf(address, name))
		}
	}
	for _, a := range all.Assets {
		add(a.Address, a.Name)
	}
	for _, a := range all.Seen {
		add(a.Address, "")
	}
	f.Hours = int(permit.MaxTime / time.Hour)
	f.Hosts, f.Assets, f.Approvers = rows(f.Hosts, hostRows), rows(f.Assets, assetRows), rows(f.Approvers, approverRows)
	return nil
}

// choiceOf is a device as it can be chosen: "PLC-1 (10.0.0.5)".
func choiceOf(address, name string) string {
	if name == "" {
		return address
	}
	return name + " (" + address + ")"
}

// rows fills a list up to so many, with one that is empty at least.
func rows(list []string, least int) []string {
	for len(list) < least || list[len(list)-1] != "" {
		list = append(list, "")
	}
	return list
}

// filledIn reads a form.
func (v *view) filledIn(r *http.Request) *permitForm {
	f := &permitForm{V: v, Ticket: strings.TrimSpace(r.PostFormValue("ticket")), Who: strings.TrimSpace(r.PostFormValue("who")), From: r.PostFormValue("from"), To: r.PostFormValue("to"),
		Hosts: filled(r.PostForm["host"]), Assets: filled(r.PostForm["asset"]), Approvers: filled(r.PostForm["approver"]), Wrong: map[string][]string{}}
	f.Classes = v.classChoices(r.PostForm["operation"])
	return f
}

// filled are the rows that are not empty: no more than a permit may have.
func filled(list []string) (rows []string) {
	for _, s := range list[:min(len(list), permit.MaxAssets+assetRows)] {
		if s = strings.TrimSpace(s); s != "" {
			rows = append(rows, s)
		}
	}
	return rows
}

// openPermit opens a permit, or shows the form again with what is wrong beside each field.
func (c *Console) openPermit(w http.ResponseWriter, r *http.Request, v *view) {
	f := v.filledIn(r)
	if r.PostFormValue("more") != "" {
		f.Hosts, f.Assets, f.Approvers = rows(f.Hosts, len(f.Hosts)+hostRows), rows(f.Assets, len(f.Assets)+moreRows), rows(f.Approvers, len(f.Approvers)+1)
		c.askAgain(w, r, v, f, http.StatusOK)
		return
	}
	q, err := c.request(r, f)
	if err == nil && len(f.Wrong) == 0 {
		var p *control.Permit
		if p, err = c.o.Sensor.OpenPermit(r.Context(), q); err == nil {
			done(w, r, permitAddress(p.Work.Permit.Ticket), "permit-opened")
			return
		}
	}
	if err != nil && faultOf(err) == nil {
		c.failed(w, v, err)
		return
	}
	if err != nil {
		v.Fault = faultOf(err).Text
	} else {
		v.Fault = words["permit.form.wrong"]
	}
	c.askAgain(w, r, v, f, http.StatusBadRequest)
}

func (c *Console) askAgain(w http.ResponseWriter, r *http.Request, v *view, f *permitForm, status int) {
	if err := c.complete(r, f); err != nil {
		c.failed(w, v, err)
		return
	}
	v.Page, v.Path, v.Data = "permitnew", "/new-permit", f
	c.render(w, status, "layout", "permitnew", v)
}

// request makes a question to the sensor of a form. What the rules of permits find wrong
// is noted with its field.
func (c *Console) request(r *http.Request, f *permitForm) (*control.PermitRequest, error) {
	all, err := c.o.Sensor.Assets(r.Context())
	if err != nil {
		return nil, err
	}
	q := &control.PermitRequest{V: 1, Ticket: f.Ticket, Who: f.Who, Hosts: addresses(f.Hosts, all.Assets), Assets: addresses(f.Assets, all.Assets), Approvers: f.Approvers, By: f.V.Person.Name}
	for _, x := range f.Classes {
		if x.Chosen {
			q.Operations = append(q.Operations, x.Name)
		}
	}
	q.From, q.To = f.moment("from", f.From), f.moment("to", f.To)
	b, err := json.Marshal(written(q))
	if err != nil {
		return nil, err
	}
	_, err = permit.Parse(b)
	var faults permit.Faults
	if errors.As(err, &faults) {
		f.note(faults)
		return q, nil
	}
	return q, err
}

// written is a question in the form that package permit reads: a time that is not there
// is no time.
func written(q *control.PermitRequest) map[string]any {
	return map[string]any{"v": q.V, "ticket": q.Ticket, "who": q.Who, "hosts": q.Hosts, "assets": q.Assets, "operations": q.Operations,
		"from": stamp(q.From), "to": stamp(q.To), "approvers": q.Approvers}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// moment reads a time of the site's clock; what is none is noted.
func (f *permitForm) moment(field, text string) time.Time {
	t, err := time.ParseInLocation(formTime, text, f.V.Zone)
	if err != nil && text != "" {
		f.Wrong[field] = append(f.Wrong[field], words["permit.form.time"].In(f.V.Lang))
	}
	return t.UTC()
}

// note keeps what is wrong beside its field.
func (f *permitForm) note(faults permit.Faults) {
	for _, x := range faults {
		field, _, _ := strings.Cut(x.Key, "[")
		text := x.Text.In(f.V.Lang)
		if _, told := f.Wrong[field]; !told || field != "from" && field != "to" {
			f.Wrong[field] = append(f.Wrong[field], text)
		}
	}
}

// addresses puts addresses in the place of devices as they are chosen, and of names. What
// is neither stays as it is; a row may have several, with commas.
func addresses(list []string, all []control.Asset) (out []string) {
	for _, row := range list {
		if a, ok := addressOfChoice(row, all); ok {
			out = append(out, a)
			continue
		}
		for _, part := range strings.FieldsFunc(row, func(r rune) bool { return strings.ContainsRune(",、，;", r) }) {
			a, _ := addressOfChoice(strings.TrimSpace(part), all)
			out = append(out, a)
		}
	}
	return out
}

// addressOfChoice is the address of a device as choiceOf tells it, or of its name where
// one device alone has it; ok is false for anything else.
func addressOfChoice(text string, all []control.Asset) (address string, ok bool) {
	if i := strings.LastIndex(text, "("); i >= 0 && strings.HasSuffix(text, ")") {
		if a, err := netip.ParseAddr(text[i+1 : len(text)-1]); err == nil {
			return a.String(), true
		}
	}
	found := 0
	for _, a := range all {
		if a.Name != "" && strings.EqualFold(a.Name, text) {
			address = a.Address
			found++
		}
	}
	if found == 1 {
		return address, true
	}
	return text, false
}
