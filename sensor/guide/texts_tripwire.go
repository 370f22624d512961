package guide

import (
	"maps"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/lang"
)

// tripwireTexts are those of baseline/tripwire, and of the rules of its table that
// only an assessment tells.
var tripwireTexts = allTripwireTexts()

func allTripwireTexts() map[baseline.Kind]Advice {
	all := map[baseline.Kind]Advice{}
	for _, m := range [...]map[baseline.Kind]Advice{modbusTripwireTexts, umasTripwireTexts, dnp3TripwireTexts, opcuaTripwireTexts, anyTripwireTexts} {
		maps.Copy(all, m)
	}
	return all
}

// tripped is the advice on an operation that is never learned silently.
func tripped(what, title, why, first lang.Text) Advice {
	return Advice{Title: title, What: what, Why: why, First: first,
		Usual: lang.Text{EN: "So far it was {expected}.", JA: "これまでは{expected}でした。"},
		Never: lang.Text{EN: "This is never learned by itself: it is reported until somebody approves it here.",
			JA: "この操作が自動で学習されることはなく、承認されるまで報告されます。"}}
}

// forged is the advice for a report that its outstation may not have sent.
func forged(what, title, why lang.Text) Advice {
	return tripped(what, title, why,
		lang.Text{EN: "Compare what the outstation shows on site with the screens. If they differ, trust the site, and have somebody look for devices that do not belong between the outstation and its master.",
			JA: "子局の現場表示と監視画面を比べてください。異なる場合は現場の値を信頼し、子局とマスタの間に不審な機器がつながっていないか調べてもらってください。"})
}

// What happened, where the kind of device is all there is to say.
var (
	toStation = lang.Text{EN: "{actor} sent {seen} to station {station} of {target}; {outcome}.",
		JA: "{actor}が{target}のステーション{station}に{seen}を送りました。結果：{outcome}。"}
	toOutstation = lang.Text{EN: "{actor} sent {seen} to outstation {station} at {target}; {outcome}.",
		JA: "{actor}が{target}の子局{station}に{seen}を送りました。結果：{outcome}。"}
	toServer = lang.Text{EN: "{actor} sent {seen} to {target}; {outcome}.", JA: "{actor}が{target}に{seen}を送りました。結果：{outcome}。"}
)

// anyTripwireTexts are those of what no protocol has a kind of its own for.
var anyTripwireTexts = map[baseline.Kind]Advice{
	"program-transfer": tripped(
		lang.Text{EN: "{actor} sent {seen} to {target}; {outcome}.",
			JA: "{actor}が{target}に{seen}を送りました。結果：{outcome}。"},
		lang.Text{EN: "A program, firmware or file of a device was transferred",
			JA: "機器のプログラム、ファームウェア、またはファイルが転送されました"},
		lang.Text{EN: "Programs and firmware decide what a device does.",
			JA: "プログラムとファームウェアが機器の動作を決めます。"},
		lang.Text{EN: "Ask who did this, under which work order. If nobody did, compare the device with its last backup.",
			JA: "誰がどの作業指示で行ったか確認してください。心当たりがなければ、機器の内容を直近のバックアップと比較してください。"}),
	"mode-change": tripped(
		lang.Text{EN: "{actor} sent {seen} to {target}; {outcome}.",
			JA: "{actor}が{target}に{seen}を送りました。結果：{outcome}。"},
		lang.Text{EN: "A device was told to start, stop, restart or change its mode",
			JA: "機器に運転開始・停止・再起動・モード変更が指示されました"},
		lang.Text{EN: "A device that stands still, or is in another mode, does not control its part of the plant.",
			JA: "停止中や別モードの機器は、担当する設備を制御しません。"},
		lang.Text{EN: "Check the state of the device. Ask who did this from the sending computer.",
			JA: "機器の状態を確認し、送信元コンピュータから誰が操作したか確認してください。"}),
}
