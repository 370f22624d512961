package permit

import "github.com/banken-ot/banken/sensor/lang"

// classTexts are the classes as people call them.
var classTexts = [classes]lang.Text{
	Read:      {EN: "read", JA: "読出し"},
	Write:     {EN: "write", JA: "書込み"},
	Control:   {EN: "control", JA: "操作"},
	Configure: {EN: "configure", JA: "設定変更"},
	Program:   {EN: "program", JA: "プログラム・ファイル"},
	Restart:   {EN: "restart", JA: "再起動・運転・停止"},
	Identify:  {EN: "identify", JA: "機器識別"},
	Diagnose:  {EN: "diagnose", JA: "診断"},
	Session:   {EN: "session", JA: "セッション"},
}

// labels are the names of the fields, in the order in which they are written.
var (
	labelTicket     = lang.Text{EN: "ticket", JA: "作業票番号"}
	labelWho        = lang.Text{EN: "who", JA: "作業者"}
	labelHosts      = lang.Text{EN: "hosts", JA: "作業端末"}
	labelAssets     = lang.Text{EN: "assets", JA: "対象機器"}
	labelOperations = lang.Text{EN: "operations", JA: "作業の種類"}
	labelFrom       = lang.Text{EN: "from", JA: "開始"}
	labelTo         = lang.Text{EN: "to", JA: "終了"}
	labelApprovers  = lang.Text{EN: "approvers", JA: "承認者"}
)

// What can be wrong with a permit, and what to do.
var (
	noTicket      = lang.Text{EN: "is missing: write the number under which the work is filed", JA: "記入がありません。作業を管理している番号を書いてください"}
	noWho         = lang.Text{EN: "is missing: write who does the work", JA: "記入がありません。作業する人の名前を書いてください"}
	wrongText     = lang.Text{EN: "must be one line of at most %[1]s octets", JA: "%[1]sバイトまでの1行で書いてください"}
	noHosts       = lang.Text{EN: "is empty: write the address of the computer that the work is done from", JA: "記入がありません。作業に使う端末のアドレスを書いてください"}
	noAssets      = lang.Text{EN: "is empty: write the address of the device that is worked on", JA: "記入がありません。作業する機器のアドレスを書いてください"}
	noOperations  = lang.Text{EN: "is empty: write what is done, of %[1]s", JA: "記入がありません。行う作業を次から選んで書いてください：%[1]s"}
	noApprovers   = lang.Text{EN: "is empty: write who approved the work", JA: "記入がありません。作業を承認した人の名前を書いてください"}
	tooMany       = lang.Text{EN: "has %[1]s entries, at most %[2]s are possible: open a permit for each part of the work", JA: "%[1]s件ありますが、指定できるのは%[2]s件までです。作業を分けて許可を出してください"}
	twice         = lang.Text{EN: "%[1]s is there twice: remove one", JA: "%[1]sが重複しています。一つにしてください"}
	wrongAddress  = lang.Text{EN: "%[1]s is no address: write 10.0.0.5, or 10.0.0.0/28 for several", JA: "%[1]sはアドレスではありません。10.0.0.5、または複数なら10.0.0.0/28のように書いてください"}
	noHost        = lang.Text{EN: "%[1]s is the address of no single device: write those that take part", JA: "%[1]sは機器一台のアドレスではありません。作業に関わる機器のアドレスを書いてください"}
	tooWide       = lang.Text{EN: "%[1]s stands for more than %[2]s addresses: name those that take part in the work", JA: "%[1]sは%[2]s個を超えるアドレスを含みます。作業に関わるものだけを書いてください"}
	wrongClass    = lang.Text{EN: "%[1]s is no sort of work: write one of %[2]s", JA: "%[1]sという作業の種類はありません。次から選んでください：%[2]s"}
	wrongTime     = lang.Text{EN: "%[1]s is no time: write date, time and offset, 2026-11-24T09:00:00+09:00", JA: "%[1]sは日時として読めません。2026-11-24T09:00:00+09:00のように時差まで書いてください"}
	noTime        = lang.Text{EN: "is missing: write date, time and offset, 2026-11-24T09:00:00+09:00", JA: "記入がありません。2026-11-24T09:00:00+09:00のように日時を書いてください"}
	endsFirst     = lang.Text{EN: "must be later than the beginning", JA: "開始より後の日時にしてください"}
	tooLong       = lang.Text{EN: "is %[1]s after the beginning, at most %[2]s are possible: open another permit for the next shift", JA: "開始から%[1]s後になっています。%[2]s以内にして、続きは別の許可を出してください"}
	twoApprovers  = lang.Text{EN: "must be two people other than the one who works, for programs and firmware: have a second one approve", JA: "プログラムやファームウェアの作業では、作業者以外の二人の承認が必要です。もう一人の承認を得てください"}
	ended         = lang.Text{EN: "is over already: open it for a time to come", JA: "すでに過ぎています。これからの日時にしてください"}
	alreadyOpen   = lang.Text{EN: "%[1]s has an open permit already: close that, or use a number of its own", JA: "%[1]sの許可はすでに出ています。先に閉じるか、別の番号にしてください"}
	tooManyOpen   = lang.Text{EN: "%[1]s permits are open, which is the most there can be: close those whose work is done", JA: "出ている許可が上限の%[1]s件に達しています。終わった作業の許可を閉じてください"}
	wrongForm     = lang.Text{EN: "cannot be read: %[1]s", JA: "読み取れません（%[1]s）"}
	unknownKey    = lang.Text{EN: "%[1]s is no field of a permit: there are %[2]s", JA: "%[1]sという項目はありません。使えるのは次の項目です：%[2]s"}
	tooLarge      = lang.Text{EN: "is larger than %[1]s octets: this is no permit", JA: "%[1]sバイトを超えています。作業許可ではないようです"}
	noLine        = lang.Text{EN: "there is no line %[1]s: there are %[2]s", JA: "%[1]s行目はありません（全%[2]s行）"}
	noReviewer    = lang.Text{EN: "say who decides, in one line", JA: "判断する人の名前を1行で指定してください"}
	noDecisions   = lang.Text{EN: "name the lines that are approved or rejected", JA: "承認または却下する行を指定してください"}
	bothDecisions = lang.Text{EN: "line %[1]s is both approved and rejected: decide for one", JA: "%[1]s行目が承認と却下の両方に指定されています。どちらか一方にしてください"}
	undecided     = lang.Text{EN: "undecided", JA: "未決定"}
	approved      = lang.Text{EN: "approved", JA: "承認"}
	rejected      = lang.Text{EN: "rejected", JA: "却下"}
	nothingDone   = lang.Text{EN: "nothing out of the ordinary was done", JA: "普段と違う操作はありませんでした"}
	omittedLines  = lang.Text{EN: "%[1]s more operations found no room in this list", JA: "ほかに%[1]s件の操作がありますが、この一覧には入りきりませんでした"}
	neverSeen     = lang.Text{EN: "never seen", JA: "実績なし"}
	timesDone     = lang.Text{EN: "done %[1]s×, %[2]s× accepted by the device", JA: "%[1]s回、うち機器が受け入れたもの%[2]s回"}
	firstDone     = lang.Text{EN: "first %[1]s", JA: "初回 %[1]s"}
	firstFrame    = lang.Text{EN: "first %[1]s (frame %[2]s)", JA: "初回 %[1]s（フレーム%[2]s）"}
	beforeThen    = lang.Text{EN: "before: %[1]s; under the permit: %[2]s", JA: "以前：%[1]s、この作業：%[2]s"}
	beforeOnly    = lang.Text{EN: "before: %[1]s", JA: "以前：%[1]s"}
	decidedBy     = lang.Text{EN: "%[1]s by %[2]s", JA: "%[1]s：%[2]s"}
	moreValues    = lang.Text{EN: "and %[1]s more", JA: "ほか%[1]s件"}
	wholePermit   = lang.Text{EN: "the permit", JA: "作業許可"}
	stationNumber = lang.Text{EN: "station %[1]s", JA: "局%[1]s"}
)
