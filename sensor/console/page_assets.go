package console

import (
	"bytes"
	"encoding/csv"
	"io"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"

	"github.com/banken-ot/banken/sensor/control"
)

var (
	errNoList  = fault("fault.list")
	errNoText  = fault("fault.text")
	errTooLong = fault("fault.long")
)

// maxAssetList is what a list may have, octets: as the sensor takes it.
const maxAssetList = 16 << 20

// assetsData is what the page of the list of devices shows.
type assetsData struct {
	Faults     []string // of the list that was sent, a line each
	Described  int
	Configured int // by the configuration, which cannot be changed here
	Seen       int // on the wire, and not described
}

// showAssets shows how the list of devices is taken out and read in.
func (c *Console) showAssets(r *http.Request, v *view) (any, error) {
	p, err := c.plantNow(r.Context(), v)
	if err != nil {
		return nil, err
	}
	d := &assetsData{}
	for _, x := range p.devices {
		switch {
		case x.Described && x.Owner.Source == "configuration":
			d.Configured++
			d.Described++
		case x.Described:
			d.Described++
		case x.undescribed():
			d.Seen++
		}
	}
	return d, nil
}

// undescribed reports whether a device is in the plant, and the owner has not said what
// it is.
func (d *device) undescribed() bool {
	return !d.Described && d.Address != "" && d.Layer != layerOutside
}

// importAssets has the sensor take over a list of devices.
func (c *Console) importAssets(w http.ResponseWriter, r *http.Request, v *view) {
	b, err := sentFile(r)
	if err == nil {
		_, err = c.o.Sensor.ImportAssets(r.Context(), v.Person.Name, b)
	}
	if err == nil {
		c.forget()
		done(w, r, "/zones", "assets")
		return
	}
	f := faultOf(err)
	if f == nil {
		c.failed(w, v, err)
		return
	}
	data, err := c.showAssets(r, v)
	if err != nil {
		c.failed(w, v, err)
		return
	}
	d := data.(*assetsData)
	d.Faults = strings.Split(f.Text.In(v.Lang), "\n")
	v.Page, v.Path, v.Data = "assets", "/assets", d
	c.render(w, f.Code.Status(), "layout", "assets", v)
}

// forget has the next page ask for the plant anew.
func (c *Console) forget() {
	c.plant.mu.Lock()
	defer c.plant.mu.Unlock()
	c.plant.plant = nil
}

// sentFile is the file of a form as UTF-8: spreadsheets in Japan write Shift_JIS as well.
func sentFile(r *http.Request) ([]byte, error) {
	f, _, err := r.FormFile("file")
	if err != nil {
		return nil, refusal(control.Invalid, errNoList)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxAssetList+1))
	switch {
	case err != nil || len(b) == 0:
		return nil, refusal(control.Invalid, errNoList)
	case len(b) > maxAssetList:
		return nil, refusal(control.Invalid, errTooLong)
	case utf8.Valid(b):
		return b, nil
	}
	s, err := japanese.ShiftJIS.NewDecoder().Bytes(b)
	if err != nil || bytes.ContainsRune(s, utf8.RuneError) {
		return nil, refusal(control.Invalid, errNoText)
	}
	return s, nil
}

// assetColumns is the first line of a list.
var assetColumns = []string{"address", "name", "role", "zone", "criticality", "safety"}

// assetList sends the list of devices as CSV, such as can be read in again; asked for a
// template, with the devices that were seen and are not in it.
func (c *Console) assetList(w http.ResponseWriter, r *http.Request, v *view) {
	if !c.situated(w, r, v) {
		return
	}
	p, err := c.plantNow(r.Context(), v)
	if err != nil {
		c.failed(w, v, err)
		return
	}
	name, all := "assets.csv", r.FormValue("with") == "seen"
	if all {
		name = "assets-template.csv"
	}
	out := &download{w: w, name: name, kind: "text/csv; charset=utf-8"}
	// The mark has spreadsheets read UTF-8.
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return
	}
	x := csv.NewWriter(out)
	x.UseCRLF = true
	_ = x.Write(assetColumns) // faults are kept, and whoever does not listen is not told
	for _, d := range p.devices {
		if d.Described || all && d.undescribed() {
			_ = x.Write(d.record())
		}
	}
	x.Flush()
}

// record is a device as a line of a list.
func (d *device) record() []string {
	if !d.Described {
		return []string{d.Address, "", "", "", "", ""}
	}
	safety := "no"
	if d.Owner.Safety {
		safety = "yes"
	}
	return []string{d.Address, d.Owner.Name, d.Owner.Role, d.Owner.Zone, strconv.Itoa(d.Owner.Criticality), safety}
}
