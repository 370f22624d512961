package config

import (
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"github.com/banken-ot/banken/sensor/lang"
)

// Notify says who is told of incidents, in which order and by what; without contacts,
// nobody.
type Notify struct {
	// Console is the address of the console, as people reach it; told in messages.
	Console string `yaml:"console"`
	// Rounds is how often the contacts are gone through while nobody acknowledges.
	Rounds int `yaml:"rounds"`
	// PerHour is how many messages about single incidents a contact gets in an hour; of
	// what is beyond a summary tells.
	PerHour int `yaml:"per_hour"`
	// Blind is as what a blind sensor is told: attend, which quiet hours hold, or act;
	// once it was blind for BlindAfter.
	Blind      string    `yaml:"blind"`
	BlindAfter Duration  `yaml:"blind_after"`
	Contacts   []Contact `yaml:"contacts"`
	Mail       Mail      `yaml:"mail"`
	Plant      Plant     `yaml:"plant"`
}

// Contact is a person or duty that is told.
type Contact struct {
	Name     string `yaml:"name"`
	Language string `yaml:"language"` // ja or en
	Zone     string `yaml:"zone"`     // time zone; "" for that of the site
	// Detail is full or low: low tells no process values and no addresses.
	Detail string `yaml:"detail"`
	// Exercise: takes part in exercises.
	Exercise bool `yaml:"exercise"`
	// From is the lowest priority that is told at once: act, attend, track* or track.
	From string `yaml:"from"`
	// Answer is how long it has to acknowledge before the next contact is told; 0: the
	// next one is told at once.
	Answer Duration `yaml:"answer"`
	Quiet  []Quiet  `yaml:"quiet"`
	// Digest is when what quiet hours held is told.
	Digest Clock `yaml:"digest"`
	// What it is told by: the first of these that takes the message.
	Mail    []string `yaml:"mail"` // addresses
	Webhook *Webhook `yaml:"webhook"`
	Syslog  *Syslog  `yaml:"syslog"`
}

// Quiet are hours in which only Act is told at once, on the days they begin on.
type Quiet struct {
	Days []string `yaml:"days"` // mon, tue, wed, thu, fri, sat, sun; none for all
	From Clock    `yaml:"from"`
	To   Clock    `yaml:"to"` // at or before From: of the next day
}

// Mail says how mail is sent.
type Mail struct {
	Server   string   `yaml:"server"` // host:port
	TLS      string   `yaml:"tls"`    // starttls, tls or none
	From     string   `yaml:"from"`
	User     string   `yaml:"user"`
	Password string   `yaml:"password_file"`
	CA       string   `yaml:"ca_file"` // PEM; "" for those of the system
	Timeout  Duration `yaml:"timeout"`
}

// Webhook is a POST of JSON over HTTPS.
type Webhook struct {
	URL     string   `yaml:"url"`
	Secret  string   `yaml:"secret_file"` // of the signature
	CA      string   `yaml:"ca_file"`
	Timeout Duration `yaml:"timeout"`
}

// Syslog is a receiver of RFC 5424.
type Syslog struct {
	Server    string   `yaml:"server"`    // host:port
	Transport string   `yaml:"transport"` // udp, tcp or tls
	CA        string   `yaml:"ca_file"`
	Timeout   Duration `yaml:"timeout"`
}

// Plant is the OPC UA server for the plant's own screens; no address, none.
type Plant struct {
	Address string `yaml:"address"` // address:port of an interface of this box
	// Security is Basic256Sha256, or None: then anybody in between can change what the
	// screens show.
	Security string `yaml:"security"`
	// Certificate and Key are PEM files; without them the server makes its own at each
	// start.
	Certificate string `yaml:"certificate_file"`
	Key         string `yaml:"key_file"`
}

// DefaultNotify is what holds where the file says nothing of notices.
func DefaultNotify() Notify {
	return Notify{Rounds: 3, PerHour: 6, Blind: "attend", BlindAfter: Duration(10 * time.Minute),
		Mail: Mail{TLS: "starttls", Timeout: Duration(defaultTimeout)}, Plant: Plant{Security: "Basic256Sha256"}}
}

const defaultTimeout = 20 * time.Second

// UnmarshalYAML reads a contact on top of what holds where nothing is said.
func (c *Contact) UnmarshalYAML(decode func(any) error) error {
	type plain Contact
	p := plain{Language: "ja", Detail: "full", From: "act", Answer: Duration(10 * time.Minute), Digest: 7 * 60}
	err := decode(&p)
	*c = Contact(p)
	return err
}

// UnmarshalYAML reads a webhook on top of what holds where nothing is said.
func (w *Webhook) UnmarshalYAML(decode func(any) error) error {
	type plain Webhook
	p := plain{Timeout: Duration(defaultTimeout)}
	err := decode(&p)
	*w = Webhook(p)
	return err
}

// UnmarshalYAML reads a receiver on top of what holds where nothing is said.
func (s *Syslog) UnmarshalYAML(decode func(any) error) error {
	type plain Syslog
	p := plain{Transport: "tls", Timeout: Duration(defaultTimeout)}
	err := decode(&p)
	*s = Syslog(p)
	return err
}

// Clock is a time of day in minutes, written as 22:00; 24:00 is the end of the day.
type Clock int

// UnmarshalYAML reads a time of day.
func (c *Clock) UnmarshalYAML(node ast.Node) error {
	h, m, ok := strings.Cut(node.GetToken().Value, ":")
	hours, err1 := strconv.Atoi(h)
	minutes, err2 := strconv.Atoi(m)
	if !ok || err1 != nil || err2 != nil || len(m) != 2 || hours < 0 || minutes < 0 || minutes > 59 || hours*60+minutes > 24*60 {
		return refuse(node, wrongClock)
	}
	*c = Clock(hours*60 + minutes)
	return nil
}

// String writes a time of day as it is read.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c/60, c%60) }

// Bounds of what is told.
const (
	MaxContacts = 12
	MaxRounds   = 5
	MaxPerHour  = 60
	MaxQuiet    = 16 // of a contact
	MaxMail     = 8  // addresses of a contact
	maxName     = 80 // octets of the name of a contact
	minAnswer   = time.Minute
)

// Names of what is chosen from, in their order.
var (
	tiers      = []string{"track", "track*", "attend", "act"}
	weekdays   = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
	tlsModes   = []string{"starttls", "tls", "none"}
	transports = []string{"udp", "tcp", "tls"}
	securities = []string{"Basic256Sha256", "None"}
)

// Rank returns the rank of a priority, from 0; -1 for none of them.
func Rank(priority string) int { return slices.Index(tiers, priority) }

// Weekday returns the day of the name; ok is whether it is one.
func Weekday(name string) (d time.Weekday, ok bool) {
	n := slices.Index(weekdays, name)
	return time.Weekday(n), n >= 0
}

// notify checks what is told to whom.
func (v *validator) notify(n *Notify) {
	v.check(n.Rounds >= 1 && n.Rounds <= MaxRounds, "$.notify.rounds", outOfRange, 1, MaxRounds)
	v.check(n.PerHour >= 1 && n.PerHour <= MaxPerHour, "$.notify.per_hour", outOfRange, 1, MaxPerHour)
	v.choice("$.notify.blind", n.Blind, []string{"attend", "act"})
	v.check(n.BlindAfter >= 0, "$.notify.blind_after", tooShort, "0s")
	v.check(n.Console == "" || isURL(n.Console, "https", "http"), "$.notify.console", wrongURL, quote(n.Console))
	v.check(len(n.Contacts) <= MaxContacts, "$.notify.contacts", tooMany, MaxContacts)
	seen, mails := map[string]bool{}, false
	for i := range n.Contacts {
		c, path := &n.Contacts[i], fmt.Sprintf("$.notify.contacts[%d]", i)
		v.contact(path, c)
		v.check(!seen[c.Name], path+".name", twice, quote(c.Name))
		seen[c.Name], mails = true, mails || len(c.Mail) > 0
	}
	v.mail(&n.Mail, mails)
	v.plant(&n.Plant)
}

// choice checks that a value is one of several.
func (v *validator) choice(path, value string, of []string) {
	v.check(slices.Contains(of, value), path, noChoice, quote(value), strings.Join(of, ", "))
}

func (v *validator) contact(path string, c *Contact) {
	v.check(c.Name != "" && len(c.Name) <= maxName && plainText(c.Name), path+".name", wrongName, maxName)
	v.choice(path+".language", c.Language, []string{"ja", "en"})
	v.choice(path+".detail", c.Detail, []string{"full", "low"})
	v.choice(path+".from", c.From, tiers)
	if c.Zone != "" {
		_, err := time.LoadLocation(c.Zone)
		v.check(err == nil && c.Zone != "Local", path+".zone", wrongZone, quote(c.Zone))
	}
	v.check(c.Answer == 0 || c.Answer >= Duration(minAnswer), path+".answer", tooShort, Duration(minAnswer))
	v.check(c.Digest < 24*60, path+".digest", wrongClock, quote(c.Digest.String()))
	v.check(len(c.Mail) > 0 || c.Webhook != nil || c.Syslog != nil, path, noChannel)
	v.check(len(c.Mail) <= MaxMail, path+".mail", tooMany, MaxMail)
	for i, a := range c.Mail {
		v.check(isMail(a), fmt.Sprintf("%s.mail[%d]", path, i), wrongMail, quote(a))
	}
	if w := c.Webhook; w != nil {
		v.check(isURL(w.URL, "https"), path+".webhook.url", wrongHook, quote(w.URL))
		v.check(w.Secret != "", path+".webhook.secret_file", noSecret)
		v.files(path+".webhook", w.Timeout, map[string]string{"secret_file": w.Secret, "ca_file": w.CA})
	}
	if s := c.Syslog; s != nil {
		v.check(isServer(s.Server), path+".syslog.server", wrongServer, quote(s.Server))
		v.choice(path+".syslog.transport", s.Transport, transports)
		v.files(path+".syslog", s.Timeout, map[string]string{"ca_file": s.CA})
	}
	v.quiet(path+".quiet", c.Quiet)
}

// files checks the paths and the timeout of a channel.
func (v *validator) files(path string, timeout Duration, names map[string]string) {
	for _, key := range []string{"password_file", "secret_file", "ca_file", "certificate_file", "key_file"} {
		v.folder(path+"."+key, names[key])
	}
	v.check(timeout >= Duration(time.Second) && timeout <= Duration(time.Minute), path+".timeout", outOfRange, "1s", "1m")
}

func (v *validator) quiet(path string, list []Quiet) {
	v.check(len(list) <= MaxQuiet, path, tooMany, MaxQuiet)
	for i, q := range list {
		for _, d := range q.Days {
			_, ok := Weekday(d)
			v.check(ok, fmt.Sprintf("%s[%d].days", path, i), noChoice, quote(d), strings.Join(weekdays, ", "))
		}
	}
	v.check(!alwaysQuiet(list), path, noWaking)
}

// alwaysQuiet reports whether quiet hours leave no minute of the week.
func alwaysQuiet(list []Quiet) bool {
	for m := range 7 * 24 * 60 {
		if !quietAt(list, m/(24*60), m%(24*60)) {
			return false
		}
	}
	return true
}

// quietAt reports whether a minute of a day of the week is quiet.
func quietAt(list []Quiet, day, minute int) bool {
	return slices.ContainsFunc(list, func(q Quiet) bool { return q.Holds(time.Weekday(day), minute) })
}

// Holds reports whether a minute of a day of the week is in these hours.
func (q *Quiet) Holds(day time.Weekday, minute int) bool {
	on := func(d time.Weekday) bool { return len(q.Days) == 0 || slices.Contains(q.Days, weekdays[d]) }
	m := Clock(minute)
	if q.From < q.To {
		return on(day) && m >= q.From && m < q.To
	}
	return on(day) && m >= q.From || on((day+6)%7) && m < q.To
}

func (v *validator) mail(m *Mail, wanted bool) {
	if wanted {
		v.check(isServer(m.Server), "$.notify.mail.server", wrongServer, quote(m.Server))
		v.check(isMail(m.From), "$.notify.mail.from", wrongMail, quote(m.From))
	}
	v.choice("$.notify.mail.tls", m.TLS, tlsModes)
	v.check(m.User == "" || m.Password != "" && m.TLS != "none", "$.notify.mail.user", wrongLogin)
	v.files("$.notify.mail", m.Timeout, map[string]string{"password_file": m.Password, "ca_file": m.CA})
}

func (v *validator) plant(p *Plant) {
	if p.Address == "" {
		return
	}
	a, err := netip.ParseAddrPort(p.Address)
	v.check(err == nil && !a.Addr().IsUnspecified() && a.Port() != 0, "$.notify.plant.address", wrongBind, quote(p.Address))
	v.choice("$.notify.plant.security", p.Security, securities)
	v.check((p.Certificate == "") == (p.Key == ""), "$.notify.plant.certificate_file", wantsBoth)
	v.folder("$.notify.plant.certificate_file", p.Certificate)
	v.folder("$.notify.plant.key_file", p.Key)
}

// plainText reports whether a text has no characters that a screen or mail obeys.
func plainText(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7F })
}

// isMail reports whether s is an address of mail, of ASCII alone.
func isMail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Name == "" && a.Address == s && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

func isURL(s string, schemes ...string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && u.User == nil && slices.Contains(schemes, u.Scheme) && plainText(s)
}

func isServer(s string) bool {
	host, port, err := net.SplitHostPort(s)
	n, err2 := strconv.ParseUint(port, 10, 16)
	return err == nil && err2 == nil && n > 0 && host != "" && plainText(host)
}

// What can be wrong with who is told.
var (
	noChoice    = lang.Text{EN: "%[1]s is none of: %[2]s", JA: "%[1]sは使えません。次のいずれかにしてください：%[2]s"}
	wrongClock  = lang.Text{EN: "%[1]s is no time of day: write it as 07:30", JA: "%[1]sは時刻として読めません。07:30のように書いてください"}
	wrongURL    = lang.Text{EN: "%[1]s is no address of the console: write https://host:port", JA: "%[1]sはコンソールのアドレスではありません。https://ホスト:ポート の形で書いてください"}
	wrongHook   = lang.Text{EN: "%[1]s must be an address that begins with https://, without user and password", JA: "%[1]sは「https://」で始まるアドレスにしてください（ユーザー名・パスワードは含めません）"}
	wrongName   = lang.Text{EN: "every contact needs a name of one line, of at most %[1]s octets", JA: "連絡先には1行・%[1]sバイト以内の名前が必要です"}
	wrongMail   = lang.Text{EN: "%[1]s is no mail address: write it as duty@example.jp, without a name", JA: "%[1]sはメールアドレスではありません。名前を付けず、duty@example.jpのように書いてください"}
	wrongServer = lang.Text{EN: "%[1]s is no server: write it as host:port", JA: "%[1]sはサーバーの指定ではありません。ホスト名:ポート番号 の形で書いてください"}
	wrongLogin  = lang.Text{EN: "a user needs password_file as well, and tls other than none: a password is never sent in the clear", JA: "userにはpassword_fileと、none以外のtlsが必要です。パスワードを暗号化せずに送ることはありません"}
	wrongBind   = lang.Text{EN: "%[1]s must be the address of an interface of this box with a port, 192.0.2.10:4840: it is never all of them", JA: "%[1]sはこの装置のインターフェースのアドレスとポート（例：192.0.2.10:4840）にしてください。全インターフェースの指定はできません"}
	noChannel   = lang.Text{EN: "the contact cannot be reached: add mail, webhook or syslog", JA: "この連絡先への通知手段がありません。mail・webhook・syslogのいずれかを追加してください"}
	noSecret    = lang.Text{EN: "the secret that signs is missing: name a file", JA: "署名に使う秘密鍵のファイルを指定してください"}
	noWaking    = lang.Text{EN: "these quiet hours never end: leave some time in the week", JA: "静止時間が1週間のすべてを占めています。通知できる時間帯を残してください"}
	wantsBoth   = lang.Text{EN: "certificate_file and key_file belong together: name both or none", JA: "certificate_fileとkey_fileは両方指定するか、両方省いてください"}
)
