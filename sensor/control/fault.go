package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/banken-ot/banken/sensor/lang"
)

// Code says of which sort a fault is.
type Code string

// The codes, and the status of HTTP that each is answered with.
const (
	NotFound  Code = "not-found" // 404: there is no such thing
	Invalid   Code = "invalid"   // 400: what was asked for cannot be
	Conflict  Code = "conflict"  // 409: it cannot be as things are now
	Untrusted Code = "untrusted" // 403: the key is not known
	Denied    Code = "denied"    // 401: name, password or one-time token are not right
	Forbidden Code = "forbidden" // 403: the person may not do that
	Wait      Code = "wait"      // 429: it must be tried later
	NoSite    Code = "no-site"   // 503: the sensor learns nothing
	Failed    Code = "failed"    // 500: the sensor could not do it
)

var statuses = map[Code]int{NotFound: http.StatusNotFound, Invalid: http.StatusBadRequest, Conflict: http.StatusConflict,
	Untrusted: http.StatusForbidden, Denied: http.StatusUnauthorized, Forbidden: http.StatusForbidden, Wait: http.StatusTooManyRequests, NoSite: http.StatusServiceUnavailable, Failed: http.StatusInternalServerError}

// Status is that of HTTP which a fault of the sort is answered with.
func (c Code) Status() int {
	if s, ok := statuses[c]; ok {
		return s
	}
	return http.StatusInternalServerError
}

// Fault is an error that a person can do something about.
type Fault struct {
	Code Code
	Text lang.Text // what is wrong and what to do; a line each where it is several things
}

// Error says it in English.
func (f *Fault) Error() string { return f.Text.EN }

// In says it in a language.
func (f *Fault) In(l lang.Language) string { return f.Text.In(l) }

// faultForm is how a fault is told.
type faultForm struct {
	Error string    `json:"error"`
	Code  Code      `json:"code,omitempty"`
	Text  lang.Text `json:"text,omitzero"`
}

// tell answers with a fault; an error that is none is told as it is.
func tell(w http.ResponseWriter, err error) {
	var f *Fault
	if !errors.As(err, &f) {
		f = &Fault{Failed, lang.Plain(err.Error())}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(f.Code.Status())
	_ = json.NewEncoder(w).Encode(faultForm{f.Text.EN, f.Code, f.Text})
}

// heard reads the fault that a sensor answered with.
func heard(resp *http.Response) error {
	var f faultForm
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&f); err != nil || f.Error == "" {
		return fmt.Errorf("control: the sensor answered %s", resp.Status)
	}
	if f.Code == "" {
		return errors.New(f.Error)
	}
	return &Fault{f.Code, f.Text}
}
