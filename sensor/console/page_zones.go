package console

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// perZones is how many devices, or connections, a page lists.
const perZones = 250

// zonesQuery is what the address of a list of devices says: which, and in which order.
type zonesQuery struct {
	Zone, Search, Mark, Sort string
	Down                     bool
	Page                     int // from 1
}

func zonesQueryOf(r *http.Request) zonesQuery {
	q := zonesQuery{Zone: r.FormValue("zone"), Search: strings.TrimSpace(r.FormValue("q")), Mark: r.FormValue("mark"), Sort: r.FormValue("sort"), Down: r.FormValue("down") != ""}
	if _, ok := sorts[q.Sort]; !ok {
		q.Sort = "address"
	}
	if markNamed(q.Mark) == 0 {
		q.Mark = ""
	}
	if n, err := strconv.Atoi(r.FormValue("page")); err == nil && n > 0 {
		q.Page = min(n, 1<<20)
	}
	q.Page = max(q.Page, 1)
	return q
}

// with is the address of a list that differs in one thing; other pages than the first are
// only of the same list.
func (q zonesQuery) with(path, name, value string) string {
	u := url.Values{}
	for k, x := range map[string]string{"zone": q.Zone, "q": q.Search, "mark": q.Mark, "sort": q.Sort} {
		if x != "" && (k != "sort" || x != "address") {
			u.Set(k, x)
		}
	}
	if q.Down {
		u.Set("down", "1")
	}
	if name == "sort" {
		u.Del("down")
		if value == q.Sort && !q.Down {
			u.Set("down", "1")
		}
	}
	u.Set(name, value)
	if value == "" {
		u.Del(name)
	}
	if len(u) == 0 {
		return path
	}
	return path + "?" + u.Encode()
}

func markNamed(name string) mark {
	for _, k := range markKeys {
		if k.key == name {
			return k.mark
		}
	}
	return 0
}

// zonesData is what the page of zones and devices shows.
type zonesData struct {
	Query      zonesQuery
	Map        *plantMap
	News       []news
	Learning   bool // nothing is judged yet
	Columns    []column
	Rows       []assetRow
	Count      int // devices in the list
	Prev, Next string
	Talks      int
	TalksHref  string
	Omitted    int
	All        string // address of the list without a filter, "" where there is none
}

// news is how many devices and connections have a mark.
type news struct {
	Key            string
	Devices, Links int
	Href, LinkHref string
}

// column is one of the list, which can be sorted by it.
type column struct {
	Key, Href string
	Up, Down  bool
}

// assetRow is a device in the list.
type assetRow struct {
	*device
	Name, Zone                             string
	Level                                  string
	Vendor, Model, Firmware                string
	VendorFrame, ModelFrame, FirmwareFrame uint64
	Speaks                                 []service
	text                                   string // what is searched
	Href                                   string
}

func (v *view) row(d *device) assetRow {
	r := assetRow{device: d, Name: d.name(v), Zone: d.zone(v), Level: layerKeys[d.Layer], Speaks: d.services(), Href: d.href()}
	r.Vendor, r.VendorFrame = d.vendor()
	if s := d.says("model", "product"); s != nil {
		r.Model, r.ModelFrame = s.Value, s.Frame
	}
	if s := d.says("firmware"); s != nil {
		r.Firmware, r.FirmwareFrame = s.Value, s.Frame
	}
	parts := []string{r.Name, d.Address, r.Zone, d.Owner.Role, r.Vendor, r.Model, r.Firmware}
	if d.Seen != nil {
		parts = append(parts, d.Seen.MAC)
	}
	for _, s := range r.Speaks {
		parts = append(parts, s.Protocol, v.protocol(s.Protocol, s.Port))
	}
	r.text = strings.ToLower(strings.Join(parts, "\n"))
	return r
}

// sorts are the orders of the list. Devices of which the thing is not known come last.
var sorts = map[string]func(a, b *assetRow) int{
	"address": func(a, b *assetRow) int { return a.addr.Compare(b.addr) },
	"name":    func(a, b *assetRow) int { return compareTexts(a.Owner.Name, b.Owner.Name) },
	"zone": func(a, b *assetRow) int {
		return cmp.Or(cmp.Compare(a.device.Layer, b.device.Layer), compareTexts(a.Zone, b.Zone))
	},
	"vendor":      func(a, b *assetRow) int { return compareTexts(a.Vendor, b.Vendor) },
	"model":       func(a, b *assetRow) int { return compareTexts(a.Model, b.Model) },
	"firmware":    func(a, b *assetRow) int { return compareTexts(a.Firmware, b.Firmware) },
	"criticality": func(a, b *assetRow) int { return cmp.Compare(b.Owner.Criticality, a.Owner.Criticality) },
	"first":       func(a, b *assetRow) int { return b.First.Compare(a.First) },
	"last":        func(a, b *assetRow) int { return b.Last.Compare(a.Last) },
}

// zoneColumns are the columns of the list; those without an order are not in sorts.
var zoneColumns = [...]string{"name", "address", "zone", "vendor", "model", "firmware", "speaks", "criticality", "first", "last"}

func compareTexts(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(len(b), len(a))
	}
	return strings.Compare(strings.ToLower(a), strings.ToLower(b))
}

// showZones shows the map of the plant, and the list of its devices.
func (c *Console) showZones(r *http.Request, v *view) (any, error) {
	p, err := c.plantNow(r.Context(), v)
	if err != nil {
		return nil, err
	}
	q := zonesQueryOf(r)
	d := &zonesData{Query: q, Map: newMap(v, p, q.Zone), Learning: v.learning(), News: v.news(p, q), Talks: p.count(v, q.Zone), TalksHref: zonesQuery{}.with("/zones/talks", "zone", q.Zone), Omitted: p.omitted}
	if q.Zone+q.Search+q.Mark != "" {
		d.All = "/zones"
	}
	rows := v.rows(p, q)
	d.Count = len(rows)
	d.Rows, d.Prev, d.Next = pageOf(rows, q, "/zones")
	for _, k := range zoneColumns {
		x := column{Key: k, Up: k == q.Sort && !q.Down, Down: k == q.Sort && q.Down}
		if _, ok := sorts[k]; ok {
			x.Href = q.with("/zones", "sort", k)
		}
		d.Columns = append(d.Columns, x)
	}
	return d, nil
}

// learning reports whether it is not known yet what is usual.
func (v *view) learning() bool {
	s := v.Today.Learning.State
	return s == "cold" || s == "learning"
}

// rows are the devices of a list.
func (v *view) rows(p *plant, q zonesQuery) (list []assetRow) {
	search := strings.Fields(strings.ToLower(q.Search))
	for _, d := range p.devices {
		if d.Address == "" || q.Zone != "" && d.zone(v) != q.Zone || q.Mark != "" && d.Marks&markNamed(q.Mark) == 0 {
			continue
		}
		r := v.row(d)
		if !slices.ContainsFunc(search, func(word string) bool { return !strings.Contains(r.text, word) }) {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b assetRow) int {
		if q.Down {
			return sorts[q.Sort](&b, &a)
		}
		return sorts[q.Sort](&a, &b)
	})
	return list
}

// pageOf is one page of a list, with the addresses of those before and after it.
func pageOf[T any](list []T, q zonesQuery, path string) (page []T, prev, next string) {
	from := min((q.Page-1)*perZones, len(list))
	to := min(from+perZones, len(list))
	if from > 0 {
		prev = q.with(path, "page", strconv.Itoa(q.Page-1))
	}
	if to < len(list) {
		next = q.with(path, "page", strconv.Itoa(q.Page+1))
	}
	return list[from:to], prev, next
}

// news counts what is marked.
func (v *view) news(p *plant, q zonesQuery) (list []news) {
	for _, k := range markKeys {
		n := news{Key: k.key, Href: zonesQuery{Zone: q.Zone}.with("/zones", "mark", k.key) + "#devices", LinkHref: zonesQuery{Zone: q.Zone}.with("/zones/talks", "mark", k.key)}
		for _, d := range p.devices {
			if d.Marks&k.mark != 0 && (q.Zone == "" || d.zone(v) == q.Zone) {
				n.Devices++
			}
		}
		for _, x := range p.links {
			if x.Marks&k.mark != 0 && x.of(v, q.Zone) {
				n.Links++
			}
		}
		if n.Devices+n.Links > 0 {
			list = append(list, n)
		}
	}
	return list
}

// count counts who speaks with whom, in a zone or at all.
func (p *plant) count(v *view, zone string) (n int) {
	for _, k := range p.links {
		if k.of(v, zone) {
			n += len(k.Talks)
		}
	}
	return n
}

// of reports whether a link has an end in a zone; "" is any.
func (k *link) of(v *view, zone string) bool {
	return zone == "" || k.Client.zone(v) == zone || k.Server.zone(v) == zone
}

// talksData is what the page of connections shows.
type talksData struct {
	Query      zonesQuery
	Table      talkTable
	Count      int
	Omitted    int
	Prev, Next string
	All        string
}

// talkTable is a list of who speaks with whom.
type talkTable struct {
	V     *view
	Lines []talkLine
}

// talkLine is one of them.
type talkLine struct {
	talk
	Client, Server         string
	ClientHref, ServerHref string
}

func (v *view) talkLines(list []*link) (lines []talkLine) {
	for _, k := range list {
		for _, t := range k.Talks {
			lines = append(lines, talkLine{t, v.device(k.Client), v.device(k.Server), k.Client.href(), k.Server.href()})
		}
	}
	return lines
}

// device is what a device is called in a list: as the owner calls it, with its address.
func (v *view) device(d *device) string {
	if d.Owner.Name != "" {
		return d.Owner.Name + " (" + d.Address + ")"
	}
	return d.name(v)
}

// showTalks lists who speaks with whom by what: what is marked first.
func (c *Console) showTalks(r *http.Request, v *view) (any, error) {
	p, err := c.plantNow(r.Context(), v)
	if err != nil {
		return nil, err
	}
	q := zonesQueryOf(r)
	d := &talksData{Query: q, Omitted: p.omitted}
	if q.Zone+q.Search+q.Mark != "" {
		d.All = "/zones/talks"
	}
	search := strings.Fields(strings.ToLower(q.Search))
	lines := slices.DeleteFunc(v.talkLines(p.links), func(l talkLine) bool {
		text := strings.ToLower(l.Client + "\n" + l.Server + "\n" + l.Protocol + "\n" + v.protocol(l.Protocol, l.Port))
		return q.Mark != "" && l.Marks&markNamed(q.Mark) == 0 || q.Zone != "" && p.by[l.talk.Client].zone(v) != q.Zone && p.by[l.talk.Server].zone(v) != q.Zone ||
			slices.ContainsFunc(search, func(word string) bool { return !strings.Contains(text, word) })
	})
	slices.SortStableFunc(lines, func(a, b talkLine) int {
		return cmp.Or(rank(b.Marks)-rank(a.Marks), cmp.Compare(min(b.Writes, 1), min(a.Writes, 1)))
	})
	d.Count = len(lines)
	lines, d.Prev, d.Next = pageOf(lines, q, "/zones/talks")
	d.Table = talkTable{v, lines}
	return d, nil
}

// rank is how much a mark says.
func rank(m mark) int {
	for i, k := range markKeys {
		if m&k.mark != 0 {
			return len(markKeys) - i
		}
	}
	return 0
}
