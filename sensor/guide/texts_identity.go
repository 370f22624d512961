package guide

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/lang"
)

// identityTexts are those of baseline/identity.
var identityTexts = map[baseline.Kind]Advice{
	"firmware-changed": {
		Title: lang.Text{EN: "A device tells another version of its firmware", JA: "機器のファームウェアの版が変わりました"},
		What:  lang.Text{EN: "{target} now tells {seen} as {point}.", JA: "{target}が{point}を{seen}と答えています。"},
		Usual: lang.Text{EN: "Over {learned} it told {expected}.", JA: "{learned}の学習期間では{expected}でした。"},
		Never: lang.Text{EN: "This version was rejected before.", JA: "この版は以前に拒否されています。"},
		Why: lang.Text{EN: "Either it was updated or replaced, or firmware was loaded that nobody ordered.",
			JA: "更新または交換が行われたか、誰も指示していないファームウェアが入れられています。"},
		First: lang.Text{EN: "Ask whether an update or a replacement was ordered, and compare the version with the work order. If it fits, approve it. If nobody knows of it, keep the device under local control and have its maker or maintainer check it.",
			JA: "更新や交換の作業があったかを確認し、版を作業票と照合してください。合っていれば承認してください。誰も知らなければ、機器を現場操作にし、メーカーか保守業者に点検を依頼してください。"},
	},
	"model-changed": {
		Title: lang.Text{EN: "A device says it is another model", JA: "機器が別の型式を名乗っています"},
		What:  lang.Text{EN: "{target} now tells {seen} as {point}.", JA: "{target}が{point}を{seen}と答えています。"},
		Usual: lang.Text{EN: "Over {learned} it told {expected}.", JA: "{learned}の学習期間では{expected}でした。"},
		Never: lang.Text{EN: "This answer was rejected before.", JA: "この答えは以前に拒否されています。"},
		Why: lang.Text{EN: "The device was replaced by another one, or something else answers in its place.",
			JA: "機器が別のものに交換されたか、別のものが代わりに応答しています。"},
		First: lang.Text{EN: "Look at the device and its name plate. If it was replaced as planned, approve it; otherwise find out what is connected at this address.",
			JA: "機器と銘板を確認してください。計画どおりの交換であれば承認し、そうでなければ、このアドレスに何が接続されているか調べてください。"},
	},
	"certificate-changed": {
		Title: lang.Text{EN: "A device or program shows another certificate", JA: "機器またはプログラムの証明書が変わりました"},
		What:  lang.Text{EN: "{target} now shows the certificate {seen} ({point}).", JA: "{target}が証明書{seen}を示しています（{point}）。"},
		Usual: lang.Text{EN: "Over {learned} it was {expected}.", JA: "{learned}の学習期間では{expected}でした。"},
		Never: lang.Text{EN: "This certificate was rejected before.", JA: "この証明書は以前に拒否されています。"},
		Why: lang.Text{EN: "The certificate is what others recognise the device by. Another one may mean a new installation, or somebody who passes himself off as the device.",
			JA: "証明書は相手を見分ける手がかりです。変わったのは、再設置によるものか、なりすましの可能性があります。"},
		First: lang.Text{EN: "Ask who set up this device or program lately, and have the thumbprint compared with that shown on the device itself. Approve it only if they are the same.",
			JA: "最近この機器やプログラムを設定した人に確認し、機器本体に表示される拇印（サムプリント）と照合してください。同じ場合だけ承認してください。"},
	},
	"certificate-renewed": {
		Title: lang.Text{EN: "A certificate was renewed", JA: "証明書が更新されました"},
		What: lang.Text{EN: "{target} now shows {seen} ({point}), with the same names and a later date.",
			JA: "{target}が、同じ名義で新しい日付の証明書{seen}を示しています（{point}）。"},
		Usual: lang.Text{EN: "Before it was {expected}.", JA: "以前は{expected}でした。"},
		Never: lang.Text{EN: "This certificate was rejected before.", JA: "この証明書は以前に拒否されています。"},
		Why:   lang.Text{EN: "Certificates run out and are renewed. That is ordinary, if somebody did it.", JA: "証明書には期限があり、更新は通常の作業です。ただし、誰が行ったかの確認が必要です。"},
		First: lang.Text{EN: "Ask whether the renewal was planned, and approve it.", JA: "予定された更新かを確認し、承認してください。"},
	},
	"name-changed": {
		Title: lang.Text{EN: "A device has another name or place", JA: "機器の名称または設置場所の設定が変わりました"},
		What:  lang.Text{EN: "{target} now tells {seen} as {point}.", JA: "{target}が{point}を{seen}と答えています。"},
		Usual: lang.Text{EN: "Over {learned} it told {expected}.", JA: "{learned}の学習期間では{expected}でした。"},
		Never: lang.Text{EN: "This name was rejected before.", JA: "この名称は以前に拒否されています。"},
		Why: lang.Text{EN: "Somebody changed its settings, loaded another project, or another device answers.",
			JA: "設定の変更、別のプログラムの読み込み、または別の機器の応答が考えられます。"},
		First: lang.Text{EN: "Ask who worked on this device. If the change was wanted, approve it; if not, have its settings compared with the backup.",
			JA: "この機器の作業者に確認してください。意図した変更なら承認し、そうでなければ、設定をバックアップと比較してください。"},
	},
	"identity-changed": {
		Title: lang.Text{EN: "A device describes itself differently", JA: "機器の識別情報が変わりました"},
		What:  lang.Text{EN: "{target} now tells {seen} as {point}.", JA: "{target}が{point}を{seen}と答えています。"},
		Usual: lang.Text{EN: "Over {learned} it told {expected}.", JA: "{learned}の学習期間では{expected}でした。"},
		Never: lang.Text{EN: "This answer was rejected before.", JA: "この答えは以前に拒否されています。"},
		Why: lang.Text{EN: "Serial numbers and project data change only when a device is replaced or programmed.",
			JA: "製造番号やプログラム情報は、機器の交換や書き込みのときにしか変わりません。"},
		First: lang.Text{EN: "Ask whether the device was replaced or programmed, and compare the value with the documents. If it fits, approve it.",
			JA: "交換や書き込みの作業があったかを確認し、値を書類と照合してください。合っていれば承認してください。"},
	},
	"security-offered-changed": {
		Title: lang.Text{EN: "A server offers other ways of protection", JA: "サーバーが提示する保護方式が変わりました"},
		What:  lang.Text{EN: "{target} now offers {seen}.", JA: "{target}が提示する方式は{seen}です。"},
		Usual: lang.Text{EN: "Over {learned} it offered {expected}.", JA: "{learned}の学習期間では{expected}でした。"},
		Never: lang.Text{EN: "This offer was rejected before.", JA: "この提示は以前に拒否されています。"},
		Why: lang.Text{EN: "If the protected ways are missing, connections are made without protection: by a changed setting, or by somebody in between.",
			JA: "保護された方式がなくなると、保護なしで接続されます。設定変更のほか、通信への割り込みでも起こります。"},
		First: lang.Text{EN: "Check the security settings on the server itself. If they were not changed on purpose, set them back and look at what else was changed there.",
			JA: "サーバー本体のセキュリティ設定を確認してください。意図した変更でなければ元に戻し、ほかに変わったところがないか調べてください。"},
	},
	"security-used-changed": {
		Title: lang.Text{EN: "A client connects with another way of protection", JA: "接続に使う保護方式が変わりました"},
		What:  lang.Text{EN: "{actor} opened a channel to {target} with {seen}.", JA: "{actor}が{target}へ{seen}で接続しました。"},
		Usual: lang.Text{EN: "Over {learned} it was {expected}.", JA: "{learned}の学習期間では{expected}でした。"},
		Never: lang.Text{EN: "This way was rejected before.", JA: "この方式は以前に拒否されています。"},
		Why:   lang.Text{EN: "Mostly a changed setting. It counts only together with something else.", JA: "多くは設定の変更です。ほかの異常と重なったときだけ問題になります。"},
		First: lang.Text{EN: "If nothing else is reported about these two, nothing is to be done at once; have the connection settings checked when there is time.",
			JA: "この二台についてほかの表示がなければ、すぐの対応は不要です。手の空いたときに接続設定を確認してください。"},
	},
	"client-program-changed": {
		Title: lang.Text{EN: "A computer connects with a program not seen before", JA: "これまでにないプログラムが接続しています"},
		What:  lang.Text{EN: "A program on {target} tells {seen} as {point}.", JA: "{target}のプログラムが{point}を{seen}と名乗っています。"},
		Usual: lang.Text{EN: "Over {learned} it was {expected}.", JA: "{learned}の学習期間では{expected}でした。"},
		Never: lang.Text{EN: "This program was rejected before.", JA: "このプログラムは以前に拒否されています。"},
		Why:   lang.Text{EN: "Mostly new or updated software. It counts only together with something else.", JA: "多くは、ソフトウェアの導入や更新です。ほかの異常と重なったときだけ問題になります。"},
		First: lang.Text{EN: "Ask the user of this computer whether he installed the program.", JA: "この端末の使用者に、プログラムを導入したかを確認してください。"},
	},
}
