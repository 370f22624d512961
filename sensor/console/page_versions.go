package console

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/sensor/control"
)

// versionsData is what the page of the signed versions shows.
type versionsData struct {
	Pages    []tab
	Editions []control.EditionLine // the latest first
	Choice   compareData
	Waiting  int
}

// compareData is which two versions are compared, and which could be.
type compareData struct {
	V        *view
	Editions []control.EditionLine
	From, To int
}

// showVersions lists the signed versions of what was learned.
func (c *Console) showVersions(r *http.Request, v *view) (any, error) {
	h, err := c.o.Sensor.History(r.Context())
	if err != nil {
		return nil, err
	}
	d := &versionsData{Pages: v.baselineTabs("/baseline/versions"), Editions: h.Editions, Waiting: v.Today.Waiting.Count}
	slices.Reverse(d.Editions)
	d.Choice = compareData{V: v, Editions: d.Editions}
	if len(d.Editions) > 0 {
		d.Choice.From = d.Editions[0].Number
	}
	return d, nil
}

// changesOnPage is how many differences a page lists.
const changesOnPage = 200

// changeLine is a line that differs.
type changeLine struct {
	Sign         string // "added", "gone" or "changed"
	Client       string
	Server       string
	What         string
	Before, Then string // what was known of it, "" where it was not there
}

// changesData is what differs between two versions.
type changesData struct {
	V       *view
	Old     string
	New     string
	Counts  *control.Differences
	Changes []changeLine
	Next    string
	Rest    int // that no page lists
}

// diffData is what the page of differences shows.
type diffData struct {
	Pages  []tab
	Choice compareData
	Shown  changesData
}

// showDiff shows what differs between two versions; 0 is the present.
func (c *Console) showDiff(r *http.Request, v *view) (any, error) {
	h, err := c.o.Sensor.History(r.Context())
	if err != nil {
		return nil, err
	}
	q := control.DifferenceQuery{After: r.FormValue("after"), Limit: changesOnPage}
	for name, to := range map[string]*int{"old": &q.Old, "new": &q.New} {
		if *to, err = edition(r.FormValue(name)); err != nil {
			return nil, err
		}
	}
	if r.FormValue("old") == "" && len(h.Editions) > 0 {
		q.Old = h.Editions[len(h.Editions)-1].Number
	}
	got, err := c.o.Sensor.Differences(r.Context(), &q)
	if err != nil {
		return nil, err
	}
	slices.Reverse(h.Editions)
	d := &diffData{Pages: v.baselineTabs(""), Choice: compareData{v, h.Editions, q.Old, q.New}, Shown: c.changes(v, got)}
	if got.Next != "" {
		d.Shown.Next = "/baseline/diff?" + url.Values{"old": {strconv.Itoa(q.Old)}, "new": {strconv.Itoa(q.New)}, "after": {got.Next}}.Encode()
	}
	return d, nil
}

var errNoEdition = fault("fault.edition")

// edition reads the number of one; "" is the present.
func edition(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return 0, refusal(control.Invalid, errNoEdition)
	}
	return int(n), nil
}

// changes tells what differs.
func (c *Console) changes(v *view, got *control.Differences) changesData {
	d := changesData{V: v, Counts: got, Old: v.version(got.Old), New: v.version(got.New)}
	for _, x := range got.Changes {
		l, sign := x.New, "changed"
		switch {
		case x.Old == nil:
			sign = "added"
		case x.New == nil:
			l, sign = x.Old, "gone"
		}
		d.Changes = append(d.Changes, changeLine{Sign: sign, Client: c.sideOf(v, l.Client), Server: c.sideOf(v, l.Server), What: l.What.In(v.Lang), Before: v.knownOf(x.Old), Then: v.knownOf(x.New)})
	}
	return d
}

// first is changes where there is no other page of them.
func (c *Console) first(v *view, got *control.Differences) changesData {
	d := c.changes(v, got)
	d.Rest = max(got.Added+got.Gone+got.Changed-len(d.Changes), 0)
	return d
}

// knownOf is the standing of a line and what is known of it; "" for none.
func (v *view) knownOf(l *control.Line) string {
	if l == nil {
		return ""
	}
	text := v.Word("standing", l.Standing)
	for _, more := range []string{l.Known.In(v.Lang), v.held(l)} {
		if more != "" {
			text += words["baseline.comma"].In(v.Lang) + more
		}
	}
	return text
}

// held says that a line was only seen while nothing was learned; "" else.
func (v *view) held(l *control.Line) string {
	if l.Held {
		return words["baseline.held.short"].In(v.Lang)
	}
	return ""
}

// version is what a version is called.
func (v *view) version(number int) string {
	if number == 0 {
		return words["versions.present"].In(v.Lang)
	}
	return words["versions.edition"].Say(v.Lang, number)
}

// fileKind is that of the file of a version: text, but for a person to keep, not to look
// at.
const fileKind = "application/octet-stream"

// next sends what is to be signed: the present, as the version after the latest.
func (c *Console) next(w http.ResponseWriter, r *http.Request, v *view) {
	file, err := c.o.Sensor.Next(r.Context(), v.Person.Name, strings.TrimSpace(r.FormValue("note")))
	c.sendFile(w, v, "to-sign.banken", file, err)
}

// editionFile sends the file of a version.
func (c *Console) editionFile(w http.ResponseWriter, r *http.Request, v *view) {
	n, err := edition(r.PathValue("number"))
	if err != nil {
		c.failed(w, v, err)
		return
	}
	file, err := c.o.Sensor.Edition(r.Context(), n)
	c.sendFile(w, v, "edition-"+strconv.Itoa(n)+".banken", file, err)
}

func (c *Console) sendFile(w http.ResponseWriter, v *view, name string, file []byte, err error) {
	if err != nil {
		c.failed(w, v, err)
		return
	}
	_, _ = io.Copy(&download{w: w, name: name, kind: fileKind}, bytes.NewReader(file)) // who does not listen any more is not told
}

var errNoFile = fault("fault.no-file")

// uploaded reads the file of a form.
func uploaded(r *http.Request) ([]byte, error) {
	f, _, err := r.FormFile("file")
	if err != nil {
		return nil, refusal(control.Invalid, errNoFile)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err == nil && len(b) == 0 {
		err = refusal(control.Invalid, errNoFile)
	}
	return b, err
}

// release keeps a version that was signed elsewhere.
func (c *Console) release(w http.ResponseWriter, r *http.Request, v *view) {
	file, err := uploaded(r)
	if err == nil {
		_, err = c.o.Sensor.Release(r.Context(), v.Person.Name, file)
	}
	if err != nil {
		c.failed(w, v, err)
		return
	}
	done(w, r, "/baseline/versions", "version-signed")
}

// confirmData is what is shown before another version is used.
type confirmData struct {
	V       *view
	Pages   []tab
	Edition *control.EditionLine
	Foreign bool   // nobody here knows the key that signed it
	Upload  string // of an import: what is kept here until it is confirmed
	Shown   changesData
}

// showRollback shows what would change if the site went back to a version.
func (c *Console) showRollback(r *http.Request, v *view) (any, error) {
	n, err := edition(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	h, err := c.o.Sensor.History(r.Context())
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(h.Editions, func(e control.EditionLine) bool { return e.Number == n })
	if i < 0 {
		return nil, refusal(control.NotFound, errNoEdition)
	}
	got, err := c.o.Sensor.Differences(r.Context(), &control.DifferenceQuery{New: n, Limit: changesOnPage})
	if err != nil {
		return nil, err
	}
	return &confirmData{V: v, Pages: v.baselineTabs(""), Edition: &h.Editions[i], Shown: c.first(v, got)}, nil
}

// rollback goes back to a version.
func (c *Console) rollback(w http.ResponseWriter, r *http.Request, v *view) {
	n, err := edition(r.PathValue("number"))
	if err == nil {
		_, err = c.o.Sensor.Rollback(r.Context(), &control.Rollback{Number: n, Who: v.Person.Name})
	}
	if err != nil {
		c.failed(w, v, err)
		return
	}
	done(w, r, "/baseline/versions", "version-used")
}

// examine takes the file of a version in, and shows what would change with it.
func (c *Console) examine(w http.ResponseWriter, r *http.Request, v *view) {
	file, err := uploaded(r)
	var got *control.Examined
	if err == nil {
		got, err = c.o.Sensor.Examine(r.Context(), file)
	}
	if err != nil {
		c.failed(w, v, err)
		return
	}
	d := &confirmData{V: v, Pages: v.baselineTabs(""), Edition: &got.Edition, Foreign: !got.Trusted, Upload: c.upload.put(c.o.Now(), v.Person.Name, file), Shown: c.first(v, &got.Differences)}
	d.Shown.New = words["versions.file"].In(v.Lang)
	v.Page, v.Path, v.Data = "rollback", "/baseline/versions", d
	c.render(w, http.StatusOK, "layout", "rollback", v)
}

var errUploadGone = fault("fault.upload")

// use has the site go on from the file that was taken in.
func (c *Console) use(w http.ResponseWriter, r *http.Request, v *view) {
	id := r.PostFormValue("upload")
	file, ok := c.upload.get(c.o.Now(), v.Person.Name, id)
	if !ok {
		c.fault(w, v, http.StatusConflict, errUploadGone)
		return
	}
	if _, err := c.o.Sensor.Import(r.Context(), v.Person.Name, strings.TrimSpace(r.PostFormValue("trust")), file); err != nil {
		c.failed(w, v, err)
		return
	}
	c.upload.drop(id)
	done(w, r, "/baseline/versions", "version-used")
}

var errTooLarge = fault("fault.too-large")

// tooLarge reports whether the form of a request is larger than what is taken in.
func tooLarge(r *http.Request) bool {
	var large *http.MaxBytesError
	return errors.As(r.ParseMultipartForm(inMemory), &large)
}

// inMemory is how much of a file that is sent is kept in memory, octets; the rest is in a
// file of its own until the request is answered.
const inMemory = 16 << 20
