package console

import (
	"net/http"

	"github.com/banken-ot/banken/sensor/account"
)

// route is one address. Exactly one of show and do is set.
type route struct {
	pattern string
	right   account.Right // who may; open for everybody
	// show returns the data of the page: it changes nothing.
	page string
	show func(*Console, *http.Request, *view) (any, error)
	// do answers by itself.
	do func(*Console, http.ResponseWriter, *http.Request, *view)
	// layout of the page: "" is the usual one.
	layout string
}

// open is no right: whoever reaches the console may.
const open account.Right = ""

// routes are all addresses of the console but those of static files. What is not here
// does not exist.
var routes = [...]route{
	{pattern: "GET /{$}", right: account.See, page: "today", show: (*Console).showToday},
	{pattern: "GET /must-do", right: account.See, page: "mustdo", show: (*Console).showMustDo},
	{pattern: "GET /incidents", right: account.See, page: "incidents", show: (*Console).showIncidents},
	{pattern: "GET /incidents/{id}", right: account.See, page: "why", show: (*Console).showWhy},
	{pattern: "POST /incidents/{id}/decide", right: account.Decide, do: (*Console).decide},
	{pattern: "GET /incidents/{id}/packets", right: account.Evidence, do: (*Console).packets},
	{pattern: "GET /incidents/{id}/report", right: account.See, page: "report", layout: "paper", show: (*Console).showReport},
	{pattern: "GET /report/day", right: account.See, page: "day", layout: "paper", show: (*Console).showDay},
	{pattern: "GET /report/month", right: account.See, page: "month", layout: "paper", show: (*Console).showMonth},
	{pattern: "GET /zones", right: account.See, page: "zones", show: (*Console).showZones},
	{pattern: "GET /zones/talks", right: account.See, page: "talks", show: (*Console).showTalks},
	{pattern: "GET /zones/{address}", right: account.See, page: "asset", show: (*Console).showAsset},
	{pattern: "GET /zones/{address}/packet", right: account.Evidence, do: (*Console).devicePacket},
	{pattern: "POST /zones/{address}/identity", right: account.Approve, do: (*Console).decideIdentity},
	{pattern: "GET /assets", right: account.See, page: "assets", show: (*Console).showAssets},
	{pattern: "GET /assets.csv", right: account.See, do: (*Console).assetList},
	{pattern: "POST /assets", right: account.Permit, do: (*Console).importAssets},
	{pattern: "GET /health", right: account.See, page: "health", show: (*Console).showHealth},
	{pattern: "GET /health/trend", right: account.See, do: (*Console).showTrend},
	{pattern: "GET /baseline", right: account.See, page: "baseline", show: (*Console).showBaseline},
	{pattern: "POST /baseline/decide", right: account.Approve, do: (*Console).decideLines},
	{pattern: "POST /baseline/freeze", right: account.Approve, do: (*Console).freeze},
	{pattern: "GET /baseline/channels", right: account.See, page: "channels", show: (*Console).showChannels},
	{pattern: "GET /baseline/versions", right: account.See, page: "versions", show: (*Console).showVersions},
	{pattern: "GET /baseline/diff", right: account.See, page: "diff", show: (*Console).showDiff},
	{pattern: "GET /baseline/next", right: account.Release, do: (*Console).next},
	{pattern: "POST /baseline/release", right: account.Release, do: (*Console).release},
	{pattern: "GET /baseline/versions/{number}/file", right: account.Evidence, do: (*Console).editionFile},
	{pattern: "GET /baseline/versions/{number}/use", right: account.Release, page: "rollback", show: (*Console).showRollback},
	{pattern: "POST /baseline/versions/{number}/use", right: account.Release, do: (*Console).rollback},
	{pattern: "POST /baseline/import", right: account.Release, do: (*Console).examine},
	{pattern: "POST /baseline/use", right: account.Release, do: (*Console).use},
	{pattern: "GET /permits", right: account.See, page: "permits", show: (*Console).showPermits},
	{pattern: "POST /permits", right: account.Permit, do: (*Console).openPermit},
	{pattern: "GET /new-permit", right: account.Permit, page: "permitnew", show: (*Console).showPermitForm},
	{pattern: "GET /permits/{ticket}", right: account.See, page: "permit", show: (*Console).showPermit},
	{pattern: "GET /permits/{ticket}/sheet", right: account.See, page: "permitsheet", layout: "paper", show: (*Console).showPermitSheet},
	{pattern: "GET /permits/{ticket}/packet", right: account.Evidence, do: (*Console).permitPacket},
	{pattern: "POST /permits/{ticket}/end", right: account.Permit, do: (*Console).endPermit},
	{pattern: "POST /permits/{ticket}/review", right: account.Approve, do: (*Console).reviewPermit},
	{pattern: "GET /drill", right: account.See, page: "drill", show: (*Console).showDrill},
	{pattern: "GET /drill/start", right: account.Drill, page: "drillstart", show: (*Console).showDrillStart},
	{pattern: "POST /drill/start", right: account.Drill, do: (*Console).startDrill},
	{pattern: "POST /drill/stop", right: account.Drill, do: (*Console).stopDrill},
	{pattern: "POST /drill/done", right: account.Decide, do: (*Console).drillDone},
	{pattern: "GET /drill/{number}", right: account.See, page: "drillsheet", show: (*Console).showDrillSheet},
	{pattern: "GET /drill/{number}/paper", right: account.See, page: "drillpaper", layout: "paper", show: (*Console).showDrillSheet},
	{pattern: "POST /drill/{number}/remark", right: account.Drill, do: (*Console).remarkDrill},
	{pattern: "GET /live", right: account.See, do: (*Console).live},

	{pattern: "GET /settings", right: account.See, page: "settings", show: (*Console).showSettings},
	{pattern: "POST /settings/password", right: account.See, do: (*Console).changePassword},
	{pattern: "POST /people", right: account.People, do: (*Console).addPerson},
	{pattern: "POST /people/{name}/role", right: account.People, do: (*Console).setRole},
	{pattern: "POST /people/{name}/disable", right: account.People, do: (*Console).disablePerson},
	{pattern: "POST /people/{name}/reset", right: account.People, do: (*Console).resetPassword},
	{pattern: "GET /notices", right: account.See, page: "notices", show: (*Console).showNotices},
	{pattern: "POST /notices/test", right: account.Settings, do: (*Console).testNotice},
	{pattern: "GET /audit", right: account.Audit, page: "audit", show: (*Console).showAudit},

	{pattern: "GET /sign-in", right: open, page: "signin", show: (*Console).showSignIn},
	{pattern: "POST /sign-in", right: open, do: (*Console).signIn},
	{pattern: "GET /set-up", right: open, page: "setup", show: (*Console).showSetUp},
	{pattern: "POST /set-up", right: open, do: (*Console).setUp},
	{pattern: "GET /new-password", right: open, page: "setup", show: (*Console).showNewPassword},
	{pattern: "POST /new-password", right: open, do: (*Console).setPassword},
	{pattern: "POST /sign-out", right: account.See, do: (*Console).signOut},
	{pattern: "POST /language", right: open, do: (*Console).chooseLanguage},
}

// navigations are the pages of the menu, in their order.
var navigations = [...]navigation{
	{Page: "today", Address: "/", right: account.See},
	{Page: "mustdo", Address: "/must-do", right: account.See},
	{Page: "incidents", Address: "/incidents", right: account.See},
	{Page: "zones", Address: "/zones", right: account.See},
	{Page: "baseline", Address: "/baseline", right: account.See},
	{Page: "permits", Address: "/permits", right: account.See},
	{Page: "health", Address: "/health", right: account.See},
	{Page: "settings", Address: "/settings", right: account.See},
	{Page: "drill", Address: "/drill", right: account.See},
}

// mux answers all addresses.
func (c *Console) mux() *http.ServeMux {
	m := http.NewServeMux()
	m.HandleFunc("GET /static/", c.static.serve)
	for _, r := range routes {
		m.HandleFunc(r.pattern, func(w http.ResponseWriter, q *http.Request) { c.answer(&r, w, q) })
	}
	m.HandleFunc("/", func(w http.ResponseWriter, q *http.Request) { c.answer(&missing, w, q) })
	return m
}

// missing answers what is not in the table: who has not signed in is not told what is.
var missing = route{right: account.See, do: func(c *Console, w http.ResponseWriter, _ *http.Request, v *view) {
	c.fault(w, v, http.StatusNotFound, errNoPage)
}}

// answer has a route answer who may use it.
func (c *Console) answer(x *route, w http.ResponseWriter, r *http.Request) {
	v, ok := c.admitted(x, w, r)
	if !ok {
		return
	}
	if x.do != nil {
		x.do(c, w, r, v)
		return
	}
	v.Page = x.page
	data, err := x.show(c, r, v)
	if err != nil {
		c.failed(w, v, err)
		return
	}
	v.Data = data
	layout := x.layout
	if layout == "" {
		layout = "layout"
	}
	c.render(w, http.StatusOK, layout, x.page, v)
}
