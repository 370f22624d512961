package console

import (
	"net/http"
)

// policy is the Content-Security-Policy: nothing but what is embedded, no inline script
// or style, no frame, no form to elsewhere.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers go with every answer.
var headers = [...][2]string{
	{"Content-Security-Policy", policy},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "same-origin"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
	{"Strict-Transport-Security", "max-age=31536000"},
	{"Cache-Control", "no-store"},
}

// maxForm bounds what a browser sends, octets: the largest is a list of assets.
const maxForm = 16 << 20

// largeForms are where more may be sent: the file of a version of the baseline.
var largeForms = map[string]bool{"/baseline/release": true, "/baseline/import": true}

// protect puts in front of all routes what holds for every one: headers, a bound, and
// that no other site may have a browser send an order (RFC 9110 Origin, Sec-Fetch-Site).
// Forms carry a token on top of that: see authorised.
func (c *Console) protect(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	return origin.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, h := range headers {
			w.Header().Set(h[0], h[1])
		}
		limit := int64(maxForm)
		if largeForms[r.URL.Path] {
			limit = maxUpload
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		next.ServeHTTP(w, r)
	}))
}
