package console

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

// languageCookie keeps the language that was chosen on a screen. It says nothing about
// the person.
const languageCookie = "__Host-language"

// accepted is the first language of a header that there is; English when none is.
// Weights are not looked at: browsers list languages in their order.
func accepted(header string) lang.Language {
	for part := range strings.SplitSeq(header, ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		code, _, _ := strings.Cut(tag, "-")
		if l, ok := lang.Parse(strings.ToLower(code)); ok {
			return l
		}
	}
	return lang.English
}

// chooseLanguage keeps the language that was chosen, and goes back to the page.
func (c *Console) chooseLanguage(w http.ResponseWriter, r *http.Request, v *view) {
	l, ok := lang.Parse(r.FormValue("language"))
	if !ok {
		c.fault(w, v, http.StatusBadRequest, errNoLanguage)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: l.String(), Path: "/", Secure: true, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, MaxAge: int(365 * 24 * time.Hour / time.Second)})
	http.Redirect(w, r, back(r), http.StatusSeeOther)
}

// back is the address a form came from, as it says, when it is one of this console.
func back(r *http.Request) string {
	u, err := url.Parse(r.FormValue("back"))
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.Contains(u.Path, `\`) {
		return "/"
	}
	return u.RequestURI()
}
