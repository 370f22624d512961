package permit

import (
	"strings"

	"github.com/banken-ot/banken/sensor/lang"
)

// line is a field in the text form.
type line struct {
	label lang.Text
	one   *string   // a single value, or
	list  *[]string // several
}

// lines are the fields of a form in their order.
func (f *form) lines() []line {
	return []line{{labelTicket, &f.Ticket, nil}, {labelWho, &f.Who, nil}, {labelHosts, nil, &f.Hosts}, {labelAssets, nil, &f.Assets},
		{labelOperations, nil, &f.Operations}, {labelFrom, &f.From, nil}, {labelTo, &f.To, nil}, {labelApprovers, nil, &f.Approvers}}
}

// Text returns the permit as people read it, one field a line, in a language, with its
// times as they are: in the location they have. What it writes ParseText reads.
func (p *Permit) Text(l lang.Language) string {
	f := p.form()
	f.From, f.To = printLocal(p.From), printLocal(p.To)
	for i, c := range p.Operations {
		if c < classes {
			f.Operations[i] = classTexts[c].In(l)
		}
	}
	width := 0
	for _, x := range f.lines() {
		width = max(width, lang.Width(x.label.In(l)))
	}
	var out strings.Builder
	for _, x := range f.lines() {
		value := ""
		if x.one != nil {
			value = *x.one
		} else {
			value = strings.Join(*x.list, ", ")
		}
		out.WriteString(lang.Pad(x.label.In(l)+":", width+2) + value + "\n")
	}
	return out.String()
}

// ParseText reads a permit from text: a field a line, label and value with a colon
// between, lists with commas; labels and sorts of work in any language. Empty lines
// and those that begin with # are passed over. The error is Faults, with every
// fault there is.
func ParseText(s string) (Permit, error) {
	if len(s) > maxForm {
		return Permit{}, Faults{{Text: tooLarge.Fill(maxForm)}}
	}
	var f form
	v := &validator{}
	seen := map[string]bool{}
	for text := range strings.Lines(s) {
		text = strings.TrimSpace(text)
		if text != "" && !strings.HasPrefix(text, "#") {
			v.parseLine(&f, text, seen)
		}
	}
	p, err := f.permit()
	if more, ok := err.(Faults); ok {
		v.faults = append(v.faults, more...)
	}
	return p, v.faults.err()
}

// parseLine reads one line into a form.
func (v *validator) parseLine(f *form, text string, seen map[string]bool) {
	label, value, _ := strings.Cut(strings.Replace(text, "：", ":", 1), ":")
	label, value = strings.ToLower(strings.TrimSpace(label)), strings.TrimSpace(value)
	for _, x := range f.lines() {
		if label != x.label.EN && label != x.label.JA {
			continue
		}
		v.check(!seen[x.label.EN], x.label.EN, x.label, twice, x.label)
		seen[x.label.EN] = true
		if x.one != nil {
			*x.one = value
			return
		}
		for _, part := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == '、' || r == '，' }) {
			*x.list = append(*x.list, strings.TrimSpace(part))
		}
		return
	}
	v.check(false, "", lang.Text{}, unknownKey, quote(label), labelList())
}

// labelList lists the labels.
func labelList() (t lang.Text) {
	for i, x := range new(form).lines() {
		if i > 0 {
			t.EN, t.JA = t.EN+", ", t.JA+"、"
		}
		t.EN, t.JA = t.EN+x.label.EN, t.JA+x.label.JA
	}
	return t
}
