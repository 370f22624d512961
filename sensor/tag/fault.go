package tag

import (
	"strconv"
	"strings"

	"github.com/banken-ot/banken/sensor/lang"
)

// maxFaults bounds the faults told of one list: what a person corrects in one go.
const maxFaults = 100

// Fault is something wrong with a list, with its place.
type Fault struct {
	Line    int    // from 1; 0 for the whole
	Column  int    // from 1; 0 for the whole line
	Heading string // of the column
	Text    lang.Text
}

// Faults is an error that tells all faults of a list.
type Faults []Fault

// Error implements error, in English.
func (f Faults) Error() string {
	return "tag: " + strings.ReplaceAll(f.In(lang.English), "\n", "\ntag: ")
}

// In says all faults in a language, a line each.
func (f Faults) In(l lang.Language) string {
	lines := make([]string, len(f))
	for i, x := range f {
		lines[i] = x.Text.In(l)
		switch {
		case x.Column > 0:
			lines[i] = inColumn.Say(l, strconv.Itoa(x.Line), strconv.Itoa(x.Column), x.Heading) + lines[i]
		case x.Line > 0:
			lines[i] = inLine.Say(l, strconv.Itoa(x.Line)) + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

// Sentences about lists.
var (
	inLine   = lang.Text{EN: "line %[1]s: ", JA: "%[1]s行目："}
	inColumn = lang.Text{EN: "line %[1]s, column %[2]s (%[3]s): ", JA: "%[1]s行目・%[2]s列目（%[3]s）："}

	noHead = lang.Text{EN: "a line must name the columns; needed are device and number (see docs/tags.md), for example: device,table,number,name,unit",
		JA: "列名の行が必要です。「機器」と「番号」の列は必須です（docs/tags.md参照）。例：機器,種別,番号,名称,単位"}
	unknownColumn = lang.Text{EN: "no column is called %[1]s; the columns are %[2]s", JA: "列「%[1]s」は使えません。使える列は%[2]sです"}
	columnTwice   = lang.Text{EN: "this column stands twice", JA: "この列が重複しています"}
	badCSV        = lang.Text{EN: "not CSV: %[1]s; close every quotation mark, or save the list again as CSV", JA: "CSVとして読めません（%[1]s）。引用符の閉じ忘れを直すか、CSV形式で保存し直してください"}
	tooManyTags   = lang.Text{EN: "more than %[1]s points; leave out those that no device on the network has", JA: "%[1]s点を超えています。ネットワーク上の機器にない点を除いてください"}
	tooManyFaults = lang.Text{EN: "there are more faults than these; correct them and import again", JA: "このほかにも誤りがあります。直してから、もう一度取り込んでください"}
	badDirective  = lang.Text{EN: "%[1]s cannot be set for the whole file; base and order can, for example: # base=0", JA: "「%[1]s」はファイル全体には指定できません。指定できるのはbaseとorderです（例：# base=0）"}
	tooLarge      = lang.Text{EN: "the file is larger than %[1]s MiB", JA: "ファイルが%[1]s MiBを超えています"}
	isUTF16       = lang.Text{EN: "the file is UTF-16 (\"Unicode text\"); save it as \"CSV UTF-8\" or as CSV", JA: "ファイルがUTF-16（「Unicodeテキスト」）です。「CSV UTF-8」または「CSV」で保存し直してください"}
	badEncoding   = lang.Text{EN: "the text is neither UTF-8 nor Shift_JIS; save the file as \"CSV UTF-8\"", JA: "文字コードがUTF-8でもShift_JISでもありません。「CSV UTF-8」で保存し直してください"}

	missing     = lang.Text{EN: "is missing", JA: "値がありません"}
	tooLong     = lang.Text{EN: "is longer than %[1]s characters", JA: "%[1]s文字を超えています"}
	badDevice   = lang.Text{EN: "%[1]s is neither an IP address nor the name of a device; import the devices first (banken asset import), or write the address", JA: "「%[1]s」はIPアドレスでも登録済みの機器名でもありません。先に機器一覧を取り込む（banken asset import）か、IPアドレスを書いてください"}
	badProtocol = lang.Text{EN: "%[1]s is no protocol; write modbus, dnp3 or opcua", JA: "「%[1]s」は使えません。modbus、dnp3、opcuaのいずれかを書いてください"}
	badStation  = lang.Text{EN: "%[1]s is no station; write a number from 0 to %[2]s, or nothing where the device is the only one at its address", JA: "「%[1]s」は局番ではありません。0〜%[2]sの数字を書くか、1台だけの機器なら空欄にしてください"}
	badSort     = lang.Text{EN: "%[1]s is no table or sort of point of %[2]s; write one of: %[3]s", JA: "「%[1]s」は%[2]sの種別ではありません。次のいずれかを書いてください：%[3]s"}
	noSort      = lang.Text{EN: "say which table or sort of point this is, or write the number as on lists of Modbus (40001)", JA: "種別（保持レジスタなど）を書くか、番号を40001のような形で書いてください"}
	badNumber   = lang.Text{EN: "%[1]s is no number of a point here; it must be from %[2]s to %[3]s", JA: "「%[1]s」は点の番号ではありません。%[2]s〜%[3]sの番号を書いてください"}
	noBase      = lang.Text{EN: "does %[1]s count from 0 or from 1? Write a column \"base\" with 0 or 1, or the line \"# base=0\" before the column names, or the number as on lists of Modbus (%[2]s)",
		JA: "「%[1]s」は0から数えた番号か、1から数えた番号か分かりません。「起点」列に0または1を書くか、列名の行の前に「# base=0」と書くか、%[2]sのような形で書いてください"}
	twoMeanings = lang.Text{EN: "%[1]s with base 1 may be point %[2]s or point %[1]s; write base \"reference\" for the former, or base 0 and one less for the latter",
		JA: "起点1の「%[1]s」は、%[2]s番とも%[1]s番とも読めます。前者なら起点に「reference」と書き、後者なら起点0で1少ない番号を書いてください"}
	otherTable = lang.Text{EN: "%[1]s begins with the digit of another table than %[2]s (%[3]s)", JA: "「%[1]s」の先頭の数字が%[2]s（%[3]s）と合いません"}
	badNode    = lang.Text{EN: "%[1]s is no NodeId; write it as the server shows it: ns=2;s=Pump.Speed or ns=2;i=1001", JA: "「%[1]s」はNodeIdではありません。サーバーの表示どおりに書いてください（例：ns=2;s=Pump.Speed、ns=2;i=1001）"}
	badBase    = lang.Text{EN: "base is 0, 1 or reference, not %[1]s", JA: "起点は0、1、referenceのいずれかです（「%[1]s」は使えません）"}
	badType    = lang.Text{EN: "%[1]s is no data type; write bool, int16, uint16, int32, uint32 or float32", JA: "「%[1]s」は使えません。データ型はbool、int16、uint16、int32、uint32、float32のいずれかです"}
	badOrder   = lang.Text{EN: "%[1]s is no word order; write big (high word first) or swapped (low word first)", JA: "「%[1]s」は使えません。ワード順はbig（上位が先）またはswapped（下位が先）です"}
	badFigure  = lang.Text{EN: "%[1]s is no number", JA: "「%[1]s」は数値ではありません"}
	noScale    = lang.Text{EN: "a scale of 0 makes every value the same; leave it empty where nothing is scaled", JA: "倍率0ではすべて同じ値になります。換算しない場合は空欄にしてください"}
	limits     = lang.Text{EN: "the low limit %[1]s is not below the high limit %[2]s", JA: "下限%[1]sが上限%[2]sより小さくありません"}
	noName     = lang.Text{EN: "give the point a name or a description", JA: "名称か説明のどちらかを書いてください"}
	isTwice    = lang.Text{EN: "this point stands in line %[1]s already (%[2]s)", JA: "この点は%[1]s行目にもあります（%[2]s）"}
	overlaps   = lang.Text{EN: "the two registers of this point overlap with those of line %[1]s (%[2]s); check number and data type", JA: "この点の2レジスタが%[1]s行目（%[2]s）と重なっています。番号とデータ型を確認してください"}
	beyond     = lang.Text{EN: "a value of two registers cannot begin at the last one", JA: "2レジスタの値は最後のレジスタからは始められません"}
	badTypeFor = lang.Text{EN: "%[1]s is a single bit; leave the data type empty or write bool", JA: "%[1]sは1ビットです。データ型は空欄かboolにしてください"}
)
