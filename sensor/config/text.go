package config

import "github.com/banken-ot/banken/sensor/lang"

// What can be wrong.
var (
	noInterface    = lang.Text{EN: "no interface to capture is named: add `- name: eth1` (see `banken interfaces`)", JA: "監視するインターフェースの指定がありません。「- name: eth1」の形で追加してください（一覧は banken interfaces）"}
	wrongInterface = lang.Text{EN: "%[1]s is no name of an interface (see `banken interfaces`)", JA: "%[1]sはインターフェース名ではありません（一覧は banken interfaces）"}
	twice          = lang.Text{EN: "%[1]s is named twice", JA: "%[1]sが重複しています"}
	tooMany        = lang.Text{EN: "at most %[1]s are possible", JA: "指定できるのは%[1]s個までです"}
	outOfRange     = lang.Text{EN: "must be from %[1]s to %[2]s", JA: "%[1]s以上%[2]s以下にしてください"}
	tooShort       = lang.Text{EN: "must be %[1]s or longer", JA: "%[1]s以上にしてください"}
	tooSmall       = lang.Text{EN: "must be %[1]s or more", JA: "%[1]s以上にしてください"}
	twoSegments    = lang.Text{EN: "must hold two segments of %[1]s", JA: "%[1]sのファイル2個分以上にしてください"}
	wrongPort      = lang.Text{EN: "0 is no port", JA: "ポート番号に0は使えません"}
	notAbsolute    = lang.Text{EN: "%[1]s must be an absolute path, beginning with /", JA: "%[1]sは「/」で始まる絶対パスにしてください"}
	wrongSocket    = lang.Text{EN: "the path of a socket has at most %[1]s octets", JA: "ソケットのパスは%[1]sバイトまでです"}
	wrongListen    = lang.Text{EN: "%[1]s is no address with a port: write 127.0.0.1:8443, or :8443 for all addresses of the box", JA: "%[1]sはアドレスとポートとして読めません。127.0.0.1:8443のように書いてください（全アドレスで待ち受ける場合は:8443）"}
	bothOrNone     = lang.Text{EN: "certificate and key go together: name both, or none to have one made", JA: "certificateとkeyは両方指定するか、どちらも省略してください（省略すると自動で作成します）"}
	wrongLevel     = lang.Text{EN: "%[1]s must be debug, info, warn or error", JA: "%[1]sではなく debug・info・warn・error のいずれかにしてください"}
	wrongZone      = lang.Text{EN: "%[1]s is no time zone: write Asia/Tokyo, Europe/Berlin or UTC", JA: "%[1]sはタイムゾーンではありません。Asia/TokyoやUTCのように書いてください"}
	wrongSize      = lang.Text{EN: "%[1]s is no size: write a number with a unit, 512MiB or 10GiB", JA: "%[1]sはサイズとして読めません。512MiBや10GiBのように単位を付けてください"}
	wrongDuration  = lang.Text{EN: "%[1]s is no span of time: write a number with a unit, 90s, 15m or 720h", JA: "%[1]sは時間の長さとして読めません。90s・15m・720hのように単位を付けてください"}
	wrongValue     = lang.Text{EN: "cannot be read: %[1]s", JA: "読み取れません（%[1]s）"}
	unknownKey     = lang.Text{EN: "the key %[1]s is not known here: docs/operations.md has those there are", JA: "キー%[1]sはここでは使えません。使えるキーはdocs/operations.mdを参照してください"}
	tooLarge       = lang.Text{EN: "is larger than %[1]s: this is no configuration", JA: "%[1]sを超えています。設定ファイルではないようです"}
)
