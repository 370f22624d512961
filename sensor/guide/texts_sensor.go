package guide

import (
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/lang"
)

// sensorTexts are those about the sensor itself. {point} is what is concerned, {seen}
// who or what was found, {function} in which way.
var sensorTexts = map[baseline.Kind]Advice{
	baseline.BaselineAltered: {
		Title: lang.Text{EN: "What Banken has learned was changed from outside", JA: "Bankenの学習内容が外部から書き換えられました"},
		What: lang.Text{EN: "{point} is not as Banken left it ({seen}). Nobody changed it in the way meant for that.",
			JA: "{point}が、Bankenの保存した内容と異なります（{seen}）。正規の手順での変更ではありません。"},
		Usual: lang.Text{EN: "It should be {expected}.", JA: "本来は{expected}です。"},
		Never: lang.Text{EN: "Banken changes it only itself, or for a named person.", JA: "変更するのはBanken自身か、名前を記録した担当者だけです。"},
		Why: lang.Text{EN: "Whoever changes what counts as normal can have forbidden operations pass without any notice. A failing disk looks like this too.",
			JA: "正常とみなす範囲が書き換えられると、不正な操作があっても表示されません。記憶装置の故障でも同じことが起きます。"},
		First: lang.Text{EN: "Ask everybody who can reach the box whether they copied or edited its files. If nobody did, go back to the last signed edition that you have, and have the box checked.",
			JA: "本体を扱える全員に、ファイルの複写や編集をしたか確認してください。心当たりがなければ、手元にある最後の署名済みの版に戻し、本体の点検を依頼してください。"},
	},
	baseline.PolicyAltered: {
		Title: lang.Text{EN: "Banken's own rules were changed from outside", JA: "Bankenの設定や規則が外部から書き換えられました"},
		What: lang.Text{EN: "{point} is not as it was left ({seen}). Nobody changed it in the way meant for that.",
			JA: "{point}が、前回の内容と異なります（{seen}）。正規の手順での変更ではありません。"},
		Usual: lang.Text{EN: "It should be {expected}.", JA: "本来は{expected}です。"},
		Never: lang.Text{EN: "Only a named person changes it.", JA: "変更するのは名前を記録した担当者だけです。"},
		Why: lang.Text{EN: "The rules say what is told and what is blocked. Whoever changes them can silence Banken.",
			JA: "規則は、何を知らせ、何を止めるかを決めています。書き換えられると、Bankenが何も知らせなくなるおそれがあります。"},
		First: lang.Text{EN: "Ask everybody who can reach the box whether they changed its settings. If nobody did, restore them from your copy, and have the box checked.",
			JA: "本体を扱える全員に、設定を変更したか確認してください。心当たりがなければ、控えから設定を戻し、本体の点検を依頼してください。"},
	},
	baseline.RecordsAltered: {
		Title: lang.Text{EN: "Banken's records of who did what were changed", JA: "Bankenの操作記録が書き換えられました"},
		What:  lang.Text{EN: "{point} does not fit together any more ({seen}).", JA: "{point}のつながりが途切れています（{seen}）。"},
		Usual: lang.Text{EN: "It should be {expected}.", JA: "本来は{expected}です。"},
		Never: lang.Text{EN: "Lines are only ever added to these records.", JA: "この記録は追記だけを行い、変更や削除はしません。"},
		Why: lang.Text{EN: "Whoever removes lines hides what was done on the box, or by whom. A failing disk looks like this too.",
			JA: "記録を消すのは、本体で何をしたか、誰がしたかを隠すためかもしれません。記憶装置の故障でも同じことが起きます。"},
		First: lang.Text{EN: "Do not restart or clean up the box. Keep a copy of its disk, ask who had access to it, and call your contact for incidents.",
			JA: "本体の再起動や片付けはしないでください。記憶装置の複写を残し、誰が本体に触れたかを確認して、担当窓口に連絡してください。"},
	},
	baseline.ForeignEdition: {
		Title: lang.Text{EN: "A baseline signed by nobody known was brought in", JA: "署名者の分からない学習内容が持ち込まれました"},
		What:  lang.Text{EN: "{point} was brought in; it is signed with the key {seen}, which nobody here answers for.", JA: "{point}が持ち込まれました。署名の鍵は{seen}で、登録されていません。"},
		Usual: lang.Text{EN: "Keys that are known: {expected}.", JA: "登録されている鍵は{expected}です。"},
		Never: lang.Text{EN: "No key is known here yet.", JA: "鍵はまだ登録されていません。"},
		Why: lang.Text{EN: "A baseline says what counts as normal. One made by a stranger can call dangerous operations normal.",
			JA: "学習内容は、何を正常とみなすかを決めます。見知らぬ者が作ったものでは、危険な操作が正常とされているおそれがあります。"},
		First: lang.Text{EN: "Ask who brought the file in, and where it comes from. Do not use it before its maker has confirmed the key by telephone.",
			JA: "誰が、どこから持ち込んだファイルかを確認してください。作成者に電話で鍵を確かめるまで、使用しないでください。"},
	},
	baseline.BaselineEdited: {
		Title: lang.Text{EN: "Somebody decided what counts as normal", JA: "正常とみなす内容を担当者が変更しました"},
		What:  lang.Text{EN: "{seen}: {function}, {point}.", JA: "{seen}さん：{function}（{point}）。"},
		Usual: lang.Text{EN: "Before: {expected}.", JA: "変更前：{expected}。"},
		Never: lang.Text{EN: "It was done with a name, in the way meant for it.", JA: "名前を記録したうえで、正規の手順で行われました。"},
		Why: lang.Text{EN: "What counts as normal is not told any more. Somebody else should know what was decided.",
			JA: "正常とみなした内容は、以後表示されません。ほかの担当者も決定内容を知っておく必要があります。"},
		First: lang.Text{EN: "If you know of it, nothing is to be done. If not, ask the person who is named.",
			JA: "承知している変更であれば、対応は不要です。心当たりがなければ、記録された担当者に確認してください。"},
	},
	baseline.PolicyEdited: {
		Title: lang.Text{EN: "Somebody changed what Banken is to do", JA: "Bankenの設定や規則を担当者が変更しました"},
		What:  lang.Text{EN: "{seen}: {function}, {point}.", JA: "{seen}さん：{function}（{point}）。"},
		Usual: lang.Text{EN: "Before: {expected}.", JA: "変更前：{expected}。"},
		Never: lang.Text{EN: "It was done with a name, in the way meant for it.", JA: "名前を記録したうえで、正規の手順で行われました。"},
		Why: lang.Text{EN: "The rules say what is told and what is blocked. Somebody else should know that they changed.",
			JA: "規則は、何を知らせ、何を止めるかを決めています。ほかの担当者も変更を知っておく必要があります。"},
		First: lang.Text{EN: "If you know of it, nothing is to be done. If not, ask the person who is named.",
			JA: "承知している変更であれば、対応は不要です。心当たりがなければ、記録された担当者に確認してください。"},
	},
}

// watched is what each detector that may lose its voice watches, in a sentence.
var watched = map[baseline.Detector]lang.Text{
	baseline.Whitelist: {EN: "new devices and connections", JA: "新しい機器や接続"},
	baseline.Timing:    {EN: "silence and how often devices talk", JA: "通信の途絶や間隔"},
	baseline.Latency:   {EN: "how fast devices answer", JA: "応答の速さ"},
	baseline.Values:    {EN: "process values and settings", JA: "計測値や設定値"},
	baseline.Endpoint:  {EN: "which device is at an address", JA: "アドレスと機器の対応"},
	baseline.Identity:  {EN: "what devices say of themselves", JA: "機器の名乗る型式や版"},
	baseline.Relations: {EN: "values that belong together", JA: "値どうしの関係"},
}

// demotion is told of each: * stands for what it watches.
var demotion = Advice{
	Title: lang.Text{EN: "Banken holds back warnings about *", JA: "*についての警報を控えています"},
	What: lang.Text{EN: "Of the warnings about *, {seen} proved false or stayed without an answer; {expected} were promised.",
		JA: "*についての警報のうち{seen}件が、誤りと判断されたか、未回答のままです。見込みは{expected}件でした。"},
	Never: lang.Text{EN: "From now on they only support other warnings, and raise none of their own.",
		JA: "今後は、ほかの警報の裏付けにだけ使い、単独では警報を出しません。"},
	Why: lang.Text{EN: "Too many false warnings hide the true ones. But as long as this lasts, what only this would notice is not told.",
		JA: "誤った警報が多すぎると、本当の異常が埋もれます。ただし、この間は、これだけで見つかる異常は表示されません。"},
	First: lang.Text{EN: "Ask what changed in the plant: new equipment, another way of operating. When it is settled, close this notice; the warnings then come back. Without that they come back after a quiet week.",
		JA: "設備の追加や運転方法の変更など、現場の変化を確認してください。解決したらこの通知を終了すると、警報が再開します。終了しなくても、1週間何もなければ再開します。"},
}

// demotedAdvice returns what is told when a detector lost its voice.
func demotedAdvice(k baseline.Kind) (a Advice, ok bool) {
	for d := range baseline.Detector(baseline.Detectors) {
		what, ok := watched[d]
		if !ok || baseline.Demoted(d) != k {
			continue
		}
		fit := func(t lang.Text) lang.Text {
			return lang.Text{EN: strings.ReplaceAll(t.EN, "*", what.EN), JA: strings.ReplaceAll(t.JA, "*", what.JA)}
		}
		return Advice{Title: fit(demotion.Title), What: fit(demotion.What), Never: demotion.Never, Why: demotion.Why, First: demotion.First}, true
	}
	return Advice{}, false
}
