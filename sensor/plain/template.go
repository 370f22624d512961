package plain

import (
	"strings"

	"github.com/banken-ot/banken/sensor/lang"
)

// A template is a sentence without its end, with places in braces:
//
//	{actor}     who did it
//	{target}    the device, with its station
//	{reads}     the points, and of which device: JA with を
//	{writes}    the points with their values: EN with the device, JA with を
//	{controls}  the same of commands
//	{calls}     methods and what they belong to: JA with を
//	{reports}   the points with the values that a device tells: JA with を
//	{function}  the standard's name
//	{code} {sub}  numbers of function and sub-function
//
// [did|tried] is what stands there when the device did it, and when it did not, as far as
// is known. The Japanese of every template ends in ました or ません, so that it can go on.
type template = lang.Text

// Templates that several functions share.
var (
	reading   = template{EN: "{actor} [read|tried to read] {reads}", JA: "{actor}が{reads}読み出[しました|そうとしました]"}
	writing   = template{EN: "{actor} [wrote|tried to write] {writes}", JA: "{actor}が{writes}書き込[みました|もうとしました]"}
	operating = template{EN: "{actor} [operated|tried to operate] {controls}", JA: "{actor}が{writes}指令しました"}
)

// asks, tells and does make templates of the commonest forms: a question to the device,
// an order to it, and something done with what the device has.
func asks(en, ja string) template {
	return template{EN: "{actor} asked {target} for " + en, JA: "{actor}が{target}に" + ja + "を問い合わせました"}
}

func tells(en, ja string) template {
	return template{EN: "{actor} told {target} to " + en, JA: "{actor}が{target}に" + ja + "を指示しました"}
}

// does: did is the past in English, try what follows "tried to"; ja is what
// takes 行う, with を.
func does(did, try, ja string) template {
	return template{EN: "{actor} [" + did + "|tried to " + try + "]", JA: "{actor}が" + ja + "行[いました|おうとしました]"}
}

// byOperation are the templates of functions that no table has: of a protocol that was
// added, or a code that nobody has assigned.
var byOperation = [...]template{
	{EN: "{actor} sent {target} something that could not be read in full ({function})", JA: "{actor}が{target}に、すべては読み取れない通信（{function}）を送りました"},
	{EN: "{actor} [read|tried to read] {reads} ({function})", JA: "{actor}が{reads}読み出[しました|そうとしました]（{function}）"},
	{EN: "{actor} [wrote|tried to write] {writes} ({function})", JA: "{actor}が{writes}書き込[みました|もうとしました]（{function}）"},
	{EN: "{actor} [selected|tried to select] {controls} ({function})", JA: "{actor}が{writes}選択[しました|しようとしました]（{function}）"},
	{EN: "{actor} [operated|tried to operate] {controls} ({function})", JA: "{actor}が{writes}指令しました（{function}）"},
	{EN: "{actor} [changed|tried to change] settings of {target} ({function})", JA: "{actor}が{target}の設定を変更[しました|しようとしました]（{function}）"},
	{EN: "{actor} [transferred|tried to transfer] a program or file of {target} ({function})", JA: "{actor}が{target}のプログラムまたはファイルを転送[しました|しようとしました]（{function}）"},
	{EN: "{actor} told {target} to start, stop, restart or change its mode ({function})", JA: "{actor}が{target}に起動・停止・再起動・モード変更のいずれかを指示しました（{function}）"},
	{EN: "{actor} asked {target} what device it is ({function})", JA: "{actor}が{target}に機種などの識別情報を問い合わせました（{function}）"},
	{EN: "{actor} tested the communication with {target} ({function})", JA: "{actor}が{target}との通信を試験しました（{function}）"},
	{EN: "{actor} set up or kept a connection with {target} ({function})", JA: "{actor}が{target}との接続を確立または維持しました（{function}）"},
}

// fill puts texts into the places of a template. tried chooses the second of [did|tried].
func fill(text string, tried bool, place func(name string) string) string {
	var b strings.Builder
	for {
		i := strings.IndexAny(text, "{[")
		if i < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:i])
		if text[i] == '{' {
			name, rest, _ := strings.Cut(text[i+1:], "}")
			b.WriteString(place(name))
			text = rest
			continue
		}
		both, rest, _ := strings.Cut(text[i+1:], "]")
		did, try, _ := strings.Cut(both, "|")
		if tried {
			did = try
		}
		b.WriteString(fill(did, tried, place))
		text = rest
	}
}
