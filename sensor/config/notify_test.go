package config

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
)

const told = `capture: {interfaces: [{name: eth1}]}
notify:
  console: https://10.0.0.1:8443
  per_hour: 4
  contacts:
    - name: 当直
      answer: 5m
      quiet: [{from: 22:00, to: 06:00}, {days: [sat, sun], from: 00:00, to: 24:00}]
      mail: [duty@example.jp]
    - name: SIEM
      answer: 0s
      from: track
      language: en
      syslog: {server: "10.0.0.9:6514"}
  mail: {server: "mail.example.jp:587", from: banken@example.jp}
`

func TestNotify(t *testing.T) {
	c, err := Parse([]byte(told))
	if err != nil {
		t.Fatal(err)
	}
	n := &c.Notify
	a, b := &n.Contacts[0], &n.Contacts[1]
	if n.Rounds != 3 || n.PerHour != 4 || n.Mail.TLS != "starttls" || n.Blind != "attend" || a.Language != "ja" || a.From != "act" || a.Answer != Duration(5*time.Minute) ||
		a.Digest.String() != "07:00" || len(a.Quiet) != 2 || a.Quiet[1].To.String() != "24:00" || b.Answer != 0 || b.Syslog.Transport != "tls" || b.Syslog.Timeout != Duration(defaultTimeout) {
		t.Errorf("%+v", n)
	}
	for _, x := range []struct {
		day    time.Weekday
		minute int
		want   bool
	}{{time.Monday, 22*60 - 1, false}, {time.Monday, 22 * 60, true}, {time.Tuesday, 0, true}, {time.Tuesday, 6*60 - 1, true}, {time.Tuesday, 6 * 60, false},
		{time.Sunday, 12 * 60, true}, {time.Monday, 12 * 60, false}} {
		if got := quietAt(a.Quiet, int(x.day), x.minute); got != x.want {
			t.Errorf("%s %d: %v", x.day, x.minute, got)
		}
	}
}

// TestNotifyFaults: every fault is told at once with its line.
func TestNotifyFaults(t *testing.T) {
	for _, test := range []struct{ from, to, want string }{
		{"per_hour: 4", "per_hour: 0", "4: notify.per_hour: must be from 1 to 60"},
		{"console: https", "console: ftp", "3: notify.console: "},
		{"name: SIEM", "name: 当直", "10: notify.contacts[1].name: \"当直\" is named twice"},
		{"from: 22:00", "from: 25:00", "8: \"25:00\" is no time of day"},
		{"{from: 22:00, to: 06:00}", "{from: 00:00, to: 24:00}", "8: notify.contacts[0].quiet: these quiet hours never end"},
		{"days: [sat", "days: [caturday", "8: notify.contacts[0].quiet[1].days: \"caturday\" is none of"},
		{"mail: [duty@example.jp]", "mail: ['duty <x@y.jp>']", "9: notify.contacts[0].mail[0]: "},
		{"mail: [duty@example.jp]", "mail: [\"a@b.jp\\r\\nBcc: c@d.jp\"]", "9: notify.contacts[0].mail[0]: "},
		{"mail: [duty@example.jp]", "zone: Moon", "9: notify.contacts[0].zone: \"Moon\" is no time zone"},
		{"from: track", "from: urgent", "12: notify.contacts[1].from: \"urgent\" is none of"},
		{"answer: 5m", "answer: 5s", "7: notify.contacts[0].answer: must be 1m0s or longer"},
		{"language: en", "colour: red", "13: the key \"colour\" is not known"},
		{"from: banken@example.jp}", "from: banken@example.jp, user: x}", "15: notify.mail.user: a user needs password_file"},
		{"from: banken@example.jp}", "from: banken@example.jp, password_file: secret}", "15: notify.mail.password_file: \"secret\" must be an absolute path"},
		{"10.0.0.9:6514", "10.0.0.9", "14: notify.contacts[1].syslog.server: "},
		{"  per_hour: 4", "  plant: {address: '0.0.0.0:4840'}", "4: notify.plant.address: "},
		{"  per_hour: 4", "  plant: {address: ':4840'}", "4: notify.plant.address: "},
		{"  per_hour: 4", "  plant: {address: '10.0.0.1:4840', security: Basic128}", "4: notify.plant.security: "},
		{"syslog: {server: \"10.0.0.9:6514\"}", "webhook: {url: 'http://x/', secret_file: /x}", "14: notify.contacts[1].webhook.url: "},
		{"syslog: {server: \"10.0.0.9:6514\"}", "webhook: {url: 'https://x/'}", "14: notify.contacts[1].webhook.secret_file: "},
	} {
		text := strings.Replace(told, test.from, test.to, 1)
		if text == told {
			t.Fatalf("%q is not in the file", test.from)
		}
		_, err := Parse([]byte(text))
		var faults Faults
		if !errors.As(err, &faults) {
			t.Errorf("%s: %v", test.to, err)
			continue
		}
		found := ""
		for _, f := range faults {
			f.File = "x"
			found += f.In(lang.English) + "\n"
		}
		if !strings.Contains(found, "x:"+test.want) {
			t.Errorf("%s:\ngot  %swant %s", test.to, found, test.want)
		}
	}
}

func TestNotifyTexts(t *testing.T) {
	for name, x := range map[string]lang.Text{"noChoice": noChoice, "wrongClock": wrongClock, "wrongURL": wrongURL, "wrongHook": wrongHook, "wrongName": wrongName, "wrongMail": wrongMail,
		"wrongServer": wrongServer, "wrongLogin": wrongLogin, "wrongBind": wrongBind, "noChannel": noChannel, "noSecret": noSecret, "noWaking": noWaking, "wantsBoth": wantsBoth} {
		langtest.Check(t, name, x, false)
	}
}
