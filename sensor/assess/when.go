package assess

import (
	"fmt"
	"net/netip"
	"strconv"
	"time"

	"github.com/banken-ot/banken/sensor/asset"
)

// author makes a report of what was collected.
type author struct {
	c       *Collector
	zone    *time.Location
	vendors *asset.Vendors
	assets  []*asset.Asset
	talks   []*conversation
	control map[netip.Addr]bool // speaks a control protocol, decoded or not
	report  *Report
}

// dayFormat is the form of a day.
const dayFormat = "2006-01-02"

// when writes a capture time.
func (a *author) when(ns int64) When {
	t := time.Unix(0, ns)
	return When{
		Local: t.In(a.zone).Format(dayFormat + " 15:04:05.000"),
		Clock: t.In(a.zone).Format("15:04:05.000"),
		UTC:   t.UTC().Format("2006-01-02T15:04:05.000Z"),
	}
}

// place says where in the captures something is.
func (a *author) place(e Evidence) Text {
	if len(a.c.files) > 1 {
		return say("place-file", strconv.Itoa(e.File+1), strconv.FormatUint(e.Frame, 10))
	}
	return say("place", strconv.FormatUint(e.Frame, 10))
}

// places says where something began and ended.
func (a *author) places(s span) Text {
	if s.count < 2 || s.first == s.last {
		return a.place(s.first)
	}
	return say("places", a.place(s.first), a.place(s.last))
}

// zoneText names the zone, with its offset at a time.
func (a *author) zoneText(ns int64) Text {
	t := time.Unix(0, ns).In(a.zone)
	offset := t.Format("-07:00")
	if a.zone == time.UTC || a.zone.String() == "UTC" {
		return Plain("UTC")
	}
	return Plain(fmt.Sprintf("%s (UTC%s)", a.zone, offset))
}

// ParseZone returns a time zone by its name of the IANA database ("Asia/Tokyo"),
// as an offset ("+09:00"), or "UTC".
func ParseZone(s string) (*time.Location, error) {
	if t, err := time.Parse("-07:00", s); err == nil {
		_, offset := t.Zone()
		return time.FixedZone(s, offset), nil
	}
	if z, err := time.LoadLocation(s); err == nil && s != "" && s != "Local" {
		return z, nil
	}
	if s == "Asia/Tokyo" { // known without the database: Japan has no summer time
		return time.FixedZone(s, 9*60*60), nil
	}
	return nil, fmt.Errorf("assess: time zone %q is not known: give a name as Asia/Tokyo (needs the package tzdata), an offset as +09:00, or UTC", s)
}

// endpoint writes an address with a port; 0 is none.
func endpoint(a netip.Addr, port uint16) string {
	if port == 0 {
		return a.String()
	}
	return netip.AddrPortFrom(a, port).String()
}

// ranges writes numbers in ascending order as "1-3, 7".
func ranges(n []uint32) string {
	var b []byte
	for i := 0; i < len(n); {
		end := i
		for end+1 < len(n) && n[end+1] == n[end]+1 {
			end++
		}
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = strconv.AppendUint(b, uint64(n[i]), 10)
		if end > i {
			b = strconv.AppendUint(append(b, "-"...), uint64(n[end]), 10)
		}
		i = end + 1
	}
	return string(b)
}
