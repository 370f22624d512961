package permit

import (
	"fmt"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/banken-ot/banken/sensor/lang"
)

// validator gathers faults.
type validator struct{ faults Faults }

// check adds a fault of a field unless ok.
func (v *validator) check(ok bool, key string, label, text lang.Text, args ...any) {
	if !ok {
		v.faults = append(v.faults, Fault{Key: key, Label: label, Text: text.Fill(args...)})
	}
}

// Validate returns every fault of the permit at once, in the order of its fields;
// none when it is as a permit must be.
func (p *Permit) Validate() Faults {
	v := &validator{}
	v.check(p.Ticket != "", "ticket", labelTicket, noTicket)
	v.check(oneLine(p.Ticket, maxTicket), "ticket", labelTicket, wrongText, maxTicket)
	v.check(p.Who != "", "who", labelWho, noWho)
	v.check(oneLine(p.Who, maxPerson), "who", labelWho, wrongText, maxPerson)
	v.places("hosts", labelHosts, noHosts, p.Hosts, MaxHosts)
	v.places("assets", labelAssets, noAssets, p.Assets, MaxAssets)
	v.operations(p.Operations)
	v.time(p)
	v.approvers(p)
	return v.faults
}

// oneLine reports whether a text is one line of at most so many octets, without
// blanks at its ends.
func oneLine(s string, limit int) bool {
	return len(s) <= limit && utf8.ValidString(s) && s == strings.TrimSpace(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

func (v *validator) places(key string, label, none lang.Text, list []netip.Prefix, limit int) {
	v.check(len(list) > 0, key, label, none)
	v.check(len(list) <= limit, key, label, tooMany, len(list), limit)
	seen := map[netip.Prefix]bool{}
	for i, p := range list[:min(len(list), limit)] {
		at := fmt.Sprintf("%s[%d]", key, i)
		if !p.IsValid() || p.Addr().Is4In6() {
			v.check(false, at, label, wrongAddress, quote(p.String()))
			continue
		}
		v.check(p.Addr().BitLen()-p.Bits() <= maxSpan, at, label, tooWide, printPlace(p), 1<<maxSpan)
		a := p.Addr()
		v.check(!a.IsUnspecified() && !a.IsMulticast() && a != netip.AddrFrom4([4]byte{255, 255, 255, 255}), at, label, noHost, printPlace(p))
		v.check(!seen[p.Masked()], at, label, twice, printPlace(p))
		seen[p.Masked()] = true
	}
}

func (v *validator) operations(list []Class) {
	v.check(len(list) > 0, "operations", labelOperations, noOperations, classList())
	seen := [classes]bool{}
	for i, c := range list {
		key := fmt.Sprintf("operations[%d]", i)
		if c >= classes {
			v.check(false, key, labelOperations, wrongClass, c, classList())
			continue
		}
		v.check(!seen[c], key, labelOperations, twice, classTexts[c])
		seen[c] = true
	}
}

func (v *validator) time(p *Permit) {
	v.check(!p.From.IsZero(), "from", labelFrom, noTime)
	v.check(!p.To.IsZero(), "to", labelTo, noTime)
	if p.From.IsZero() || p.To.IsZero() {
		return
	}
	length := p.To.Sub(p.From)
	v.check(length > 0, "to", labelTo, endsFirst)
	v.check(length <= MaxTime, "to", labelTo, tooLong, lang.Span(length), lang.Span(MaxTime))
}

// approvers: one is enough for work that the devices' settings survive; programs
// and firmware need two who are not the worker.
func (v *validator) approvers(p *Permit) {
	v.check(len(p.Approvers) > 0, "approvers", labelApprovers, noApprovers)
	v.check(len(p.Approvers) <= MaxApprovers, "approvers", labelApprovers, tooMany, len(p.Approvers), MaxApprovers)
	seen, others := map[string]bool{}, 0
	for i, name := range p.Approvers[:min(len(p.Approvers), MaxApprovers)] {
		key, same := fmt.Sprintf("approvers[%d]", i), strings.ToLower(name)
		v.check(name != "" && oneLine(name, maxPerson), key, labelApprovers, wrongText, maxPerson)
		v.check(!seen[same], key, labelApprovers, twice, quote(name))
		if !seen[same] && same != strings.ToLower(p.Who) {
			others++
		}
		seen[same] = true
	}
	for _, c := range p.Operations {
		if c == Program {
			v.check(others >= 2, "approvers", labelApprovers, twoApprovers)
			return
		}
	}
}

// classList lists the classes.
func classList() (t lang.Text) {
	for c, x := range classTexts {
		if c > 0 {
			t.EN, t.JA = t.EN+", ", t.JA+"、"
		}
		t.EN, t.JA = t.EN+x.EN, t.JA+x.JA
	}
	return t
}

func quote(s string) string {
	if len(s) > maxPerson {
		s = strings.ToValidUTF8(s[:maxPerson], "") + "..."
	}
	return fmt.Sprintf("%q", s)
}
