package guide

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/lang"
)

// visibilityTexts are those of baseline/visibility.
var visibilityTexts = map[baseline.Kind]Advice{
	"sensor-blind": {
		Title: lang.Text{EN: "Banken does not see everything", JA: "Bankenに見えていない通信があります"},
		What: lang.Text{EN: "{point} loses traffic or shows none ({seen}).",
			JA: "{point}で通信の取りこぼし、または受信の停止が起きています（{seen}）。"},
		Usual: lang.Text{EN: "Usual is {expected}.", JA: "通常は{expected}です。"},
		Never: lang.Text{EN: "As long as this lasts, that nothing is reported does not mean that nothing happens.",
			JA: "この間は、異常の表示がなくても、異常がないとは言えません。"},
		Why: lang.Text{EN: "Nothing is learned and no silence is judged until everything is seen again.",
			JA: "すべての通信が再び見えるまで、学習と通信途絶の判定を止めています。"},
		First: lang.Text{EN: "Check the cable between the mirror port of the switch and the Banken box, and the link lamps at both ends. If both are well, have the mirror setting of the switch and the load of the box checked.",
			JA: "スイッチのミラーポートとBanken本体の間のケーブルと、両端のリンクランプを確認してください。異常がなければ、スイッチのミラー設定とBanken本体の負荷の確認を依頼してください。"},
	},
	"one-sided": {
		Title: lang.Text{EN: "Only one direction of the traffic is seen", JA: "通信の片方向しか見えていません"},
		What: lang.Text{EN: "Of {point} only requests or only answers arrive ({seen}).",
			JA: "{point}について、問い合わせまたは応答の一方しか届いていません（{seen}）。"},
		Usual: lang.Text{EN: "Usual is {expected}.", JA: "通常は{expected}です。"},
		Never: lang.Text{EN: "Before, both directions were seen, or ought to be.", JA: "本来は両方向とも見える通信です。"},
		Why: lang.Text{EN: "Whether a command was carried out cannot be told from one direction.",
			JA: "片方向だけでは、操作が実行されたかどうかを判断できません。"},
		First: lang.Text{EN: "Check whether the mirror port of the switch copies both sent and received frames, and whether a cable or path was changed lately.",
			JA: "スイッチのミラー設定が送信・受信の両方になっているか、最近、配線や経路を変更していないかを確認してください。"},
	},
	"clock-step": {
		Title: lang.Text{EN: "The clock of the Banken box was set", JA: "Banken本体の時計が変わりました"},
		What:  lang.Text{EN: "The clock was moved by {seen} at once ({point}).", JA: "時計が一度に{seen}変わりました（{point}）。"},
		Usual: lang.Text{EN: "Usual is {expected}.", JA: "通常は{expected}です。"},
		Never: lang.Text{EN: "The clock usually runs evenly.", JA: "通常、時計は一定に進みます。"},
		Why: lang.Text{EN: "Times before and after do not fit together; records may be hard to compare with those of other systems.",
			JA: "前後の時刻がつながらず、ほかのシステムの記録と照らし合わせにくくなります。"},
		First: lang.Text{EN: "Check whether somebody set the clock, and whether the time server of the box can be reached.",
			JA: "誰かが時計を合わせたか、時刻サーバーと通信できているかを確認してください。"},
	},
	"capacity": {
		Title: lang.Text{EN: "Banken has no room for more", JA: "Bankenの記憶の上限に達しました"},
		What:  lang.Text{EN: "{point} is full; {seen} could not be kept.", JA: "{point}が上限に達し、{seen}件を記憶できませんでした。"},
		Usual: lang.Text{EN: "The bound is {expected}.", JA: "上限は{expected}です。"},
		Never: lang.Text{EN: "What was learned before is kept and still watched.", JA: "これまでに学習した内容は保たれ、監視も続いています。"},
		Why: lang.Text{EN: "New devices and behaviour cannot be learned any more. A flood of made-up addresses looks like this too.",
			JA: "新しい機器や動作を学習できません。偽のアドレスを大量に使った通信でも同じことが起きます。"},
		First: lang.Text{EN: "Check whether other incidents show a scan or a flood. If not, the network has outgrown this box: ask for a second one, or mirror fewer ports.",
			JA: "走査や大量通信の表示がほかにないか確認してください。なければ、監視範囲が大きすぎます。台数の追加、またはミラーするポートの見直しを依頼してください。"},
	},
	"sensor-stopped": {
		Title: lang.Text{EN: "Banken was not running for a while", JA: "Bankenが一時停止していました"},
		What:  lang.Text{EN: "For {seen} nothing was watched ({point}).", JA: "{seen}の間、監視していませんでした（{point}）。"},
		Usual: lang.Text{EN: "Usual is {expected}.", JA: "通常は{expected}です。"},
		Never: lang.Text{EN: "What happened in that time is not known.", JA: "その間に起きたことは分かりません。"},
		Why: lang.Text{EN: "Whoever wants to go unseen begins by switching off who watches.",
			JA: "気付かれずに操作しようとする者は、まず監視を止めることがあります。"},
		First: lang.Text{EN: "Ask whether somebody restarted or updated the box, or switched off its power. If nobody did, check who was near it, and look at the records of the controllers for that time.",
			JA: "再起動、更新、電源断の作業があったかを確認してください。なければ、本体に近づいた人がいないか、その時間帯の制御装置の記録に変わりがないかを確認してください。"},
	},
	"span-silent": {
		Title: lang.Text{EN: "Everything that usually talks has gone quiet at once", JA: "普段続いている通信が一斉に止まりました"},
		What: lang.Text{EN: "All {seen} connections that are regularly seen stopped at the same time, though the port of the Banken box is up.",
			JA: "Banken本体のポートは正常ですが、普段続いている{seen}件の通信がすべて同時に見えなくなりました。"},
		Usual: lang.Text{EN: "Usual is {expected}.", JA: "通常は{expected}です。"},
		Never: lang.Text{EN: "Before, something was heard all the time.", JA: "これまでは常に何らかの通信がありました。"},
		Why: lang.Text{EN: "Most often the mirror setting of the switch was lost. But the control network itself may have failed, and then nothing is watched or controlled from outside.",
			JA: "多くはスイッチのミラー設定が消えたことが原因です。ただし、制御ネットワーク自体が止まり、外部からの監視も操作もできなくなっている可能性もあります。"},
		First: lang.Text{EN: "Look at the operator screen first: if its values change, the plant is well and the switch no longer copies traffic to Banken; have the mirror setting restored. If they stand still, treat it as a failure of the control network.",
			JA: "まず監視画面を見てください。値が変化していれば設備は正常で、スイッチからBankenへ通信が届いていないだけです。ミラー設定の復旧を依頼してください。値が止まっていれば、制御ネットワークの障害として対応してください。"},
	},
}
