package console

import (
	"errors"
	"net/http"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// fault returns the key of what a person is told of a fault.
type fault string

var (
	errWrongRevision = fault("fault.revision")
	errNoLanguage    = fault("fault.language")
	errNoRight       = fault("fault.right")
	errNoPage        = fault("fault.page")
	errForm          = fault("fault.form")
	errSignedOut     = fault("fault.signed-out")
)

// fault tells a person of a fault, on a page.
func (c *Console) fault(w http.ResponseWriter, v *view, status int, f fault) {
	c.tell(w, v, status, words[string(f)])
}

func (c *Console) tell(w http.ResponseWriter, v *view, status int, text lang.Text) {
	v.Page, v.Fault = "fault", text
	c.render(w, status, "layout", "fault", v)
}

// failed tells what the sensor could not do; or that it does not answer.
func (c *Console) failed(w http.ResponseWriter, v *view, err error) {
	f := faultOf(err)
	if f == nil {
		c.o.Log.Warn("The sensor does not answer.", "error", err)
		c.tell(w, v, http.StatusServiceUnavailable, words["fault.sensor"])
		return
	}
	c.tell(w, v, f.Code.Status(), f.Text)
}

// faultOf is the fault an error is, nil where it is none that a person can do something
// about.
func faultOf(err error) *control.Fault {
	var f *control.Fault
	errors.As(err, &f)
	return f
}
