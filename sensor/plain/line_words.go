package plain

import (
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/guide"
	"github.com/banken-ot/banken/sensor/lang"
)

// What lines of the baseline are about.
var (
	hasMAC          = lang.Text{EN: "has the hardware address %[1]s", JA: "ハードウェアアドレスは%[1]s"}
	serverAsks      = lang.Text{EN: "asks other devices, though so far it only answered", JA: "これまで応答するだけだったが、ほかの機器に問い合わせる"}
	saysOfItself    = lang.Text{EN: "what it says of itself: %[1]s", JA: "機器自身の申告：%[1]s"}
	timingBudget    = lang.Text{EN: "how often the watch over timing was wrong", JA: "通信間隔の監視が誤報した回数"}
	howOften        = lang.Text{EN: "how often it asks", JA: "問い合わせの頻度"}
	howLong         = lang.Text{EN: "how long an answer takes (function %[1]s)", JA: "応答にかかる時間（機能%[1]s）"}
	orderOf         = lang.Text{EN: "in which order it asks", JA: "問い合わせの順序"}
	sameForBoth     = lang.Text{EN: "whether all who read %[1]s get the same value", JA: "%[1]sを読み出す機器がすべて同じ値を得るか"}
	goesWith        = lang.Text{EN: "how %[1]s goes with another value", JA: "%[1]sと別の値との連動"}
	writtenValues   = lang.Text{EN: "the values that are written to %[1]s", JA: "%[1]sに書き込まれる値"}
	readValues      = lang.Text{EN: "the values of %[1]s", JA: "%[1]sの値"}
	theyTalk        = lang.Text{EN: "the two talk with each other", JA: "この2台が互いに通信する"}
	speaks          = lang.Text{EN: "talks %[1]s, port %[2]s", JA: "%[1]sで通信する（ポート%[2]s）"}
	anyPort         = lang.Text{EN: "any", JA: "任意"}
	whileConnecting = lang.Text{EN: ", just after connecting", JA: "（接続した直後）"}
	furtherPoints   = lang.Text{EN: "%[1]s points at once", JA: "一度に%[1]s点"}
)

// hostRoles are what a host does at all.
var hostRoles = map[string]lang.Text{
	"asks":    {EN: "asks other devices", JA: "ほかの機器に問い合わせる"},
	"serves":  {EN: "answers other devices", JA: "ほかの機器の問い合わせに応答する"},
	"opens":   {EN: "opens connections", JA: "ほかの機器に接続する"},
	"accepts": {EN: "accepts connections", JA: "ほかの機器からの接続を受け付ける"},
	"writes":  {EN: "gives commands: it may write or operate at all", JA: "書込みや操作を行う機器である"},
}

// contacts are connections of no control protocol.
var contacts = map[string]lang.Text{
	"tcp":  {EN: "connects by TCP, port %[1]s", JA: "TCPで接続する（ポート%[1]s）"},
	"udp":  {EN: "sends by UDP, port %[1]s", JA: "UDPで送信する（ポート%[1]s）"},
	"icmp": {EN: "sends ICMP (ping)", JA: "ICMP（ping）を送信する"},
}

var protocolNames = map[string]string{"modbus": "Modbus/TCP", "dnp3": "DNP3", "opcua": "OPC UA"}

// verbs are the sorts of operations, as lines name them.
var verbs = map[string]lang.Text{
	"none":      {EN: "something unreadable", JA: "読み取れない通信"},
	"read":      {EN: "reads", JA: "読出し"},
	"write":     {EN: "writes", JA: "書込み"},
	"select":    {EN: "selects", JA: "選択（操作の準備）"},
	"operate":   {EN: "operates", JA: "操作"},
	"configure": {EN: "changes settings", JA: "設定変更"},
	"program":   {EN: "transfers a program or file", JA: "プログラム・ファイルの転送"},
	"restart":   {EN: "starts, stops or restarts", JA: "起動・停止・再起動"},
	"identify":  {EN: "asks what device it is", JA: "機種などの問い合わせ"},
	"diagnose":  {EN: "tests the communication", JA: "通信の試験"},
	"session":   {EN: "sets up or keeps a connection", JA: "接続の確立・維持"},
	"report":    {EN: "is told", JA: "通知"},
}

// deeds are what is done, with functions and with points.
var deeds = struct {
	function lang.Text
	points   map[string]lang.Text
}{
	function: lang.Text{EN: "%[1]s (function: %[2]s)", JA: "%[1]s（機能：%[2]s）"},
	points: map[string]lang.Text{
		"read":      {EN: "reads %[1]s", JA: "%[1]sを読み出す"},
		"write":     {EN: "writes %[1]s", JA: "%[1]sに書き込む"},
		"select":    {EN: "selects %[1]s, to operate it", JA: "%[1]sを操作のために選択する"},
		"operate":   {EN: "operates %[1]s", JA: "%[1]sを操作する"},
		"configure": {EN: "changes settings: %[1]s", JA: "%[1]sの設定を変更する"},
		"report":    {EN: "is told %[1]s by the device", JA: "%[1]sの通知を機器から受ける"},
	},
}

// Words for what was learned.
var (
	staleFor     = lang.Text{EN: "not used for 60 days", JA: "60日間使われていない"}
	nowSays      = lang.Text{EN: "so far %[1]s; now %[2]s", JA: "これまで%[1]s、現在%[2]s"}
	itVaries     = lang.Text{EN: "changes: %[1]s", JA: "変化する：%[1]s"}
	fastest      = lang.Text{EN: "changes by at most %[1]s", JA: "変化の速さは最大%[1]s"}
	limitsAre    = lang.Text{EN: "told beyond %[1]s", JA: "%[1]sを外れると知らせる"}
	noLimits     = lang.Text{EN: "without limits", JA: "上下限なし"}
	excursions   = lang.Text{EN: "%[1]s times outside", JA: "範囲外%[1]s回"}
	controlsRate = lang.Text{EN: "commands: %[1]s", JA: "操作：%[1]s"}
	periodOf     = lang.Text{EN: "every %[1]s", JA: "%[1]sごと"}
	quietFor     = lang.Text{EN: "pauses of %[1]s", JA: "途切れは%[1]s"}
	differsBy    = lang.Text{EN: "differ by up to %[1]s", JA: "差は最大%[1]s"}
)

// lineWords are facts that are one word.
var lineWords = map[baseline.Detector]map[string]lang.Text{
	baseline.Tripwire: {
		"precursor": {EN: "only looked at", JA: "確認だけで、実行はされていない"},
		"attempt":   {EN: "asked for; not known to have been done", JA: "要求された（実行されたかは不明）"},
		"success":   {EN: "the device did it", JA: "機器が実行した"},
	},
	baseline.Endpoint: {
		"router": {EN: "behind a router", JA: "ルータ経由"},
		"arp":    {EN: "announced by itself", JA: "機器自身が通知"},
		"server": {EN: "it is a server", JA: "応答側の機器"},
	},
}

// sorts are what values are like; what follows are the values.
var sorts = [...]struct {
	sign string
	text lang.Text
}{
	{"constant ", lang.Text{EN: "always %[1]s", JA: "常に%[1]s"}},
	{"enumeration ", lang.Text{EN: "one of %[1]s", JA: "%[1]sのいずれか"}},
	{"values ", lang.Text{EN: "so far %[1]s", JA: "これまでの値：%[1]s"}},
	{"written ", lang.Text{EN: "%[1]s", JA: "%[1]s"}},
	{"continuous ", lang.Text{EN: "%[1]s", JA: "%[1]s"}},
	{"number ", lang.Text{EN: "%[1]s", JA: "%[1]s"}},
	{"counter ", lang.Text{EN: "counts: %[1]s", JA: "カウンタ：%[1]s"}},
	{"bits ", lang.Text{EN: "single bits: %[1]s", JA: "ビットごと：%[1]s"}},
	{"varied", lang.Text{EN: "changes all the time", JA: "常に変化する"}},
}

// known tells what was learned.
func (t *Teller) known(l lang.Language, s *subject, facts string) string {
	switch s.detector {
	case baseline.Whitelist:
		if strings.Contains(facts, ", stale") {
			return staleFor.In(l)
		}
		return ""
	case baseline.Tripwire, baseline.Endpoint:
		return each(l, facts, func(part string) string {
			if x, ok := lineWords[s.detector][part]; ok {
				return x.In(l)
			}
			return strings.Replace(part, "vlan ", "VLAN ", 1)
		})
	case baseline.Identity:
		if rest, ok := strings.CutPrefix(facts, "varies: "); ok {
			return itVaries.Say(l, soFarAndNow(l, rest, func(x string) string { return x }))
		}
		return soFarAndNow(l, facts, func(x string) string { return x })
	case baseline.Values, baseline.Relations:
		return t.knownValues(l, s, facts)
	case baseline.Timing, baseline.Latency:
		return soFarAndNow(l, facts, func(x string) string { return each(l, x, func(part string) string { return rhythm(l, part) }) })
	}
	return ""
}

// each tells the parts of a list.
func each(l lang.Language, list string, tell func(string) string) string {
	if list == "" {
		return ""
	}
	parts := strings.Split(list, ", ")
	for i := range parts {
		parts[i] = tell(parts[i])
	}
	return strings.Join(parts, comma.In(l))
}

// soFarAndNow tells "old -> new".
func soFarAndNow(l lang.Language, facts string, tell func(string) string) string {
	if before, after, ok := strings.Cut(facts, " -> "); ok {
		return nowSays.Say(l, tell(before), tell(after))
	}
	return tell(facts)
}

// knownValues tells the values of a point, with its unit.
func (t *Teller) knownValues(l lang.Language, s *subject, facts string) string {
	if s.detector == baseline.Relations {
		if most, ok := strings.CutPrefix(facts, "differ by up to "); ok {
			return differsBy.Say(l, most)
		}
		return facts
	}
	sort := lang.Plain("%[1]s")
	for _, x := range sorts {
		if rest, ok := strings.CutPrefix(facts, x.sign); ok {
			sort, facts = x.text, rest
			break
		}
	}
	_, point, _ := strings.Cut(s.rest, " ")
	d := &baseline.Deviation{Server: s.Server, Protocol: s.protocol, Station: s.station, Point: point}
	return sort.Say(l, each(l, facts, func(part string) string { return t.ofValues(l, d, part) }))
}

// ofValues tells one thing that is known of values.
func (t *Teller) ofValues(l lang.Language, d *baseline.Deviation, part string) string {
	if x, ok := strings.CutPrefix(part, "rate up to "); ok {
		return fastest.Say(l, x)
	}
	if x, ok := strings.CutPrefix(part, "limits "); ok {
		return limitsAre.Say(l, t.values(l, d, x))
	}
	if x, ok := strings.CutSuffix(part, " excursions"); ok {
		return excursions.Say(l, x)
	}
	if part == "no limits" {
		return noLimits.In(l)
	}
	return t.values(l, d, part)
}

// rhythm tells how often, or how fast.
func rhythm(l lang.Language, part string) string {
	text := lang.Plain("%[1]s")
	for _, x := range [...]struct {
		sign string
		text lang.Text
	}{{"controls ", controlsRate}, {"period ", periodOf}, {"quiet ", quietFor}} {
		if rest, ok := strings.CutPrefix(part, x.sign); ok {
			text, part = x.text, rest
		}
	}
	if n, span, ok := strings.Cut(part, "/"); ok {
		part = n + " / " + span
	}
	if from, to, ok := strings.Cut(part, ".."); ok {
		return text.Say(l, rangeOf.Say(l, guide.Figures(l, from), guide.Figures(l, to)))
	}
	return text.Say(l, guide.Figures(l, part))
}
