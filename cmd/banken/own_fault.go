package main

import (
	"errors"
	"strings"

	"github.com/banken-ot/banken/baseline/edition"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/watch"
)

// said is a fault in the words of people.
func said(code control.Code, m message, args ...any) error {
	return &control.Fault{Code: code, Text: messages[m].Fill(args...)}
}

// siteFaults are what people are told of errors of a site. %[1]s, where it is there, is
// the error in its own words.
var siteFaults = [...]struct {
	is   error
	code control.Code
	says message
}{
	{alert.ErrNone, control.Conflict, faultClosed},
	{alert.ErrShelf, control.Invalid, faultShelf},
	{alert.ErrWhy, control.Invalid, faultNoWhy},
	{watch.ErrNoStore, control.Conflict, faultNothingKept},
	{watch.ErrOrder, control.Conflict, faultOrder},
	{watch.ErrTicket, control.Conflict, faultTicket},
	{watch.ErrTwice, control.Invalid, faultIDTwice},
	{watch.ErrSite, control.Invalid, faultOtherSite},
	{watch.ErrOther, control.Invalid, faultEdited},
	{edition.ErrForm, control.Invalid, faultNoBaseline},
	{edition.ErrUnsigned, control.Invalid, faultUnsigned},
	{edition.ErrSignature, control.Invalid, faultChanged},
	{model.ErrState, control.Invalid, faultOtherModel},
}

// told is an error of a site in the words of people, where it has any.
func told(err error) error {
	var f *control.Fault
	if err == nil || errors.As(err, &f) {
		return err
	}
	for _, x := range siteFaults {
		if errors.Is(err, x.is) {
			f := &control.Fault{Code: x.code, Text: messages[x.says]}
			if strings.Contains(f.Text.EN, "%") {
				f.Text = f.Text.Fill(err)
			}
			return f
		}
	}
	var text interface {
		In(l lang.Language) string
	}
	if errors.As(err, &text) {
		code := control.Invalid
		if kept := new(store.Fault); errors.As(err, &kept) {
			code = control.Failed
		}
		return &control.Fault{Code: code, Text: lang.Text{EN: text.In(lang.English), JA: text.In(lang.Japanese)}}
	}
	return err
}
