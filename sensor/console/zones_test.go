package console

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"html"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/japanese"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// TestLayers tests where devices belong, by what is said of them.
func TestLayers(t *testing.T) {
	for _, x := range []struct {
		role, zone string
		want       layer
		said       bool
	}{
		{"plc", "", layerControl, true}, {"PLC", "監視室", layerControl, true}, {"safety controller", "", layerControl, true}, {"operator-panel", "Filters", layerSupervise, true},
		{"scada-master", "", layerSupervise, true}, {"engineering-workstation", "", layerSite, true}, {"historian", "", layerSite, true}, {"domain controller", "", layerSite, true},
		{"remote-io", "", layerField, true}, {"インバータ", "", layerField, true}, {"操作端末", "", layerSupervise, true}, {"jump host", "", layerBetween, true}, {"file server", "", layerSite, true},
		{"plc", "Level 2", layerSupervise, true}, {"", "L3.5", layerBetween, true}, {"", "レベル1", layerControl, true}, {"", "Purdue 4", layerBusiness, true}, {"hal9", "", layerUnknown, false},
		{"", "supervision", layerSupervise, true}, {"", "control-room", layerSupervise, true}, {"", "IT", layerBusiness, true}, {"limited", "Limited 5", layerUnknown, false}, {"", "Filters", layerUnknown, false},
	} {
		if got, said := layerOf(x.role, x.zone, layerUnknown); got != x.want || said != x.said {
			t.Errorf("%q in %q: %d, %v", x.role, x.zone, got, said)
		}
	}
	for _, h := range []string{"SCADA", "HMI"} {
		if _, ok := wordLayer(h+"-1", roleWords[:]); !ok {
			t.Errorf("%s is not found", h)
		}
	}
}

// small is the plant of a fake as it stands, in English.
func smallView(f *fake) (*view, *plant) {
	v := &view{Lang: lang.English, Zone: time.UTC, Now: f.now, Today: &f.today}
	return v, newPlant(&f.assets, &f.devices.talks, &f.today.Learning)
}

// TestMarks tests what is marked, and what is not.
func TestMarks(t *testing.T) {
	f := newFake()
	_, p := smallView(f)
	for address, want := range map[string]mark{"10.0.0.1": 0, "10.0.0.5": markChanged, "10.0.0.6": markGone, "10.0.0.7": markNew, "10.0.0.8": 0, "10.0.0.9": 0, "": 0} {
		if got := p.by[address].Marks; got != want {
			t.Errorf("%q: %v, want %v", address, got.Keys(), want.Keys())
		}
	}
	want := map[string]mark{">10.0.0.2": markRejected, "10.0.0.1>10.0.0.6": markGone, "10.0.0.7>10.0.0.5": markNew}
	for _, k := range p.links {
		if name := k.Client.Address + ">" + k.Server.Address; k.Marks != want[name] {
			t.Errorf("%s: %v", name, k.Marks.Keys())
		}
	}
	if d := p.by["10.0.0.7"]; d.Layer != layerSupervise || !d.Assumed || p.by[""].Layer != layerOutside || p.by["10.0.0.5"].Assumed {
		t.Errorf("%+v", d)
	}
	// What somebody has approved is not new, nor is what came long ago.
	for _, change := range []func(*control.Talk){func(x *control.Talk) { x.Standing = "approved" }, func(x *control.Talk) { x.New = f.now.AddDate(0, 0, -8) }, func(x *control.Talk) { x.New = time.Time{} }} {
		f := newFake()
		change(&f.devices.talks.Talks[6])
		if _, p := smallView(f); p.by["10.0.0.7"].Marks != 0 || p.links[6].Marks != 0 {
			t.Errorf("%v", p.by["10.0.0.7"].Marks.Keys())
		}
	}
	// What is not known is not missed; a day of the site may be short.
	f = newFake()
	f.devices.talks.Talks[2].Days, f.assets.Assets[3].Address = 2, "10.0.0.60"
	if _, p := smallView(f); p.by["10.0.0.6"].Marks != 0 {
		t.Error("somebody not known is gone")
	}
	f = newFake()
	f.today.Learning.DaySeconds = 600
	if _, p := smallView(f); p.span != 70*time.Minute || p.by["10.0.0.7"].Marks != 0 || p.links[6].Marks != markNew {
		t.Errorf("%s, %v", p.span, p.by["10.0.0.7"].Marks.Keys())
	}
}

// TestMap tests that a map of any size shows every device, or says what it does not show,
// with nothing upon anything else and nothing off the edge.
func TestMap(t *testing.T) {
	for n, want := range map[int]struct {
		nodes int
		notes []string
	}{0: {8, nil}, 1: {1, nil}, 50: {50, nil}, 60: {60, nil}, 300: {300, nil}, 1000: {18, []string{"There are 1,000 devices"}}} {
		f := newFake()
		if n > 0 {
			f.devices = largePlant(f.now, n)
			f.assets = f.devices.assets
		}
		v, p := smallView(f)
		m := newMap(v, p, "")
		if len(m.Nodes) != want.nodes || len(m.Lines) > maxLines {
			t.Errorf("%d devices: %d nodes, %d lines", n, len(m.Nodes), len(m.Lines))
		}
		for _, note := range want.notes {
			if !strings.Contains(strings.Join(m.Notes, "\n"), note) {
				t.Errorf("%d devices: %q", n, m.Notes)
			}
		}
		inside := box{0, 0, m.Width, m.Height}
		for i, x := range m.Nodes {
			if x.X < bandName || x.Y < 0 || x.X+x.W > inside.W || x.Y+x.H > inside.H || slices.ContainsFunc(m.Nodes[i+1:], func(o *node) bool { return x.meets(o.box) }) {
				t.Errorf("%d devices: %q is at %+v", n, x.Name, x.box)
			}
		}
		linked := 0
		for _, l := range m.Lines {
			linked += l.Count
			for _, s := range l.parts {
				for _, q := range s.p {
					if q[0] < 0 || q[0] > m.Width || q[1] < -archHeight || q[1] > m.Height {
						t.Fatalf("%d devices: %s runs by %v", n, l.Title, q)
					}
				}
			}
		}
		for i, l := range m.Lines {
			if l.LabelW > 0 && l.Marks == 0 && slices.ContainsFunc(m.Nodes, func(x *node) bool { return x.meets(box{l.LabelLeft(), l.LabelTop(), l.LabelW, labelHeight}) }) {
				t.Errorf("%d devices: label %d lies on a device", n, i)
			}
		}
		if n <= maxNamed && linked != len(p.links) {
			t.Errorf("%d devices: %d of %d links are drawn", n, linked, len(p.links))
		}
	}
}

// TestMapRoutes tests that no line runs behind a device it has nothing to do with, where
// devices are named.
func TestMapRoutes(t *testing.T) {
	for _, n := range []int{0, 50, 60} {
		f := newFake()
		if n > 0 {
			f.devices = largePlant(f.now, n)
			f.assets = f.devices.assets
		}
		v, p := smallView(f)
		m := newMap(v, p, "")
		for _, l := range m.Lines {
			for _, s := range l.parts {
				for i := range 17 {
					at := s.at(i)
					for _, x := range m.Nodes {
						if x != l.a.node && x != l.b.node && x.meets(box{at[0], at[1], 1, 1}) {
							t.Errorf("%d devices: %s runs behind %s", n, l.Title, x.Name)
						}
					}
				}
			}
		}
	}
}

// TestZonesPage tests what the page says of devices, in words, and how they are found.
func TestZonesPage(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Viewer)
	a := html.UnescapeString(b.get("/zones").body)
	for _, part := range []string{`role="img"`, "Map of 8 devices in 6 zones, with 7 connections between them. New: 1, changed: 1, gone: 1.", "packet 40", "M340", "safety function", "not seen yet",
		`href="/zones/10.0.0.7"`, "+ new", "≠ changed", "– gone", "× rejected", "3 more connections are known", "file sharing (SMB)", "Level 1: control", "assumed"} {
		if !strings.Contains(a, part) {
			t.Errorf("%q is missing", part)
		}
	}
	for query, want := range map[string][]string{
		"?q=telemecanique": {"10.0.0.5", "10.0.0.6", "10.0.0.8"}, "?q=28:CD:C1": {"10.0.0.7"}, "?q=plc+filters": {"10.0.0.5", "10.0.0.6"}, "?mark=gone": {"10.0.0.6"}, "?zone=Filters": {"10.0.0.5", "10.0.0.6", "10.0.0.8"},
		"?q=nobody": nil, "?sort=first&q=10.0.0.7": {"10.0.0.7"}, "?sort=criticality&down=1&mark=new": {"10.0.0.7"}, "?page=99": nil, "?page=-3&q=history": {"10.0.0.2"},
		"?sort=vendor&q=t&zone=Filters": {"10.0.0.6", "10.0.0.8", "10.0.0.5"}, "?sort=address&down=1&q=telemecanique": {"10.0.0.8", "10.0.0.6", "10.0.0.5"}, "?sort=" + url.QueryEscape(evil) + "&mark=x&q=history": {"10.0.0.2"},
	} {
		got := rowsOf(b.get("/zones" + query).body)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	if a := b.get("/zones?zone=Filters").body; !strings.Contains(a, "Map of Filters") || !strings.Contains(a, `href="/zones/10.0.0.1"`) || strings.Contains(a, "Pumps") {
		t.Error("the map of a zone")
	}
}

// rowsOf are the addresses of the list of devices on a page.
func rowsOf(body string) (list []string) {
	for _, m := range regexp.MustCompile(`<td class="address">([^<]*)</td>`).FindAllStringSubmatch(body, -1) {
		list = append(list, m[1])
	}
	return list
}

// TestTalksPage tests the list of who speaks with whom: what is marked comes first.
func TestTalksPage(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Viewer)
	for query, want := range map[string]int{"": 7, "?mark=new": 1, "?mark=rejected": 1, "?zone=Operations": 3, "?q=smb": 1, "?q=hmi+modbus": 3, "?q=zzz": 0, "?zone=" + url.QueryEscape(evil): 0} {
		a := b.get("/zones/talks" + query)
		if got := strings.Count(a.body, "<tr><td><a"); got != want || a.status != http.StatusOK {
			t.Errorf("%q: %d lines", query, got)
		}
	}
	a := html.UnescapeString(b.get("/zones/talks").body)
	if first, second := strings.Index(a, "× rejected"), strings.Index(a, "+ new"); first < 0 || second < first || !strings.Contains(a, "120,000") || !strings.Contains(a, "waits for approval (2)") {
		t.Error(a)
	}
}

// TestManyDevices tests that a plant of 1,000 devices is read page by page, and how long
// it takes.
func TestManyDevices(t *testing.T) {
	f := newFake()
	f.devices = largePlant(f.now, 1000)
	f.assets = f.devices.assets
	b := visit(t, f).signIn(account.Viewer)
	seen := map[string]bool{}
	for path := "/zones"; path != ""; {
		a := b.get(path).body
		for _, address := range rowsOf(a) {
			seen[address] = true
		}
		m := regexp.MustCompile(`href="([^"]*)#devices">Next page`).FindStringSubmatch(a)
		if path = ""; m != nil {
			path = html.UnescapeString(m[1])
		}
	}
	if len(seen) != 1000 {
		t.Errorf("%d devices", len(seen))
	}
	best := time.Hour
	for range 5 {
		f.revision++ // nothing is kept
		from := time.Now()
		b.get("/zones")
		best = min(best, time.Since(from))
	}
	if t.Logf("%s", best); best > 100*time.Millisecond {
		t.Errorf("a page takes %s", best)
	}
}

// TestDevicePage tests the page of a device, and what is none.
func TestDevicePage(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Viewer)
	a := b.get("/zones/10.0.0.5").body
	for _, part := range []string{"00:80:f4:0e:41:31", "packet 40", "Modbus 43/14 object 2", "register of hardware addresses", "v2.70", "A new host gives commands", "It says something else of itself", "An engineer or administrator can approve it.", "300 lines"} {
		if !strings.Contains(a, part) {
			t.Errorf("%q is missing", part)
		}
	}
	if strings.Contains(a, "/identity") || strings.Contains(a, "/packet?") {
		t.Error("a viewer is offered what they may not do")
	}
	for path, status := range map[string]int{"/zones/internet": 200, "/zones/::ffff:10.0.0.5": 200, "/zones/10.0.0.99": 404, "/zones/" + url.PathEscape(evil): 404, "/zones/10.0.0.5/packet?at=x": 403} {
		if a := b.get(path); a.status != status || strings.Contains(a.body, "<script>") {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	b.signIn(account.Engineer)
	m := regexp.MustCompile(`href="(/zones/10.0.0.5/packet\?at=[^"]*)"`).FindStringSubmatch(b.get("/zones/10.0.0.5").body)
	if m == nil {
		t.Fatal("no packet is offered")
	}
	if a := b.get(html.UnescapeString(m[1])); a.body != "octets" || !strings.Contains(a.header.Get("Content-Disposition"), ".pcapng") {
		t.Error(a)
	}
	if a := b.get("/zones/10.0.0.5/packet?at=x"); a.status != http.StatusBadRequest {
		t.Error(a)
	}
}

// TestIdentity tests that a decision about a device that became another reaches the
// sensor under the person's name.
func TestIdentity(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Engineer)
	good := url.Values{"line": {"identity\tmodbus 10.0.0.5"}, "standing": {"rejected"}, "why": {"nobody knows"}}
	for name, bad := range map[string]string{"line": "", "standing": "known", "why": " "} {
		form := url.Values{"line": good["line"], "standing": good["standing"], "why": good["why"]}
		form.Set(name, bad)
		if a := b.post("/zones/10.0.0.5/identity", form); a.status != http.StatusBadRequest {
			t.Errorf("%v: %d", form, a.status)
		}
	}
	if len(b.fake.orders) != 0 {
		t.Error(b.fake.orders)
	}
	a := b.post("/zones/10.0.0.5/identity", good)
	want := control.Approval{Lines: []control.LineName{{Detector: "identity", Subject: "modbus 10.0.0.5"}}, Standing: "rejected", Who: "engineer", Why: "nobody knows"}
	if a.header.Get("Location") != "/zones/10.0.0.5?done=identity-rejected" || fmt.Sprint(b.fake.orders) != fmt.Sprint([]any{want}) {
		t.Error(a.header, b.fake.orders)
	}
}

// TestReplaced tests in what a device has become another.
func TestReplaced(t *testing.T) {
	lines := []control.Line{{Detector: "endpoint", Standing: "pending", Subject: "10.0.0.5 at 00:00:00:00:00:02"}, {Detector: "endpoint", Standing: "known", Subject: "10.0.0.5 at 00:00:00:00:00:01"}}
	for _, x := range []struct {
		line control.Line
		want replaced
	}{
		{lines[0], replaced{"", "endpoint\t10.0.0.5 at 00:00:00:00:00:02", "mac", "10.0.0.5", "00:00:00:00:00:01", "00:00:00:00:00:02"}},
		{control.Line{Detector: "endpoint", Subject: "10.0.0.5 asks", Facts: "server"}, replaced{"", "endpoint\t10.0.0.5 asks", "asks", "10.0.0.5 asks", "", ""}},
		{control.Line{Detector: "identity", Subject: "x", Facts: "1 -> 2 -> 3"}, replaced{"", "identity\tx", "identity", "x", "1", "2 -> 3"}},
		{control.Line{Detector: "identity", Subject: "x", Facts: "1"}, replaced{"", "identity\tx", "identity", "x", "", "1"}},
	} {
		if got := (&view{}).replacedOf(&x.line, "10.0.0.5", lines); got != x.want {
			t.Errorf("%+v", got)
		}
	}
}

// upload sends a file with the token of a session.
func (b *browser) upload(path, name string, file []byte) answer {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if err := w.WriteField("csrf", b.token()); err != nil {
		b.t.Fatal(err)
	}
	if name != "" {
		part, err := w.CreateFormFile(name, "list.csv")
		if err != nil {
			b.t.Fatal(err)
		}
		if _, err := part.Write(file); err != nil {
			b.t.Fatal(err)
		}
	}
	w.Close()
	r, err := http.NewRequest("POST", b.server.URL+path, &body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	return b.send(r)
}

// TestAssetImport tests that a list reaches the sensor as UTF-8, and that the faults of
// one are shown line by line.
func TestAssetImport(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Operator)
	list := "address,name\r\n10.0.0.5,浄水PLC\r\n"
	sjis, err := japanese.ShiftJIS.NewEncoder().String(list)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{list, sjis} {
		a := b.upload("/assets", "file", []byte(file))
		if n := len(b.fake.orders); a.header.Get("Location") != "/zones?done=assets" || n == 0 || b.fake.orders[n-1] != [2]string{"operator", list} {
			t.Errorf("%d, %q", a.status, b.fake.orders)
		}
	}
	ordered := len(b.fake.orders)
	for name, part := range map[string][]byte{"": nil, "file": nil, "other": []byte("x")} {
		if a := b.upload("/assets", name, part); a.status != http.StatusBadRequest || !strings.Contains(a.body, "No file was chosen") {
			t.Errorf("%q: %d", name, a.status)
		}
	}
	if a := b.upload("/assets", "file", []byte("a\xff\xff\xfe")); a.status != http.StatusBadRequest || !strings.Contains(a.body, "no text in UTF-8 or Shift_JIS") {
		t.Error(a.status)
	}
	if len(b.fake.orders) != ordered {
		t.Error("something was taken over")
	}
	b.fake.imports = &control.Fault{Code: control.Invalid, Text: lang.Text{EN: "line 2: " + evil + "\nline 7: no address", JA: "2行目\n7行目"}}
	a := b.upload("/assets", "file", []byte(list))
	if a.status != http.StatusBadRequest || !strings.Contains(a.body, "<li>line 7: no address</li>") || !strings.Contains(a.body, "was not taken over") || strings.Contains(a.body, "<script>") {
		t.Error(a.status, a.body)
	}
}

// TestAssetList tests that the list can be taken out: as it is, and with what is missing
// in it.
func TestAssetList(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Viewer)
	for path, want := range map[string]int{"/assets.csv": 6, "/assets.csv?with=seen": 7} {
		a := b.get(path)
		text, marked := strings.CutPrefix(a.body, "\ufeff")
		records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil || !marked || len(records) != want+1 || fmt.Sprint(records[0]) != fmt.Sprint(assetColumns) || a.header.Get("Content-Type") != "text/csv; charset=utf-8" {
			t.Fatalf("%s: %v, %d records, %v", path, err, len(records), a.header)
		}
		if got := fmt.Sprint(records[3]); got != fmt.Sprint([]string{"10.0.0.5", "PLC-1 " + evil, "plc", "Filters", "3", "no"}) {
			t.Error(got)
		}
	}
	if a := b.get("/assets"); !strings.Contains(a.body, "6 devices are on the list; 1 were seen and are not on it.") || strings.Contains(a.body, `type="file"`) {
		t.Error(a.body)
	}
}
