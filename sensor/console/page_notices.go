package console

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/notify"
)

// Escalation is who is told of incidents.
type Escalation interface {
	// Contacts are those who are told, in their order.
	Contacts(now time.Time) ([]notify.Contact, error)
	// Test sends one of them a message that is marked as a test, or all of them for "".
	Test(ctx context.Context, contact string) (list []notify.Tried, logged error, err error)
}

// noticesData is what the page of notices shows.
type noticesData struct {
	Contacts []contactLine
	Log      []control.Notice
	Tried    []notify.Tried // by the test that was just made
	Logged   bool           // it is in the log
}

type contactLine struct {
	notify.Contact
	By    string // channels
	Until string // of quiet hours, in the contact's own zone; "" for awake
}

// showNotices shows who is told of incidents, and who was told what.
func (c *Console) showNotices(r *http.Request, v *view) (any, error) {
	d := &noticesData{}
	if c.o.Escalation != nil {
		list, err := c.o.Escalation.Contacts(v.Now)
		if err != nil {
			return nil, err
		}
		for _, x := range list {
			line := contactLine{Contact: x, By: strings.Join(x.Channels, ", ")}
			if x.Quiet {
				line.Until = x.Until.In(x.Zone).Format("01-02 15:04 -07:00")
			}
			d.Contacts = append(d.Contacts, line)
		}
	}
	book, ok := c.o.Sensor.(control.Notebook)
	if !ok {
		return d, nil
	}
	got, err := book.Notices(r.Context(), &control.NoticeQuery{Limit: perPage, Latest: true})
	if err != nil {
		return nil, err
	}
	slices.Reverse(got.Notices)
	d.Log = got.Notices
	return d, nil
}

var errNobodyTold = fault("fault.nobody-told")

// testNotice sends a test message, and shows what became of it.
func (c *Console) testNotice(w http.ResponseWriter, r *http.Request, v *view) {
	if c.o.Escalation == nil {
		c.fault(w, v, http.StatusConflict, errNobodyTold)
		return
	}
	list, logged, err := c.o.Escalation.Test(r.Context(), r.PostFormValue("contact"))
	if err != nil {
		c.o.Log.Warn("A test message cannot be sent.", "error", err)
		c.fault(w, v, http.StatusBadRequest, errNobodyTold)
		return
	}
	data, err := c.showNotices(r, v)
	if err != nil {
		c.failed(w, v, err)
		return
	}
	d := data.(*noticesData)
	d.Tried, d.Logged = list, logged == nil
	v.Page, v.Path, v.Data = "notices", "/notices", d
	c.render(w, http.StatusOK, "layout", "notices", v)
}
