package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/permit"
)

// permitStates are the states of a permit in words.
var permitStates = map[string]message{"open": permitStateOpen, "waiting": permitStateWaiting, "review": permitStateReview, "closed": permitStateClosed}

// several is an option that may be given more than once, or with commas between.
type several []string

// String implements flag.Value.
func (s *several) String() string { return strings.Join(*s, ",") }

// Set implements flag.Value.
func (s *several) Set(text string) error {
	for _, x := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '、' || r == '，' }) {
		*s = append(*s, strings.TrimSpace(x))
	}
	return nil
}

// list defines an option of several.
func (o options) list(name string, m message) *several {
	s := new(several)
	o.Var(s, name, o.s.say(m))
	return s
}

// permitOptions are what the command permit takes.
type permitOptions struct {
	place
	ticket, who, start, long, file, by *string
	hosts, assets, does, approvers     *several
	approve, reject                    *several
	approveAll, all                    *bool
}

func definePermit(o options) work {
	x := permitOptions{place: definePlace(o), ticket: o.text("ticket", "", optionTicket), who: o.text("who", "", optionWorker),
		hosts: o.list("from", optionPermitFrom), assets: o.list("on", optionPermitOn), does: o.list("operations", optionOperations),
		start: o.text("start", "", optionPermitStart), long: o.text("for", "4h", optionPermitFor), approvers: o.list("approver", optionApprover),
		file: o.text("f", "", optionPermitFile), by: o.text("by", "", optionBy), all: o.on("all", optionAllPermits),
		approve: o.list("approve", optionApproveLines), reject: o.list("reject", optionRejectLines), approveAll: o.on("approve-all", optionApproveAll)}
	return func(ctx context.Context, s streams, names []string) error {
		return x.choose(ctx, s, []verb{{"open", 0, 0, func([]string) (step, error) { return x.open(s) }}, {"list", 0, 0, x.list}, {"close", 1, 1, x.end},
			{"review", 1, 1, x.review}}, names)
	}
}

// open opens a permit: that of a file, or of the options.
func (x *permitOptions) open(s streams) (step, error) {
	by, err := person(*x.by)
	if err != nil {
		return nil, err
	}
	r, err := x.request(s)
	if err != nil {
		return nil, err
	}
	return func(v *visit) error {
		q, err := r(v)
		if err != nil {
			return err
		}
		q.By = by
		p, err := v.OpenPermit(v.ctx, q)
		if err != nil {
			return err
		}
		return v.show(p, p.Zone, func() {
			v.local(p)
			v.line(0, permitOpened)
			v.plain(0, strings.TrimSuffix(p.Work.Permit.Text(v.s.lang), "\n"))
			v.line(0, permitNext, p.Work.Permit.Ticket)
		})
	}, nil
}

// request is the permit that is asked for; names in a text are looked up at the site.
func (x *permitOptions) request(s streams) (func(v *visit) (*control.PermitRequest, error), error) {
	if *x.file == "" {
		q, err := x.given()
		return func(*visit) (*control.PermitRequest, error) { return q, err }, err
	}
	b, err := readInput(s, *x.file)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(bytes.TrimSpace(b), []byte("{")) {
		q, err := requestOf(b)
		return func(*visit) (*control.PermitRequest, error) { return q, err }, err
	}
	return func(v *visit) (*control.PermitRequest, error) { return v.written(string(b)) }, nil
}

// given is the permit of the options.
func (x *permitOptions) given() (*control.PermitRequest, error) {
	long, err := time.ParseDuration(*x.long)
	if err != nil || long <= 0 {
		return nil, wrong(wrongFor, quoted(*x.long))
	}
	start := time.Now().UTC().Truncate(time.Second)
	if *x.start != "" {
		if start, err = moment("--start", *x.start); err != nil {
			return nil, err
		}
	}
	for _, w := range []struct {
		option string
		given  bool
	}{{"--ticket", *x.ticket != ""}, {"--who", *x.who != ""}, {"--from", len(*x.hosts) > 0}, {"--on", len(*x.assets) > 0},
		{"--operations", len(*x.does) > 0}, {"--approver", len(*x.approvers) > 0}} {
		if !w.given {
			return nil, wrong(wantsPermit, w.option)
		}
	}
	return &control.PermitRequest{V: 1, Ticket: *x.ticket, Who: *x.who, Hosts: *x.hosts, Assets: *x.assets, Operations: *x.does,
		From: start.UTC(), To: start.Add(long).UTC(), Approvers: *x.approvers}, nil
}

// requestOf reads the permit of a file in JSON.
func requestOf(b []byte) (*control.PermitRequest, error) {
	q := new(control.PermitRequest)
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	err := d.Decode(q)
	if err == nil {
		if _, end := d.Token(); end != io.EOF {
			err = io.ErrUnexpectedEOF
		}
	}
	if err != nil {
		return nil, said(control.Invalid, faultPermitForm, strings.TrimPrefix(err.Error(), "json: "))
	}
	return q, nil
}

// written is the permit of a text.
func (v *visit) written(text string) (*control.PermitRequest, error) {
	all, err := v.Assets(v.ctx)
	if err != nil {
		return nil, err
	}
	p, err := permit.ParseText(addressed(text, all.Assets))
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	return requestOf(b)
}

// addressed puts addresses in the place of the names of devices in a text: those that
// stand alone between commas.
func addressed(text string, all []control.Asset) string {
	byName := map[string]string{}
	for _, a := range all {
		if _, twice := byName[a.Name]; a.Name != "" && !twice {
			byName[a.Name] = a.Address
		}
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		label, value, ok := strings.Cut(strings.Replace(line, "：", ":", 1), ":")
		if !ok {
			continue
		}
		parts := strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == '、' || r == '，' })
		found := false
		for n, part := range parts {
			if a := byName[strings.TrimSpace(part)]; a != "" {
				parts[n], found = a, true
			}
		}
		if found {
			lines[i] = label + ": " + strings.Join(parts, ", ")
		}
	}
	return strings.Join(lines, "\n")
}

func (x *permitOptions) list([]string) (step, error) {
	return func(v *visit) error {
		list, err := v.Permits(v.ctx, *x.all)
		if err != nil {
			return err
		}
		return v.show(list, list.Zone, func() {
			if len(list.Permits) == 0 {
				v.line(0, noPermits)
			}
			for i := range list.Permits {
				v.permit(&list.Permits[i])
			}
		})
	}, nil
}
