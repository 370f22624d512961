package main

import "github.com/banken-ot/banken/sensor/lang"

// message is one of the sentences of the command line; messages has each in all
// languages.
type message uint8

// The messages, in the order of messages.
const (
	aboutBanken message = iota
	aboutCommands
	usageLine
	usageOptions
	defaultValue
	aboutLang

	aboutDecode
	aboutTranscript
	aboutDemo
	aboutConformance
	aboutScore
	aboutAssess
	argumentsDecode
	argumentsTranscript
	argumentsDemo
	argumentsConformance
	argumentsScore
	argumentsAssess

	optionFormat
	optionLogs
	optionWorkers
	optionQuietDecode
	optionQuiet
	optionPage
	optionPageLanguage
	optionZone
	optionDemo
	optionOpen
	optionSet
	optionAll

	standardInput
	demoTraffic
	demoNext
	setWritten
	scoreMore
	scoreLine

	wrongCommand
	wrongLanguage
	wrongOption
	wrongNumber
	wrongSwitch
	wantsValue
	wantsFiles
	wantsOneFile
	wantsTwoFiles
	tooMuch
	wrongFormat
	wrongWorkers
	wrongPage
	wrongZone

	faultOther
	faultFile
	faultInterrupted
	faultMissing
	faultPermission
	faultExists
	faultFull
	faultReadOnly
	faultFolder
	faultNoFolder
	faultDevice
	messageCount
)

// say returns a message in the user's language, with arguments in their places.
func (s streams) say(m message, args ...any) string { return messages[m].Say(s.lang, args...) }

var messages = [messageCount]lang.Text{
	aboutBanken: {EN: "Banken watches industrial control networks: Modbus, DNP3 and OPC UA.",
		JA: "Banken（番犬）は、制御ネットワーク（Modbus、DNP3、OPC UA）の通信を見張ります。"},
	aboutCommands: {EN: "`banken COMMAND -h` explains a command. Exit status: 0 done, 1 fault, 2 usage.",
		JA: "各コマンドの説明は「banken コマンド -h」で表示します。終了コード：0 正常、1 異常、2 指定の誤り"},
	usageLine:    {EN: "usage: banken %[1]s", JA: "使い方：banken %[1]s"},
	usageOptions: {EN: "COMMAND [options] [arguments]", JA: "コマンド [オプション] [引数]"},
	defaultValue: {EN: " (default: %[1]s)", JA: "。既定：%[1]s"},
	aboutLang: {EN: "language of messages: ja or en; else that of LC_ALL, LC_MESSAGES or LANG",
		JA: "表示の言語：jaまたはen。指定なしの場合はLC_ALL、LC_MESSAGES、LANGに従う"},

	aboutDecode:          {EN: "one record a transaction, from capture files", JA: "記録ファイルを解読し、要求と応答の組ごとに1行で表示"},
	aboutTranscript:      {EN: "one line a message, the form tests compare", JA: "電文ごとに1行で表示（試験での比較用）"},
	aboutDemo:            {EN: "traffic of a small plant, decoded and assessed", JA: "小さな浄水場の通信例を作り、解読と評価を実演"},
	aboutConformance:     {EN: "write the conformance set: captures with the records to expect", JA: "適合試験データ（通信記録と期待される結果）を書き出す"},
	aboutScore:           {EN: "score a tool's records of the conformance set", JA: "適合試験データに対する他ツールの結果を採点"},
	aboutAssess:          {EN: "one page about a capture: who is there, who talks to whom, what was changed, what to do first", JA: "記録ファイルの評価報告を作成：どの機器があり、どこと通信し、何が変更され、まず何をすべきか"},
	argumentsDecode:      {EN: "[options] FILE...", JA: "[オプション] ファイル..."},
	argumentsTranscript:  {EN: "[options] FILE", JA: "[オプション] ファイル"},
	argumentsDemo:        {EN: "[-o FOLDER] [--open]", JA: "[-o フォルダ] [--open]"},
	argumentsConformance: {EN: "[-o FOLDER]", JA: "[-o フォルダ]"},
	argumentsScore:       {EN: "[--all] EXPECTED RECORDS", JA: "[--all] 期待結果 採点対象"},
	argumentsAssess:      {EN: "FILE... [-o report.html]", JA: "ファイル... [-o report.html]"},

	optionFormat:       {EN: "form of the records: text, json, zeek, or none (only the summary)", JA: "出力形式：text、json、zeek、none（集計のみ）"},
	optionLogs:         {EN: "folder the zeek logs are written to", JA: "zeek形式のログを書き出すフォルダ"},
	optionWorkers:      {EN: "goroutines that decode, 1 to 64; the result is the same whatever their number", JA: "並列に解読する数（1～64）。結果は数によらず同じ"},
	optionQuietDecode:  {EN: "no progress and no closing summary", JA: "進行状況と最後の集計を表示しない"},
	optionQuiet:        {EN: "no progress", JA: "進行状況を表示しない"},
	optionPage:         {EN: "file the page is written to (- is standard output)", JA: "報告を書き出すファイル（- は標準出力）"},
	optionPageLanguage: {EN: "language of the page: both (with a switch), en or ja; else that of --lang, or both", JA: "報告の言語：both（切替え可）、en、ja。指定なしの場合は--langの言語、それもなければboth"},
	optionZone:         {EN: "time zone of the times on the page: a name, an offset as +09:00, or UTC", JA: "報告の時刻の時間帯：名称、+09:00などの時差、またはUTC"},
	optionDemo:         {EN: "folder the capture and the page are written to", JA: "通信記録と報告を書き出すフォルダ"},
	optionOpen:         {EN: "open the page in the desktop's browser, if there is one", JA: "報告をブラウザで開く（画面のある端末の場合）"},
	optionSet:          {EN: "folder the set is written to", JA: "試験データを書き出すフォルダ"},
	optionAll:          {EN: "print every fault", JA: "不一致をすべて表示"},

	standardInput: {EN: "standard input", JA: "標準入力"},
	demoTraffic:   {EN: "ten minutes of a small water works: %[1]s", JA: "小さな浄水場の10分間の通信：%[1]s"},
	demoNext: {EN: "the assessment, in Japanese and English: open %[1]s\neach transaction: banken decode %[2]s",
		JA: "評価報告（日本語・英語）：%[1]s をブラウザで開いてください\n要求と応答の一覧：banken decode %[2]s"},
	setWritten: {EN: "%[1]s captures and their records: %[2]s\nto score a tool: banken score %[3]s RECORDS (docs/conformance.md)",
		JA: "通信記録%[1]s個と期待結果：%[2]s\n採点するには：banken score %[3]s 採点対象（docs/conformance.md参照）"},
	scoreMore: {EN: "... and %[1]s more; --all prints them", JA: "... ほか%[1]s件（--allですべて表示）"},
	scoreLine: {EN: "%[1]s messages %[2]s of %[3]s, %[4]s not expected; items %[5]s of %[6]s right, %[7]s wrong, %[8]s missing",
		JA: "%[1]s 電文%[3]s通中%[2]s通、余分%[4]s通。項目%[6]s個中、正%[5]s、誤%[7]s、欠落%[8]s"},

	wrongCommand:  {EN: "there is no command %[1]s; `banken help` lists them", JA: "%[1]sというコマンドはありません。一覧は「banken help」で表示します"},
	wrongLanguage: {EN: "--lang must be ja or en, not %[1]s", JA: "--langにはjaまたはenを指定してください（指定値：%[1]s）"},
	wrongOption:   {EN: "there is no option %[1]s", JA: "%[1]sというオプションはありません"},
	wrongNumber:   {EN: "%[1]s must be a whole number, not %[2]s", JA: "%[1]sには整数を指定してください（指定値：%[2]s）"},
	wrongSwitch:   {EN: "%[1]s is given alone, or is true or false, not %[2]s", JA: "%[1]sには値を付けないか、trueまたはfalseを指定してください（指定値：%[2]s）"},
	wantsValue:    {EN: "%[1]s needs a value", JA: "%[1]sには値が必要です"},
	wantsFiles:    {EN: "name at least one capture file (- is standard input)", JA: "記録ファイルを1つ以上指定してください（- は標準入力）"},
	wantsOneFile:  {EN: "name one capture file (- is standard input)", JA: "記録ファイルを1つ指定してください（- は標準入力）"},
	wantsTwoFiles: {EN: "name the expected records and those to score", JA: "期待結果と採点対象の2つのファイルを指定してください"},
	tooMuch:       {EN: "%[1]s is too much; the folder is named by -o", JA: "%[1]sは余分です。フォルダは-oで指定してください"},
	wrongFormat:   {EN: "--format must be text, json, zeek or none, not %[1]s", JA: "--formatにはtext、json、zeek、noneのいずれかを指定してください（指定値：%[1]s）"},
	wrongWorkers:  {EN: "--workers must be from 1 to 64", JA: "--workersには1から64までの数を指定してください"},
	wrongPage:     {EN: "--page must be both, en or ja, not %[1]s", JA: "--pageにはboth、en、jaのいずれかを指定してください（指定値：%[1]s）"},
	wrongZone:     {EN: "--tz: %[1]s is not known: give a name as Asia/Tokyo (needs the package tzdata), an offset as +09:00, or UTC", JA: "--tz：%[1]sは不明な時間帯です。Asia/Tokyoなどの名称（tzdataパッケージが必要）、+09:00などの時差、またはUTCを指定してください"},

	faultOther:       {EN: "%[1]s", JA: "エラーが発生しました（%[1]s）。"},
	faultFile:        {EN: "%[1]s: %[2]s", JA: "%[1]s：%[2]s"},
	faultInterrupted: {EN: "interrupted", JA: "中断しました。"},
	faultMissing:     {EN: "no such file or folder: check the name", JA: "ファイルまたはフォルダがありません。名前を確認してください。"},
	faultPermission:  {EN: "permission denied: check who may use it", JA: "権限がありません。アクセス権を確認してください。"},
	faultExists:      {EN: "is there already", JA: "すでに存在します。"},
	faultFull:        {EN: "no space is left: make room on the disk", JA: "空き容量がありません。ディスクの空きを増やしてください。"},
	faultReadOnly:    {EN: "read-only: choose another folder with -o or --dir", JA: "書込み禁止の場所です。-oまたは--dirで別の場所を指定してください。"},
	faultFolder:      {EN: "is a folder: name a file", JA: "フォルダです。ファイルを指定してください。"},
	faultNoFolder:    {EN: "is no folder: choose another with -o or --dir", JA: "フォルダではありません。-oまたは--dirで別の場所を指定してください。"},
	faultDevice:      {EN: "the device cannot be read or written: check disk and cable", JA: "装置の読み書きに失敗しました。ディスクと接続を確認してください。"},
}
