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
	aboutRun
	aboutStatus
	aboutCheck
	aboutInterfaces
	aboutRecord
	aboutLab
	argumentsRun
	argumentsStatus
	argumentsCheck
	argumentsInterfaces
	argumentsRecord
	argumentsLab

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
	optionConfig
	optionInterface
	optionDedicated
	optionOutput
	optionRunFormat
	optionRecord
	optionSocket
	optionMetrics
	optionWatch
	optionFlow
	optionFrom
	optionTo
	optionBefore
	optionExtract
	optionRecordDir
	optionHours
	optionSeed
	optionStart
	optionAttacks
	optionLabOut
	optionTruth
	optionAssets
	optionMinutes
	optionLabDir
	optionDemoSeconds
	optionDemoFile

	standardInput
	demoTraffic
	demoNext
	setWritten
	scoreMore
	scoreLine

	runStarted
	runNotice
	checkFine
	statusPort
	statusFrames
	statusLosses
	statusProtocol
	statusRecorder
	statusOutput
	stateStarting
	stateCapturing
	stateLosing
	stateSilent
	stateDown
	stateGone
	stateStopped
	recorderOff
	recorderRecording
	recorderFull
	recorderFailed
	portLine
	portFine
	portFixed
	portNotCapturable
	portDown
	portNoCarrier
	portSilent
	portMerges
	portHidesTags
	portHasAddress
	extracted
	labRecorded
	labRuns
	demoLive
	demoCounts

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
	tooMuchHere
	wrongRunFormat
	wantsInterface
	wantsExtract
	wrongTime
	wantsLab
	wrongHours
	wrongAttack
	wrongSeconds

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
	faultNoInterface
	faultNoSensor
	faultRingPermission
	faultRingMemory
	faultRingKernel
	faultRingLink
	faultFilterPermission
	faultRecorderLocked
	faultSocketInUse
	faultNamespaces
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
	aboutDemo:            {EN: "a small plant runs, live; what it says is decoded and assessed", JA: "小さな浄水場を実際に動かし、解読と評価を実演"},
	aboutConformance:     {EN: "write the conformance set: captures with the records to expect", JA: "適合試験データ（通信記録と期待される結果）を書き出す"},
	aboutScore:           {EN: "score a tool's records of the conformance set", JA: "適合試験データに対する他ツールの結果を採点"},
	aboutAssess:          {EN: "one page about a capture: who is there, who talks to whom, what was changed, what to do first", JA: "記録ファイルの評価報告を作成：どの機器があり、どこと通信し、何が変更され、まず何をすべきか"},
	argumentsDecode:      {EN: "[options] FILE...", JA: "[オプション] ファイル..."},
	argumentsTranscript:  {EN: "[options] FILE", JA: "[オプション] ファイル"},
	argumentsDemo:        {EN: "[-o FOLDER] [--seconds N | --file] [--open]", JA: "[-o フォルダ] [--seconds 秒数 | --file] [--open]"},
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

	aboutRun:            {EN: "the sensor: capture, decode and record until stopped", JA: "監視を開始：通信を取り込み、解読・記録を続ける（停止するまで）"},
	aboutStatus:         {EN: "how the running sensor does: what it sees, what it loses", JA: "動作中のセンサーの状態を表示：見えているもの、取りこぼし"},
	aboutCheck:          {EN: "check a configuration; every fault with its line", JA: "設定ファイルを点検し、誤りをすべて行番号付きで表示"},
	aboutInterfaces:     {EN: "the network interfaces, and what is wrong with them for capturing", JA: "ネットワークインターフェースの一覧と、監視に支障のある点を表示"},
	aboutRecord:         {EN: "packets of a moment out of the recorder", JA: "記録済みのパケットから、指定した時間・通信の分を取り出す"},
	aboutLab:            {EN: "a small water works with attacks and ground truth: live, or recorded on a simulated clock", JA: "小さな浄水場（攻撃と正解データ付き）：実際に動かす、または模擬時計で記録を作成"},
	argumentsRun:        {EN: "--interface NAME[,NAME...] | --config FILE  [options]", JA: "--interface 名前[,名前...] | --config ファイル  [オプション]"},
	argumentsStatus:     {EN: "[options]", JA: "[オプション]"},
	argumentsCheck:      {EN: "[FILE]", JA: "[ファイル]"},
	argumentsInterfaces: {EN: "[--watch SECONDS] [NAME...]", JA: "[--watch 秒数] [名前...]"},
	argumentsRecord:     {EN: "extract -o FILE [--flow FLOW] [--from TIME] [--to TIME] [--dir FOLDER]", JA: "extract -o ファイル [--flow 通信] [--from 時刻] [--to 時刻] [--dir フォルダ]"},
	argumentsLab:        {EN: "record -o FILE [--hours N] [options] | run [--dir FOLDER] [--minutes N] [options]", JA: "record -o ファイル [--hours 時間数] [オプション] | run [--dir フォルダ] [--minutes 分数] [オプション]"},
	optionConfig:        {EN: "configuration (YAML); without it and --interface, /etc/banken/banken.yaml", JA: "設定ファイル（YAML）。--interfaceもない場合は/etc/banken/banken.yaml"},
	optionInterface:     {EN: "interfaces to capture, with commas between", JA: "監視するインターフェース（コンマ区切り）"},
	optionDedicated:     {EN: "the interfaces of --interface serve capture alone (SPAN ports): unwanted frames are dropped in the driver", JA: "--interfaceの全てが監視専用（ミラーポート）：不要なフレームをドライバで破棄"},
	optionOutput:        {EN: "file of transactions (- is standard output)", JA: "要求と応答の記録先ファイル（- は標準出力）"},
	optionRunFormat:     {EN: "form of the transactions: json or text", JA: "記録の形式：json、text"},
	optionRecord:        {EN: "folder packets are recorded in", JA: "パケットの記録先フォルダ"},
	optionSocket:        {EN: "control socket of the sensor", JA: "センサーの制御ソケット"},
	optionMetrics:       {EN: "print the metrics in Prometheus' text format", JA: "Prometheus形式の数値を表示"},
	optionWatch:         {EN: "seconds to watch each named interface for traffic; 0 does not", JA: "指定したインターフェースの受信を確かめる秒数（0は確かめない）"},
	optionFlow:          {EN: "ADDRESS, ADDRESS:PORT or ADDRESS:PORT-ADDRESS:PORT (`udp ` before it for UDP); all without", JA: "アドレス、アドレス:ポート、またはアドレス:ポート-アドレス:ポート（UDPは先頭に「udp 」）。指定なしはすべて"},
	optionFrom:          {EN: "first moment, as 2026-04-01T09:30:00 (local time) or with an offset", JA: "始まりの時刻（例：2026-04-01T09:30:00。現地時刻、時差付きも可）"},
	optionBefore:        {EN: "seconds before --from that are given as well: what led up to the moment", JA: "--fromより前も含める秒数（その時点に至る経過）"},
	optionTo:            {EN: "last moment", JA: "終わりの時刻"},
	optionExtract:       {EN: "capture that is written (- is standard output)", JA: "書き出す記録ファイル（- は標準出力）"},
	optionRecordDir:     {EN: "folder of a recorder that does not run; without, the running sensor is asked", JA: "停止中のセンサーの記録フォルダ。指定なしは動作中のセンサーに問い合わせる"},
	optionHours:         {EN: "hours that are synthesised", JA: "作成する時間数"},
	optionSeed:          {EN: "seed of the plant: the same gives the same octets", JA: "乱数の種（同じ値なら同じ内容になる）"},
	optionStart:         {EN: "first moment, as 2026-04-01T09:30:00Z", JA: "始まりの時刻（例：2026-04-01T09:30:00Z）"},
	optionAttacks:       {EN: "attacks, with commas between, spread over the time; all, none, or: %[1]s", JA: "攻撃の一覧（コンマ区切り、期間内に均等に配置）。all、none、または：%[1]s"},
	optionLabOut:        {EN: "capture that is written (pcapng)", JA: "書き出す記録ファイル（pcapng）"},
	optionTruth:         {EN: "file of the ground truth (JSON)", JA: "正解データのファイル（JSON）"},
	optionMinutes:       {EN: "minutes `lab run` goes on; 0 until it is stopped", JA: "lab runを続ける分数（0は停止するまで）"},
	optionLabDir:        {EN: "folder `lab run` keeps packets, ground truth and its socket in", JA: "lab runがパケット・正解データ・ソケットを置くフォルダ"},
	optionDemoSeconds:   {EN: "seconds the plant runs", JA: "浄水場を動かす秒数"},
	optionDemoFile:      {EN: "a generated capture of ten minutes in place of the live plant: needs no namespaces", JA: "実演の代わりに、生成した10分間の記録を使う（名前空間は不要）"},
	optionAssets:        {EN: "file of the plant's assets (CSV)", JA: "機器一覧のファイル（CSV）"},

	runStarted:        {EN: "capturing %[1]s (filter: %[2]s)", JA: "%[1]sの監視を開始しました（フィルタ：%[2]s）"},
	runNotice:         {EN: "note on %[1]s: %[2]s", JA: "%[1]sについての注意：%[2]s"},
	checkFine:         {EN: "%[1]s is right: %[2]s interfaces", JA: "%[1]sに誤りはありません（インターフェース%[2]s個）"},
	statusPort:        {EN: "%[1]s: %[2]s for %[3]s", JA: "%[1]s：%[2]s（%[3]s）"},
	statusFrames:      {EN: "frames: %[1]s received, %[2]s withheld by the filter, %[3]s dropped by the kernel, %[4]s cut short, %[5]s malformed", JA: "フレーム：受信%[1]s、フィルタで除外%[2]s、取りこぼし%[3]s、途中切れ%[4]s、不正%[5]s"},
	statusLosses:      {EN: "not seen: %[1]s octets never captured, %[2]s not attributed, %[3]s transactions dropped, blind for %[4]s", JA: "見えなかったもの：未取得%[1]sオクテット、解読不能%[2]sオクテット、記録できなかった組%[3]s、監視できなかった時間%[4]s"},
	statusProtocol:    {EN: "%[1]s %[2]s transactions", JA: "%[1]s 要求と応答%[2]s組"},
	statusRecorder:    {EN: "recorder: %[1]s, %[2]s frames, %[3]s dropped, %[4]s on disk", JA: "パケット記録：%[1]s、%[2]sフレーム、取りこぼし%[3]s、使用量%[4]s"},
	statusOutput:      {EN: "transactions cannot be written: %[1]s", JA: "要求と応答を書き出せません：%[1]s"},
	stateStarting:     {EN: "starting", JA: "準備中"},
	stateCapturing:    {EN: "capturing", JA: "監視中"},
	stateLosing:       {EN: "losing frames", JA: "取りこぼし発生中"},
	stateSilent:       {EN: "silent: no frames come (is the SPAN port configured?)", JA: "受信なし（ミラーポートの設定を確認してください）"},
	stateDown:         {EN: "down: check the cable", JA: "リンクなし（ケーブルを確認してください）"},
	stateGone:         {EN: "gone: there is no such interface any more", JA: "インターフェースが見つかりません"},
	stateStopped:      {EN: "stopped", JA: "停止"},
	recorderOff:       {EN: "off", JA: "記録しない設定"},
	recorderRecording: {EN: "recording", JA: "記録中"},
	recorderFull:      {EN: "stopped, the disk is nearly full", JA: "ディスクの空き不足のため停止中"},
	recorderFailed:    {EN: "stopped by an error of the disk, tried again", JA: "ディスクの異常のため停止中（再試行中）"},
	portLine:          {EN: "%[1]s  %[2]s  %[3]s  %[4]s frames received", JA: "%[1]s  %[2]s  %[3]s  受信%[4]sフレーム"},
	portFine:          {EN: "can be captured", JA: "監視できます"},
	portFixed:         {EN: "the interface does not let that be changed: use another", JA: "このインターフェースでは変更できません。別のものを使ってください"},
	portNotCapturable: {EN: "its frames are of a kind that is not decoded: %[1]s", JA: "解読できない種類のインターフェースです：%[1]s"},
	portDown:          {EN: "it is not set up", JA: "停止状態です"},
	portNoCarrier:     {EN: "there is no signal: check the cable and the other end", JA: "信号がありません。ケーブルと接続先を確認してください"},
	portSilent:        {EN: "no frame came while it was watched: is the SPAN port configured?", JA: "確認中に受信がありませんでした。ミラーポートの設定を確認してください"},
	portMerges:        {EN: "%[1]s makes one frame of several", JA: "%[1]sにより、複数のフレームが1つにまとめられます"},
	portHidesTags:     {EN: "%[1]s takes VLAN tags out", JA: "%[1]sにより、VLANタグが取り除かれます"},
	portHasAddress:    {EN: "it has the address %[1]s: a port for capturing should have none", JA: "アドレス%[1]sが設定されています。監視用のポートには設定しないでください"},
	extracted:         {EN: "%[1]s: %[2]s packets", JA: "%[1]s：%[2]sパケット"},
	labRuns:           {EN: "the water works runs; ask the sensor with `banken status --socket %[1]s`; packets: %[2]s", JA: "浄水場が動いています。状態は「banken status --socket %[1]s」で確認できます。パケット：%[2]s"},
	demoLive:          {EN: "a small water works runs for %[1]s: controllers, panels, historian, DNP3, OPC UA. Reads are counted, all else is shown.", JA: "小さな浄水場を%[1]s動かします（PLC、操作画面、履歴、DNP3、OPC UA）。読出しは件数のみ、それ以外の操作をすべて表示します。"},
	demoCounts:        {EN: "-- so far: %[1]s", JA: "-- ここまでの件数：%[1]s"},
	labRecorded:       {EN: "%[1]s: %[2]s packets, %[3]s of the plant, %[4]s attacks", JA: "%[1]s：%[2]sパケット、%[3]s分、攻撃%[4]s件"},

	tooMuchHere:    {EN: "%[1]s is too much", JA: "%[1]sは余分です"},
	wrongRunFormat: {EN: "--format must be json or text, not %[1]s", JA: "--formatにはjsonまたはtextを指定してください（指定値：%[1]s）"},
	wantsInterface: {EN: "name an interface with --interface, or a configuration with --config (there is no %[1]s); `banken interfaces` lists those there are", JA: "--interfaceでインターフェースを、または--configで設定ファイルを指定してください（%[1]sはありません）。一覧は「banken interfaces」で表示します"},
	wantsExtract:   {EN: "what is wanted is `banken record extract`", JA: "「banken record extract」の形で指定してください"},
	wrongTime:      {EN: "%[1]s: %[2]s is no time: write it as 2026-04-01T09:30:00, or with an offset as +09:00", JA: "%[1]s：%[2]sは時刻として読めません。2026-04-01T09:30:00のように指定してください（+09:00などの時差も可）"},
	wantsLab:       {EN: "what is wanted is `banken lab record -o FILE` or `banken lab run`", JA: "「banken lab record -o ファイル」または「banken lab run」の形で指定してください"},
	wrongHours:     {EN: "--hours must be from 1 to 8760", JA: "--hoursには1から8760までの数を指定してください"},
	wrongSeconds:   {EN: "--seconds must be from %[1]s to %[2]s", JA: "--secondsには%[1]sから%[2]sまでの数を指定してください"},
	wrongAttack:    {EN: "--attacks: there is no attack %[1]s", JA: "--attacks：%[1]sという攻撃はありません"},

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

	faultOther:            {EN: "%[1]s", JA: "エラーが発生しました（%[1]s）。"},
	faultFile:             {EN: "%[1]s: %[2]s", JA: "%[1]s：%[2]s"},
	faultInterrupted:      {EN: "interrupted", JA: "中断しました。"},
	faultMissing:          {EN: "no such file or folder: check the name", JA: "ファイルまたはフォルダがありません。名前を確認してください。"},
	faultPermission:       {EN: "permission denied: check who may use it", JA: "権限がありません。アクセス権を確認してください。"},
	faultExists:           {EN: "is there already", JA: "すでに存在します。"},
	faultFull:             {EN: "no space is left: make room on the disk", JA: "空き容量がありません。ディスクの空きを増やしてください。"},
	faultReadOnly:         {EN: "read-only: choose another folder with -o or --dir", JA: "書込み禁止の場所です。-oまたは--dirで別の場所を指定してください。"},
	faultFolder:           {EN: "is a folder: name a file", JA: "フォルダです。ファイルを指定してください。"},
	faultNoFolder:         {EN: "is no folder: choose another with -o or --dir", JA: "フォルダではありません。-oまたは--dirで別の場所を指定してください。"},
	faultDevice:           {EN: "the device cannot be read or written: check disk and cable", JA: "装置の読み書きに失敗しました。ディスクと接続を確認してください。"},
	faultNoInterface:      {EN: "there is no interface %[1]s: `banken interfaces` lists those there are", JA: "%[1]sというインターフェースはありません。一覧は「banken interfaces」で表示します。"},
	faultNoSensor:         {EN: "no sensor answers at %[1]s: is it running (`systemctl status banken`), and are you in its group?", JA: "%[1]sでセンサーが応答しません。動作しているか（systemctl status banken）、利用者がグループに入っているかを確認してください。"},
	faultRingPermission:   {EN: "%[1]s", JA: "パケットを取り込む権限がありません。管理者（root）で実行するか、CAP_NET_RAWの権限を与えてください。（%[1]s）"},
	faultRingMemory:       {EN: "%[1]s", JA: "取込み用のメモリを確保できません。設定のcapture.bufferを小さくしてください。（%[1]s）"},
	faultRingKernel:       {EN: "%[1]s", JA: "カーネルが古いため取り込めません。（%[1]s）"},
	faultRingLink:         {EN: "%[1]s", JA: "この種類のインターフェースは監視できません。（%[1]s）"},
	faultFilterPermission: {EN: "%[1]s", JA: "フィルタを読み込む権限がありません。（%[1]s）"},
	faultRecorderLocked:   {EN: "%[1]s: stop the sensor that uses it, or leave --dir out to ask that sensor", JA: "記録フォルダは別のセンサーが使用中です。--dirを指定せずに、動作中のセンサーから取り出してください。（%[1]s）"},
	faultSocketInUse:      {EN: "%[1]s: stop it, or choose another socket with --socket", JA: "制御ソケットは別のセンサーが使用中です。停止するか、--socketで別の場所を指定してください。（%[1]s）"},
	faultNamespaces:       {EN: "%[1]s\nrun as root, or see what the system says above; `banken demo --file` needs no namespaces", JA: "ネットワーク名前空間を作れません。管理者（root）で実行してください。「banken demo --file」なら名前空間なしで実演できます。（%[1]s）"},
}
