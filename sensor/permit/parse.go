package permit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/netip"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

// maxForm bounds what is read of a permit, octets: the longest that is valid has
// some 20,000.
const maxForm = 64 << 10

// form is a permit as it is written, before anything of it is understood.
type form struct {
	V          int      `json:"v"`
	Ticket     string   `json:"ticket"`
	Who        string   `json:"who"`
	Hosts      []string `json:"hosts"`
	Assets     []string `json:"assets"`
	Operations []string `json:"operations"`
	From       string   `json:"from"`
	To         string   `json:"to"`
	Approvers  []string `json:"approvers"`
}

// formVersion is the version of the form in JSON.
const formVersion = 1

// Parse reads a permit from JSON. The error is Faults, with every fault there is.
func Parse(b []byte) (Permit, error) {
	if len(b) > maxForm {
		return Permit{}, Faults{{Text: tooLarge.Fill(maxForm)}}
	}
	var f form
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	err := d.Decode(&f)
	if err == nil {
		if _, end := d.Token(); end != io.EOF {
			err = fmt.Errorf("more follows the permit")
		}
	}
	if err == nil && f.V != formVersion {
		err = fmt.Errorf("v is %d, not %d", f.V, formVersion)
	}
	if err != nil {
		return Permit{}, Faults{{Text: wrongForm.Fill(strings.TrimPrefix(err.Error(), "json: "))}}
	}
	return f.permit()
}

// permit understands a form: every fault of it, and of the permit it makes.
func (f *form) permit() (Permit, error) {
	v := &validator{}
	p := Permit{Ticket: f.Ticket, Who: f.Who, Approvers: f.Approvers,
		Hosts: v.parsePlaces("hosts", labelHosts, f.Hosts), Assets: v.parsePlaces("assets", labelAssets, f.Assets),
		Operations: v.parseClasses(f.Operations),
		From:       v.parseTime("from", labelFrom, f.From), To: v.parseTime("to", labelTo, f.To)}
	unread := map[string]bool{}
	for _, x := range v.faults {
		unread[field(x.Key)] = true
	}
	for _, x := range p.Validate() {
		if !unread[field(x.Key)] {
			v.faults = append(v.faults, x)
		}
	}
	return p, v.faults.err()
}

// field is the field of a key: "hosts" of "hosts[1]".
func field(key string) string {
	name, _, _ := strings.Cut(key, "[")
	return name
}

func (v *validator) parsePlaces(key string, label lang.Text, list []string) (all []netip.Prefix) {
	for i, s := range list {
		p, ok := parsePlace(strings.TrimSpace(s))
		if !ok {
			v.check(false, fmt.Sprintf("%s[%d]", key, i), label, wrongAddress, quote(s))
		}
		all = append(all, p)
	}
	return all
}

// parsePlace reads an address or a prefix. One with bits beyond its length is
// refused: it is not known which of the two is meant.
func parsePlace(s string) (netip.Prefix, bool) {
	if a, err := netip.ParseAddr(s); err == nil {
		return Place(a), a.Zone() == ""
	}
	p, err := netip.ParsePrefix(s)
	return p, err == nil && p == p.Masked() && !p.Addr().Is4In6()
}

// printPlace writes a prefix as it is read, an address without its length.
func printPlace(p netip.Prefix) string {
	if p.IsSingleIP() {
		return p.Addr().String()
	}
	return p.String()
}

func (v *validator) parseClasses(list []string) (all []Class) {
	for i, s := range list {
		c, ok := parseClass(strings.TrimSpace(s))
		v.check(ok, fmt.Sprintf("operations[%d]", i), labelOperations, wrongClass, quote(s), classList())
		all = append(all, c)
	}
	return all
}

func (v *validator) parseTime(key string, label lang.Text, s string) time.Time {
	if s == "" {
		return time.Time{} // said to be missing by Validate
	}
	t, err := time.Parse(time.RFC3339, s)
	v.check(err == nil, key, label, wrongTime, quote(s))
	return t.UTC()
}

// form returns the permit as it is written.
func (p *Permit) form() form {
	f := form{V: formVersion, Ticket: p.Ticket, Who: p.Who, Hosts: printPlaces(p.Hosts), Assets: printPlaces(p.Assets), Operations: make([]string, len(p.Operations)),
		From: printTime(p.From), To: printTime(p.To), Approvers: append([]string{}, p.Approvers...)}
	for i, c := range p.Operations {
		f.Operations[i] = c.String()
	}
	return f
}

func printPlaces(list []netip.Prefix) []string {
	all := make([]string, len(list))
	for i, p := range list {
		all[i] = printPlace(p)
	}
	return all
}

func printTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// printLocal writes a time in its own location, with the offset.
func printLocal(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

// MarshalJSON implements json.Marshaler.
func (p Permit) MarshalJSON() ([]byte, error) { return json.Marshal(p.form()) }

// UnmarshalJSON implements json.Unmarshaler, as Parse does.
func (p *Permit) UnmarshalJSON(b []byte) (err error) {
	*p, err = Parse(b)
	return err
}
