package main

import "github.com/banken-ot/banken/sensor/lang"

// message is one of the sentences of the command line; messages has each in all
// languages.
type message uint16

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
	aboutReplay
	aboutLearn
	aboutEvaluate
	argumentsReplay
	argumentsLearn
	argumentsEvaluate
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
	optionBaseline
	optionAssetList
	optionSiteZone
	optionDay
	optionIncidentFormat
	optionLearnOut
	optionApprove
	optionLabels
	optionLearnShare
	optionLearnBefore
	optionDays
	optionJudgedFormat
	optionJudgedPage

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
	learnedInto
	replayedSite
	noScenario

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
	wrongZoneName
	wrongDay
	wantsOutput
	wantsCaptures
	wrongShare
	wrongDays
	wrongBoth
	wrongJudgedFormat
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
	faultLabels
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

	aboutToday
	aboutExplain
	aboutIncident
	aboutBaseline
	aboutPermit
	aboutAsset
	argumentsToday
	argumentsExplain
	argumentsIncident
	argumentsBaseline
	argumentsPermit
	argumentsAsset

	optionStore
	optionSiteSocket
	optionSiteConfig
	optionSiteFormat
	optionAllIncidents
	optionAs
	optionWho
	optionWhy
	optionShelve
	optionWaiting
	optionPrefix
	optionKey
	optionNote
	optionBaselineOut
	optionTrust
	optionEdition
	optionTicket
	optionWorker
	optionPermitFrom
	optionPermitOn
	optionOperations
	optionPermitStart
	optionPermitFor
	optionApprover
	optionPermitFile
	optionBy
	optionAllPermits

	unnamedSite
	todayHead
	todayLevel
	level1
	level1Else
	level2
	level3
	level4
	level5
	todayMore
	todayBlind
	blindUnknown
	blindFirst
	mustDoHead
	mustDoBeyond
	nothingToday
	nothingBecause
	nothingBlind
	nothingLearning
	unknownDevice
	taskAsk
	taskCheck
	taskStop
	taskRestore
	actionDue
	actionOverdue
	actionWhy
	actionFirst
	actionEffect
	actionSkipped
	scaledDay
	learningState
	siteCold
	siteLearning
	siteProvisional
	siteReady
	siteDrifting
	missingDays
	missingBound
	missingWeekdays
	missingUnseen
	missingHoldOut
	missingApprovals
	missingOpen
	learningCertified
	learningFrozen
	learningCompared
	waitingNone
	waitingSome
	waitingMore
	permitOpen
	permitWaiting
	openIncidents
	markExercise
	priorityTrack
	priorityTrackStar
	priorityAttend
	priorityAct

	incidentOpen
	incidentAcknowledged
	incidentShelved
	incidentClosed
	incidentMerged
	incidentAuthorised
	closedWork
	closedSuspicious
	closedFalse
	decisionAcknowledge
	decisionShelve
	stageRecon
	stageAccess
	stageControl
	stageConfiguration
	stageDisruption
	noIncidents
	incidentNow
	suspiciousStays
	explainHead
	explainWho
	explainWhen
	explainMerged
	explainPermit
	explainExpected
	explainSeen
	explainWhy
	explainFirst
	nothingLike
	explainTimeline
	times
	andMore
	explainRow
	explainNeighbour
	inputEvidence
	inputCredibility
	inputImpact
	inputExposure
	inputPrevalence
	evidenceP
	evidenceA
	evidenceS
	credibilityL
	credibilityM
	credibilityH
	impactL
	impactM
	impactH
	impactVH
	exposureS
	exposureC
	exposureO
	prevalence1
	prevalence2
	prevalence3
	explainTechniques
	explainLater
	explainFrames
	explainPackets
	explainDecided

	standingCandidate
	standingKnown
	standingPending
	standingApproved
	standingRejected
	lineFacts
	onDays
	baselineEmpty
	waitingHow
	diffHead
	thePresent
	theEdition
	decidedLines
	frozenNow
	thawed
	editionLineText
	editionKey
	signedEdition
	signedWaiting
	exported
	inUse
	keyMade

	permitStateOpen
	permitStateWaiting
	permitStateClosed
	permitOpened
	permitLine
	permitClosedBy
	permitEnded
	permitReview
	noPermits

	columnAddress
	columnName
	columnRole
	columnZone
	columnCriticality
	columnSafety
	yes
	noAssets
	assetsImported

	wantsVerb
	wrongVerb
	wantsName
	wrongSiteFormat
	wantsIncident
	wantsWhy
	wrongAs
	wrongShelf
	wrongFor
	wrongEdition
	wantsSubject
	wantsKey
	wantsPermit

	faultNoStore
	faultNoSite
	faultNoIncident
	faultClosed
	faultShelf
	faultNoWhy
	faultNoWho
	faultNoDecision
	faultNoApproval
	faultNoSubject
	faultNoEdition
	faultNoEditions
	faultNothingKept
	faultOrder
	faultOtherSite
	faultEdited
	faultNoBaseline
	faultUnsigned
	faultChanged
	faultOtherModel
	faultUntrusted
	faultOtherKey
	faultOpenKey
	faultNoKey
	faultNoPermit
	faultPermitForm
	faultNameTwice
	faultNoDevice

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
	aboutReplay:          {EN: "judge captures by a baseline: incidents, and what to do first", JA: "記録ファイルを学習結果に照らして判定：何が起き、まず何をすべきか"},
	aboutLearn:           {EN: "learn what is normal from captures the plant already has", JA: "手元の記録ファイルから通常の状態を学習"},
	aboutEvaluate:        {EN: "judge detection on captures whose truth is known: found, missed, false", JA: "正解の分かっている記録で検知を評価：検知・見逃し・誤報"},
	argumentsEvaluate:    {EN: "[--labels FILE] [--learn SHARE | --before CAPTURE] [options] CAPTURE...", JA: "[--labels ファイル] [--learn 割合 | --before 記録ファイル] [オプション] 記録ファイル..."},
	optionLabels:         {EN: "ground truth: `FILE` of lab record --truth, or JSON lines; without it all is ordinary operation", JA: "正解の`ファイル`（lab record --truthの出力またはJSON Lines）。省略時はすべて通常運転とみなします"},
	optionLearnShare:     {EN: "`SHARE` of each capture that is learned before the rest is judged (0.6), and approved", JA: "判定の前に学習し承認する、各記録の先頭からの`割合`（例：0.6）"},
	optionLearnBefore:    {EN: "another `CAPTURE` of ordinary operation of the same place, learned before and approved", JA: "判定の前に学習し承認する、同じ場所の通常運転の`記録ファイル`"},
	optionDays:           {EN: "how many learning days that is (or the capture, where nothing is learned before)", JA: "学習する部分を何日分とみなすか（事前の学習がないときは記録全体）"},
	optionJudgedFormat:   {EN: "form of the report: text, or markdown (in English)", JA: "報告の形式：textまたはmarkdown（英語）"},
	optionJudgedPage:     {EN: "write the report as a page of HTML to `FILE` as well", JA: "報告をHTMLでも書き込む`ファイル`"},
	noScenario:           {EN: "%[2]s has no scenario for %[1]s: every incident counts as false", JA: "%[2]sには%[1]sのシナリオがありません。すべてのインシデントを誤報として数えます"},
	wantsCaptures:        {EN: "name at least one capture file: it is read twice, so standard input will not do", JA: "記録ファイルを1つ以上指定してください。2回読み込むため、標準入力は使えません"},
	wrongShare:           {EN: "--learn is the share of a capture: a number from 0 up to 0.95, not %[1]s", JA: "--learnには記録のうち学習する割合を0～0.95で指定してください（指定値：%[1]s）"},
	wrongDays:            {EN: "--days must be a whole number from 1 to 1000", JA: "--daysには1～1000の整数を指定してください"},
	wrongBoth:            {EN: "--learn and --before do not go together: either a part of each capture is learned, or another capture", JA: "--learnと--beforeは同時に指定できません。各記録の一部か、別の記録のどちらかを学習します"},
	wrongJudgedFormat:    {EN: "--format must be text or markdown, not %[1]s", JA: "--formatにはtextまたはmarkdownを指定してください（指定値：%[1]s）"},
	faultLabels:          {EN: "%[1]s: the ground truth cannot be read (%[2]s)", JA: "%[1]s：正解を読めません（%[2]s）"},
	argumentsReplay:      {EN: "[--baseline FILE] [--day 24h] [options] FILE...", JA: "[--baseline ファイル] [--day 24h] [オプション] ファイル..."},
	argumentsLearn:       {EN: "-o BASELINE [--day 24h] [options] FILE...", JA: "-o 学習結果ファイル [--day 24h] [オプション] ファイル..."},
	optionBaseline:       {EN: "what was learned: a `FILE` made by learn or baseline export", JA: "学習結果の`ファイル`（learnまたはbaseline exportで作成）"},
	optionAssetList:      {EN: "CSV `FILE` of the plant's devices: address,name,role,zone,criticality,safety", JA: "機器一覧のCSV`ファイル`（address,name,role,zone,criticality,safety）"},
	optionSiteZone:       {EN: "time zone of the site", JA: "サイトのタイムゾーン"},
	optionDay:            {EN: "how long a learning day is: 24h, or less for short captures (10m)", JA: "学習上の1日の長さ。通常は24h、短い記録では10mなど"},
	optionIncidentFormat: {EN: "how incidents are told: text or json (one line each, at the end)", JA: "出力形式：textまたはjson（最後に1件1行）"},
	optionLearnOut:       {EN: "`FILE` the baseline is written to", JA: "学習結果を書き込む`ファイル`"},
	optionApprove:        {EN: "approve every write and control that was seen: only for captures of known good operation", JA: "観測されたすべての書込みと操作を承認（正常運転と分かっている記録の場合のみ）"},
	learnedInto:          {EN: "what was learned is in %[1]s", JA: "学習結果を%[1]sに書き込みました"},
	replayedSite:         {EN: "%[1]s incidents; the level at the end is %[2]s of 5", JA: "インシデント%[1]s件、終了時の危険度は5段階中%[2]s"},
	wrongZoneName:        {EN: "%[1]s is no time zone: write Asia/Tokyo, Europe/Berlin or UTC", JA: "%[1]sはタイムゾーンではありません。Asia/TokyoやUTCのように書いてください"},
	wrongDay:             {EN: "%[1]s is no length of a learning day: write 24h, 10m or 5s (100ms to 24h)", JA: "%[1]sは学習上の1日の長さとして読めません。24h・10m・5sのように書いてください（100ms～24h）"},
	wantsOutput:          {EN: "what is learned must be written somewhere: -o FILE", JA: "学習結果の書込み先を指定してください：-o ファイル"},
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

	aboutToday:        {EN: "how the site stands, and the least that must be done today", JA: "今日の状況：危険度、理由、最低限やるべきこと"},
	aboutExplain:      {EN: "all there is to say about an incident: what happened, why it matters, the evidence", JA: "インシデントの詳しい説明：経過、判定の根拠、証拠のパケット"},
	aboutIncident:     {EN: "list incidents, look after them, close them", JA: "インシデントの一覧、対応中・保留・終了の記録"},
	aboutBaseline:     {EN: "what was learned: show, approve, sign, take it elsewhere, go back", JA: "学習結果：表示、承認、署名、書出し・取込み、以前の版に戻す"},
	aboutPermit:       {EN: "work permits: what is done under one is recorded as work", JA: "作業許可：許可された作業は、異常ではなく作業として記録"},
	aboutAsset:        {EN: "the plant's devices, as their owner describes them", JA: "機器一覧（名称、役割、重要度）の表示と取込み"},
	argumentsToday:    {EN: "[--store FOLDER | --socket SOCKET] [--format text|json]", JA: "[--store フォルダ | --socket ソケット] [--format text|json]"},
	argumentsExplain:  {EN: "INCIDENT [options]", JA: "インシデント番号 [オプション]"},
	argumentsIncident: {EN: "list [--all] | acknowledge ID --why TEXT | shelve ID --for 4h --why TEXT | close ID --as work|suspicious|false --why TEXT", JA: "list [--all] | acknowledge 番号 --why 理由 | shelve 番号 --for 4h --why 理由 | close 番号 --as work|suspicious|false --why 理由"},
	argumentsBaseline: {EN: "show [--waiting] | forecast | diff [OLD [NEW]] | approve SUBJECT | reject SUBJECT | key -o FILE | sign --key FILE --note TEXT | export -o FILE [-n N] | import FILE [--trust FINGERPRINT] | rollback N | freeze | thaw | history", JA: "show [--waiting] | forecast | diff [旧版 [新版]] | approve 対象 | reject 対象 | key -o ファイル | sign --key ファイル --note 説明 | export -o ファイル [-n 版] | import ファイル [--trust 指紋] | rollback 版 | freeze | thaw | history"},
	argumentsPermit:   {EN: "open --ticket T --who NAME --from HOST --on DEVICE --operations write,... --approver NAME | open -f FILE | list [--all] | close TICKET", JA: "open --ticket 番号 --who 作業者 --from 端末 --on 機器 --operations write,... --approver 承認者 | open -f ファイル | list [--all] | close 番号"},
	argumentsAsset:    {EN: "list | import FILE.csv", JA: "list | import ファイル.csv"},

	optionStore:        {EN: "folder of a sensor's store, when that sensor does not run (its file is banken.db)", JA: "停止中のセンサーのストアのフォルダ（中のファイルはbanken.db）"},
	optionSiteSocket:   {EN: "control socket of the running sensor; without, that of the configuration", JA: "動作中のセンサーの制御ソケット。指定なしは設定ファイルの値"},
	optionSiteConfig:   {EN: "configuration (YAML); without it /etc/banken/banken.yaml, if there is one", JA: "設定ファイル（YAML）。指定なしは/etc/banken/banken.yaml（ある場合）"},
	optionSiteFormat:   {EN: "form of the answer: text or json", JA: "表示形式：text、json"},
	optionAllIncidents: {EN: "closed ones as well", JA: "終了したものも表示"},
	optionAs:           {EN: "what it was found to be: work (planned or known), suspicious (nobody answers for it) or false (nothing happened that matters)", JA: "判断：work（予定された作業など）、suspicious（心当たりがない）、false（問題なし）"},
	optionWho:          {EN: "who decides this; without, the user of the system", JA: "判断した人。指定なしはログイン中の利用者名"},
	optionWhy:          {EN: "why: it is kept with the decision", JA: "理由（判断とともに記録）"},
	optionShelve:       {EN: "for how long it is put aside: at most 8h", JA: "保留する時間（最長8h）"},
	optionWaiting:      {EN: "only what waits for approval", JA: "承認待ちのものだけを表示"},
	optionPrefix:       {EN: "decide about all that wait whose subject begins so", JA: "この文字で始まる承認待ちの対象をまとめて判断"},
	optionKey:          {EN: "file of the key that signs (see `baseline key`)", JA: "署名に使う鍵のファイル（作成は baseline key）"},
	optionNote:         {EN: "why this edition is released", JA: "この版を確定する理由"},
	optionBaselineOut:  {EN: "file that is written (- is standard output)", JA: "書き出すファイル（- は標準出力）"},
	optionTrust:        {EN: "fingerprint of a key that the site does not know yet, as its owner told you", JA: "まだ登録のない鍵の指紋（持ち主に確認したもの）"},
	optionEdition:      {EN: "number of the edition; 0 is the latest (export) or the present (show)", JA: "版の番号。0は最新の版（export）または現在の内容（show）"},
	optionTicket:       {EN: "number under which the work is filed", JA: "作業を管理している番号"},
	optionWorker:       {EN: "who does the work", JA: "作業する人"},
	optionPermitFrom:   {EN: "computers the work is done from: addresses or names, with commas between", JA: "作業に使う端末のアドレスまたは名称（コンマ区切り）"},
	optionPermitOn:     {EN: "devices that are worked on: addresses or names, with commas between", JA: "作業する機器のアドレスまたは名称（コンマ区切り）"},
	optionOperations:   {EN: "what is done: read, write, control, configure, program, restart, identify, diagnose, session", JA: "作業の種類：read、write、control、configure、program、restart、identify、diagnose、session"},
	optionPermitStart:  {EN: "when it begins; without, now", JA: "開始の時刻。指定なしは今から"},
	optionPermitFor:    {EN: "for how long: at most 8h", JA: "時間の長さ（最長8h）"},
	optionApprover:     {EN: "who approved it; two for program (give it twice, or with a comma)", JA: "承認者。programには2人必要（2回指定するか、コンマ区切り）"},
	optionPermitFile:   {EN: "file of the whole permit, JSON or text, in place of the other options (- is standard input)", JA: "許可の内容を書いたファイル（JSONまたはテキスト）。ほかのオプションの代わり（- は標準入力）"},
	optionBy:           {EN: "who opens or closes it; without, the user of the system", JA: "許可を出す・閉じる人。指定なしはログイン中の利用者名"},
	optionAllPermits:   {EN: "closed ones as well", JA: "閉じたものも表示"},

	unnamedSite:       {EN: "Site", JA: "サイト"},
	todayHead:         {EN: "%[1]s, %[2]s", JA: "%[1]s（%[2]s現在）"},
	todayLevel:        {EN: "Level %[1]s of 5: %[2]s", JA: "危険度 %[1]s（5段階）：%[2]s"},
	level1:            {EN: "normal", JA: "平常です"},
	level1Else:        {EN: "nothing that must be looked at today", JA: "今日対応が必要なものは見つかっていません"},
	level2:            {EN: "something to look at in the weekly review", JA: "週次の確認で見るべきものがあります"},
	level3:            {EN: "something must be looked at within the shift", JA: "この勤務時間内に確認が必要です"},
	level4:            {EN: "act within the hour", JA: "1時間以内に対応が必要です"},
	level5:            {EN: "act at once", JA: "直ちに対応が必要です"},
	todayMore:         {EN: "More: banken explain %[1]s", JA: "詳しくは：banken explain %[1]s"},
	todayBlind:        {EN: "The sensor does not see everything. The level is only of what it sees.", JA: "センサーに見えていない部分があります。危険度は、見えている範囲だけの判定です。"},
	blindUnknown:      {EN: "A part of the traffic is not seen.", JA: "通信の一部が見えていません。"},
	blindFirst:        {EN: "Run `banken status`: it says which port loses what.", JA: "「banken status」で、どのポートで何を取りこぼしているかを確認してください。"},
	mustDoHead:        {EN: "Must be done, which brings the level from %[1]s to %[2]s:", JA: "やるべきこと（危険度が%[1]sから%[2]sに下がります）："},
	mustDoBeyond:      {EN: "%[1]s more incidents are not in this list: do these first, then ask again.", JA: "ほかに%[1]s件のインシデントがあります。まずこれらを済ませ、もう一度実行してください。"},
	nothingToday:      {EN: "Nothing must be done today.", JA: "今日、必ずやるべきことはありません。"},
	nothingBecause:    {EN: "The reason to believe it: %[1]s", JA: "そう言える根拠：%[1]s"},
	nothingBlind:      {EN: "Nothing is known that must be done today, but not everything is seen: first see to that.", JA: "分かっている範囲で、今日必ずやるべきことはありません。ただし見えていない部分があるため、先にそちらを直してください。"},
	nothingLearning:   {EN: "Nothing must be done today. The site is still being learned: so far this only covers what is never allowed without approval.", JA: "今日、必ずやるべきことはありません。まだ学習中のため、今のところ、承認なしには許されない操作だけを見張っています。"},
	unknownDevice:     {EN: "an unknown device", JA: "不明な機器"},
	taskAsk:           {EN: "Ask those responsible for %[1]s whether this was planned work, and close what was.", JA: "%[1]sの担当者に、予定された作業かどうかを確認し、作業だったものは終了にしてください。"},
	taskCheck:         {EN: "Check that %[1]s is in the state it should be in.", JA: "%[1]sが本来の状態にあるかを確認してください。"},
	taskStop:          {EN: "Take %[1]s off the network.", JA: "%[1]sをネットワークから切り離してください。"},
	taskRestore:       {EN: "Restore program and settings of %[1]s from the last copy known to be good.", JA: "%[1]sのプログラムと設定を、正常と確認済みのバックアップから復元してください。"},
	actionDue:         {EN: "By %[1]s (within %[2]s)", JA: "期限：%[1]s（%[2]s以内）"},
	actionOverdue:     {EN: "Overdue since %[1]s (within %[2]s): do it now", JA: "期限切れ：%[1]s（%[2]s以内）。すぐに行ってください"},
	actionWhy:         {EN: "Why: %[1]s (row %[2]s of the decision table, incident %[3]s)", JA: "理由：%[1]s（判定表の%[2]s行、インシデント %[3]s）"},
	actionFirst:       {EN: "How to begin: %[1]s", JA: "まず：%[1]s"},
	actionEffect:      {EN: "Effect: level %[1]s to %[2]s", JA: "効果：危険度 %[1]s → %[2]s"},
	actionSkipped:     {EN: "If it is not done: level %[1]s stays, and open stays %[2]s", JA: "行わない場合：危険度 %[1]s のまま、残るもの %[2]s"},
	scaledDay:         {EN: "(a learning day is %[1]s here)", JA: "（ここでは学習上の1日が%[1]s）"},
	learningState:     {EN: "The site: %[1]s", JA: "学習の状態：%[1]s"},
	siteCold:          {EN: "nothing was learned yet", JA: "まだ学習していません"},
	siteLearning:      {EN: "still being learned (fewer than 7 days)", JA: "学習中（7日未満）"},
	siteProvisional:   {EN: "learned provisionally: judged already, with the bound above", JA: "仮の学習済み（上記の見込みの範囲で判定中）"},
	siteReady:         {EN: "learned", JA: "学習済み"},
	siteDrifting:      {EN: "it has changed since it was learned", JA: "学習したときから変化しています"},
	missingDays:       {EN: "fewer than 7 days were learned", JA: "学習日数が7日に足りません"},
	missingBound:      {EN: "more than 0.1 false novelty incidents a day are possible", JA: "新規動作による誤報が1日0.1件を超える可能性があります"},
	missingWeekdays:   {EN: "some day of the week was not learned twice", JA: "2回以上学習していない曜日があります"},
	missingUnseen:     {EN: "some devices or connections have probably not been seen yet", JA: "まだ見ていない機器や通信がありそうです"},
	missingHoldOut:    {EN: "the last days brought more that was new than was forecast", JA: "最近の新規動作が見込みを超えました"},
	missingApprovals:  {EN: "writes and controls wait for approval: banken baseline show --waiting", JA: "承認待ちの書込み・操作があります：banken baseline show --waiting"},
	missingOpen:       {EN: "operations that are never learned, or changed devices, wait for a decision", JA: "自動では学習しない操作や、入れ替わった機器について判断が必要です"},
	learningCertified: {EN: "Certified: blocking may be based on it", JA: "認定済み：遮断の判断に使えます"},
	learningFrozen:    {EN: "Learning is frozen: banken baseline thaw lets it go on", JA: "学習は停止中です。再開は banken baseline thaw"},
	learningCompared:  {EN: "Promised against observed (days compared: %[1]s): %[2]s new behaviours expected, at most %[3]s; %[4]s came", JA: "見込みと実績（比較した日数 %[1]s日）：新規動作の見込み %[2]s件（最大 %[3]s件）、実際 %[4]s件"},
	waitingNone:       {EN: "Nothing waits for approval.", JA: "承認待ちはありません。"},
	waitingSome:       {EN: "Waiting for approval: %[1]s (banken baseline show --waiting)", JA: "承認待ち：%[1]s件（一覧は banken baseline show --waiting）"},
	waitingMore:       {EN: "and %[1]s more", JA: "ほか%[1]s件"},
	permitOpen:        {EN: "Permit %[1]s is open: %[2]s, %[3]s to %[4]s", JA: "作業許可 %[1]s（実施中）：%[2]s、%[3]s～%[4]s"},
	permitWaiting:     {EN: "Permit %[1]s is to come: %[2]s, %[3]s to %[4]s", JA: "作業許可 %[1]s（開始前）：%[2]s、%[3]s～%[4]s"},
	openIncidents:     {EN: "Open incidents: %[1]s", JA: "未終了のインシデント：%[1]s件"},
	markExercise:      {EN: "(exercise)", JA: "（訓練）"},
	priorityTrack:     {EN: "to keep in mind", JA: "参考"},
	priorityTrackStar: {EN: "weekly review", JA: "週次で確認"},
	priorityAttend:    {EN: "look at it", JA: "要確認"},
	priorityAct:       {EN: "act", JA: "要対応"},

	incidentOpen:         {EN: "open", JA: "未対応"},
	incidentAcknowledged: {EN: "looked after", JA: "対応中"},
	incidentShelved:      {EN: "put aside", JA: "保留"},
	incidentClosed:       {EN: "closed", JA: "終了"},
	incidentMerged:       {EN: "merged", JA: "統合済み"},
	incidentAuthorised:   {EN: "permitted", JA: "許可作業"},
	closedWork:           {EN: "closed as work", JA: "作業として終了"},
	closedSuspicious:     {EN: "found suspicious", JA: "不審と判断"},
	closedFalse:          {EN: "closed as false", JA: "誤報として終了"},
	decisionAcknowledge:  {EN: "looks after it", JA: "対応を開始"},
	decisionShelve:       {EN: "put it aside", JA: "保留"},
	stageRecon:           {EN: "finding out what is there", JA: "機器の探索"},
	stageAccess:          {EN: "getting in", JA: "接続・侵入"},
	stageControl:         {EN: "commands and set-points", JA: "操作・設定値の変更"},
	stageConfiguration:   {EN: "settings and programs", JA: "設定・プログラムの変更"},
	stageDisruption:      {EN: "restarts, stops and floods", JA: "再起動・停止・妨害"},
	noIncidents:          {EN: "There are no incidents.", JA: "インシデントはありません。"},
	incidentNow:          {EN: "%[1]s: now %[2]s, by %[3]s", JA: "%[1]s：%[2]sにしました（%[3]s）"},
	suspiciousStays:      {EN: "It is confirmed and stays open. Once it is dealt with, close it again: as suspicious, work or false.", JA: "不審と確認され、未終了のまま残ります。対処が済んだら、もう一度close（suspicious、work、false）で終了してください。"},
	explainHead:          {EN: "%[1]s: %[2]s, priority: %[3]s, level %[4]s", JA: "%[1]s：%[2]s、優先度：%[3]s、危険度 %[4]s"},
	explainWho:           {EN: "From %[1]s to %[2]s; as far as: %[3]s", JA: "%[1]sから%[2]sへ。到達段階：%[3]s"},
	explainWhen:          {EN: "From %[1]s to %[2]s, %[3]s times", JA: "%[1]s～%[2]s、%[3]s回"},
	explainMerged:        {EN: "Told together with others in %[1]s", JA: "%[1]sにまとめられています"},
	explainPermit:        {EN: "Work under the permit %[1]s", JA: "作業許可 %[1]s による作業"},
	explainExpected:      {EN: "Usual: %[1]s", JA: "普段：%[1]s"},
	explainSeen:          {EN: "Seen: %[1]s", JA: "今回：%[1]s"},
	explainWhy:           {EN: "Why it matters: %[1]s", JA: "なぜ問題か：%[1]s"},
	explainFirst:         {EN: "What to do first: %[1]s", JA: "まずやること：%[1]s"},
	nothingLike:          {EN: "nothing like it was ever seen", JA: "同様の通信はこれまでありません"},
	explainTimeline:      {EN: "What happened:", JA: "経過："},
	times:                {EN: "(%[1]s times)", JA: "（%[1]s回）"},
	andMore:              {EN: "... %[1]s more", JA: "… ほか%[1]s件"},
	explainRow:           {EN: "Why this priority: row %[1]s of the decision table %[2]s says: %[3]s", JA: "優先度の根拠：判定表（版 %[2]s）の%[1]s行により「%[3]s」"},
	explainNeighbour:     {EN: "It would be \"%[1]s\" if %[2]s were %[3]s (row %[4]s)", JA: "%[2]sが%[3]sなら「%[1]s」（%[4]s行）"},
	inputEvidence:        {EN: "evidence", JA: "証拠"},
	inputCredibility:     {EN: "credibility", JA: "確からしさ"},
	inputImpact:          {EN: "impact", JA: "影響"},
	inputExposure:        {EN: "exposure", JA: "露出"},
	inputPrevalence:      {EN: "prevalence", JA: "広がり"},
	evidenceP:            {EN: "new or unexplained traffic; nothing that acts on the plant was asked for", JA: "説明のつかない通信。設備に作用する要求はありません"},
	evidenceA:            {EN: "something that acts on the plant was asked for; it was refused, or no answer was seen", JA: "設備に作用する要求がありましたが、拒否されたか、応答が確認されていません"},
	evidenceS:            {EN: "the device accepted it, or its state changed", JA: "機器が受け入れたか、状態が変わりました"},
	credibilityL:         {EN: "one sign alone", JA: "一つの兆候だけです"},
	credibilityM:         {EN: "several independent signs, or something that is exactly forbidden", JA: "独立した複数の兆候、または明確に禁じられた操作です"},
	credibilityH:         {EN: "confirmed by a person here, or known from elsewhere", JA: "人が確認したか、他所で確認されたものです"},
	impactL:              {EN: "little depends on the device", JA: "影響の小さい機器です"},
	impactM:              {EN: "an ordinary device of the plant, or one that nobody described", JA: "一般の機器、または重要度が登録されていない機器です"},
	impactH:              {EN: "the plant depends on the device, or it is part of a safety function", JA: "設備に欠かせない機器、または安全に関わる機器です"},
	impactVH:             {EN: "the plant depends on the device, and it is part of a safety function", JA: "設備に欠かせず、安全にも関わる機器です"},
	exposureS:            {EN: "all of it is inside the control network", JA: "制御ネットワークの中だけです"},
	exposureC:            {EN: "it is reached from outside under control", JA: "管理された経路で外部から届きます"},
	exposureO:            {EN: "an address of the internet takes part", JA: "インターネットのアドレスが関わっています"},
	prevalence1:          {EN: "only here", JA: "このサイトだけです"},
	prevalence2:          {EN: "seen at two or more sites", JA: "二つ以上のサイトで確認されています"},
	prevalence3:          {EN: "seen at three or more companies, or a known campaign", JA: "三社以上で確認されたか、既知の攻撃活動です"},
	explainTechniques:    {EN: "Technique of the attack, if it is one:", JA: "攻撃だとすれば、その手法："},
	explainLater:         {EN: ", in version %[1]s: %[2]s", JA: "、%[1]s版では%[2]s"},
	explainFrames:        {EN: "Evidence: frames %[1]s", JA: "証拠：フレーム %[1]s"},
	explainPackets:       {EN: "To take out the packets of the recorder:", JA: "記録からパケットを取り出すコマンド："},
	explainDecided:       {EN: "%[1]s, %[2]s: %[3]s: %[4]s", JA: "%[1]s、%[2]sの判断：%[3]s（%[4]s）"},

	standingCandidate: {EN: "seen", JA: "観測のみ"},
	standingKnown:     {EN: "known", JA: "既知"},
	standingPending:   {EN: "waiting", JA: "承認待ち"},
	standingApproved:  {EN: "approved", JA: "承認"},
	standingRejected:  {EN: "rejected", JA: "却下"},
	lineFacts:         {EN: "%[1]s: %[2]s; %[3]s to %[4]s", JA: "%[1]s：%[2]s、%[3]s～%[4]s"},
	onDays:            {EN: "days seen: %[1]s", JA: "%[1]s日"},
	baselineEmpty:     {EN: "Nothing was learned yet.", JA: "まだ何も学習していません。"},
	waitingHow:        {EN: "Approve what belongs to operation: banken baseline approve \"SUBJECT\", or --prefix for several; reject what does not.", JA: "運用上必要なものを承認してください：banken baseline approve \"対象\"（まとめる場合は --prefix）。不要なものは reject で却下します。"},
	diffHead:          {EN: "%[1]s compared with %[2]s: %[3]s differences", JA: "%[1]sと%[2]sの違い：%[3]s件"},
	thePresent:        {EN: "the present baseline", JA: "現在の学習結果"},
	theEdition:        {EN: "edition %[1]s", JA: "第%[1]s版"},
	decidedLines:      {EN: "%[1]s: %[2]s, by %[3]s", JA: "%[1]s件を%[2]s（%[3]s）"},
	frozenNow:         {EN: "Learning is frozen. What is not known is told as before.", JA: "学習を停止しました。未知の動作は、これまでどおり知らせます。"},
	thawed:            {EN: "Learning goes on.", JA: "学習を再開しました。"},
	editionLineText:   {EN: "Edition %[1]s, %[2]s, by %[3]s, site %[4]s", JA: "第%[1]s版、%[2]s、確定 %[3]s、サイト %[4]s"},
	editionKey:        {EN: "signed with the key %[1]s", JA: "署名の鍵 %[1]s"},
	signedEdition:     {EN: "Edition %[1]s is signed by %[2]s with the key %[3]s; %[4]s lines differ from the edition before.", JA: "第%[1]s版に署名しました（%[2]s、鍵 %[3]s）。前の版との違いは%[4]s行です。"},
	signedWaiting:     {EN: "%[1]s lines in it wait for approval: banken baseline show --waiting", JA: "このうち%[1]s行は承認待ちです：banken baseline show --waiting"},
	exported:          {EN: "Edition %[1]s is in %[2]s, signed with the key %[3]s", JA: "第%[1]s版を%[2]sに書き出しました（署名の鍵 %[3]s）"},
	inUse:             {EN: "The site goes on from edition %[1]s.", JA: "第%[1]s版の学習結果に切り替えました。"},
	keyMade:           {EN: "The key is in %[1]s: keep it where only you can read it.\nPublic key: %[2]s\nFingerprint: %[3]s", JA: "鍵を%[1]sに作成しました。本人だけが読める場所に保管してください。\n公開鍵：%[2]s\n指紋：%[3]s"},

	permitStateOpen:    {EN: "open", JA: "実施中"},
	permitStateWaiting: {EN: "to come", JA: "開始前"},
	permitStateClosed:  {EN: "closed", JA: "終了"},
	permitOpened:       {EN: "The permit is on the board:", JA: "作業許可を登録しました："},
	permitLine:         {EN: "%[1]s: %[2]s, %[3]s, %[4]s to %[5]s, %[6]s sorts of work recorded", JA: "%[1]s：%[2]s、%[3]s、%[4]s～%[5]s、記録された作業 %[6]s種類"},
	permitClosedBy:     {EN: "closed by %[1]s, %[2]s", JA: "終了：%[1]s、%[2]s"},
	permitEnded:        {EN: "The permit %[1]s is closed. What was done under it:", JA: "作業許可 %[1]s を閉じました。実施された内容："},
	permitReview:       {EN: "Nothing of this was learned. What is to stay: banken baseline approve, when it is seen again.", JA: "この内容は学習していません。今後も行うものは、再び観測されたときに banken baseline approve で承認してください。"},
	noPermits:          {EN: "No permit is open.", JA: "有効な作業許可はありません。"},

	columnAddress:     {EN: "ADDRESS", JA: "アドレス"},
	columnName:        {EN: "NAME", JA: "名称"},
	columnRole:        {EN: "ROLE", JA: "役割"},
	columnZone:        {EN: "ZONE", JA: "ゾーン"},
	columnCriticality: {EN: "CRITICALITY", JA: "重要度"},
	columnSafety:      {EN: "SAFETY", JA: "安全"},
	yes:               {EN: "yes", JA: "はい"},
	noAssets:          {EN: "No devices are described: banken asset import FILE.csv", JA: "機器が登録されていません：banken asset import ファイル.csv"},
	assetsImported:    {EN: "%[1]s devices are described now.", JA: "登録された機器は%[1]s台です。"},

	wantsVerb:       {EN: "say what to do: %[1]s", JA: "何をするかを指定してください：%[1]s"},
	wrongVerb:       {EN: "%[1]s is not known here: there are %[2]s", JA: "%[1]sはここでは使えません。使えるのは：%[2]s"},
	wantsName:       {EN: "%[1]s needs a name: see -h", JA: "%[1]sには対象の指定が必要です（-hで説明を表示）"},
	wrongSiteFormat: {EN: "--format must be text or json, not %[1]s", JA: "--formatにはtextかjsonを指定してください（指定値：%[1]s）"},
	wantsIncident:   {EN: "name one incident: `banken incident list` lists them", JA: "インシデントを1つ指定してください。一覧は「banken incident list」"},
	wantsWhy:        {EN: "say why, in a sentence: --why TEXT", JA: "理由を書いてください：--why 理由"},
	wrongAs:         {EN: "--as must be work, suspicious or false, not %[1]s", JA: "--asにはwork、suspicious、falseのいずれかを指定してください（指定値：%[1]s）"},
	wrongShelf:      {EN: "--for must be a span of at most 8 hours, such as 4h or 90m, not %[1]s", JA: "--forには4hや90mのように、8時間以内の長さを指定してください（指定値：%[1]s）"},
	wrongFor:        {EN: "--for must be a span of time such as 4h or 90m, not %[1]s", JA: "--forには4hや90mのように時間の長さを指定してください（指定値：%[1]s）"},
	wrongEdition:    {EN: "%[1]s is no number of an edition: `banken baseline history` lists them", JA: "%[1]sは版の番号ではありません。一覧は「banken baseline history」"},
	wantsSubject:    {EN: "name one subject, in quotes, or several with --prefix", JA: "対象を引用符で囲んで1つ指定するか、--prefixでまとめて指定してください"},
	wantsKey:        {EN: "name the key that signs: --key FILE (`banken baseline key -o FILE` makes one)", JA: "署名に使う鍵を指定してください：--key ファイル（作成は「banken baseline key -o ファイル」）"},
	wantsPermit:     {EN: "%[1]s is needed, or a file with the whole permit: -f FILE", JA: "%[1]sが必要です。または許可の内容を書いたファイルを-fで指定してください"},

	faultNoStore:     {EN: "there is no store %[1]s: name the folder in which a sensor keeps its store (store.dir), or start the sensor, which makes it", JA: "ストア %[1]s がありません。センサーのストアのフォルダ（store.dir）を指定するか、センサーを起動して作成してください。"},
	faultNoSite:      {EN: "no sensor answers at %[1]s, and no store is named: start the sensor, or name the folder of its store with --store", JA: "%[1]sでセンサーが応答せず、ストアの指定もありません。センサーを起動するか、--storeでストアのフォルダを指定してください。"},
	faultNoIncident:  {EN: "there is no incident %[1]s, or more than one begins so: `banken incident list --all` lists them", JA: "インシデント %[1]s がないか、複数に当てはまります。一覧は「banken incident list --all」で表示します。"},
	faultClosed:      {EN: "this incident is closed already: `banken explain` tells by whom and why", JA: "このインシデントはすでに終了しています。誰がなぜ終了したかは「banken explain」で確認できます。"},
	faultShelf:       {EN: "an incident is put aside for at most 8 hours: give a shorter time", JA: "保留できるのは最長8時間です。短い時間を指定してください。"},
	faultNoWhy:       {EN: "a decision needs who took it and why", JA: "判断には、判断した人と理由が必要です。"},
	faultNoWho:       {EN: "say who does this", JA: "誰が行うかを指定してください。"},
	faultNoDecision:  {EN: "%[1]s is no decision: acknowledge, shelve, work, suspicious or false", JA: "%[1]sという判断はありません。acknowledge、shelve、work、suspicious、falseのいずれかです。"},
	faultNoApproval:  {EN: "a decision about the baseline names a subject, who decides, and approved or rejected", JA: "学習結果についての判断には、対象、判断する人、approvedまたはrejectedが必要です。"},
	faultNoSubject:   {EN: "nothing that waits is named %[1]s: `banken baseline show --waiting` lists what does; put the subject in quotes", JA: "承認待ちの中に %[1]s はありません。一覧は「banken baseline show --waiting」で表示します。対象は引用符で囲んでください。"},
	faultNoEdition:   {EN: "there is no edition %[1]s: `banken baseline history` lists them", JA: "第%[1]s版はありません。一覧は「banken baseline history」で表示します。"},
	faultNoEditions:  {EN: "no edition was signed yet: `banken baseline sign --key FILE` makes the first", JA: "署名された版がまだありません。「banken baseline sign --key ファイル」で最初の版を作成してください。"},
	faultNothingKept: {EN: "this needs a store, where it can be kept: set store.dir in the configuration", JA: "記録先のストアが必要です。設定のstore.dirを指定してください。"},
	faultOrder:       {EN: "another edition was signed meanwhile: look at the difference and sign again", JA: "その間に別の版が署名されました。違いを確認して、もう一度署名してください。"},
	faultOtherSite:   {EN: "the edition is of another site: import it instead", JA: "別のサイトの版です。代わりにimportで取り込んでください。"},
	faultEdited:      {EN: "the readable lines were changed by hand: change what is learned with approve and reject, and export it again", JA: "読める部分が手で書き換えられています。変更はapproveとrejectで行い、もう一度書き出してください。"},
	faultNoBaseline:  {EN: "this is no file of a baseline (%[1]s): name one that learn or `baseline export` wrote", JA: "学習結果のファイルではありません（%[1]s）。learnまたは「baseline export」で作成したファイルを指定してください。"},
	faultUnsigned:    {EN: "the baseline is not signed: have it signed where it was made, and export it there", JA: "学習結果に署名がありません。作成元で署名し、書き出したものを使ってください。"},
	faultChanged:     {EN: "the signature does not fit: the file was changed after it was signed; get it anew from whoever signed it", JA: "署名が一致しません。署名の後に変更されています。署名した人から入手し直してください。"},
	faultOtherModel:  {EN: "what was learned cannot be used here (%[1]s): it is of another version of the program, or of learning days of another length", JA: "この学習結果はここでは使えません（%[1]s）。プログラムの版か、学習上の1日の長さが異なります。"},
	faultUntrusted:   {EN: "the site does not know the key %[1]s. Compare it with what the signer tells you, by telephone; when it is the same, repeat with --trust %[1]s", JA: "鍵 %[1]s はこのサイトに登録されていません。署名した人に電話などで確認し、同じであれば --trust %[1]s を付けてもう一度実行してください。"},
	faultOtherKey:    {EN: "the baseline is signed with the key %[1]s, not with %[2]s: do not use it before you know why", JA: "署名の鍵は %[1]s で、%[2]s ではありません。理由が分かるまで使わないでください。"},
	faultOpenKey:     {EN: "others may read the key %[1]s (mode %[2]s): run `chmod 600` on it; if others can have read it, make a new one", JA: "鍵 %[1]s を他の人が読める状態です（モード %[2]s）。「chmod 600」を実行してください。読まれた恐れがあれば、新しい鍵を作ってください。"},
	faultNoKey:       {EN: "%[1]s is no key that signs baselines: `banken baseline key -o FILE` makes one (Ed25519, PKCS #8, PEM)", JA: "%[1]s は署名に使える鍵ではありません。「banken baseline key -o ファイル」で作成してください（Ed25519、PKCS #8、PEM）。"},
	faultNoPermit:    {EN: "no permit %[1]s is open: `banken permit list` lists them", JA: "作業許可 %[1]s は有効ではありません。一覧は「banken permit list」で表示します。"},
	faultPermitForm:  {EN: "the permit cannot be read: %[1]s", JA: "作業許可を読み取れません（%[1]s）。"},
	faultNameTwice:   {EN: "%[1]s is the name of several devices (%[2]s): write the address", JA: "%[1]sという名称の機器が複数あります（%[2]s）。アドレスで指定してください。"},
	faultNoDevice:    {EN: "%[1]s is neither an address nor the name of a device: `banken asset list` lists the names", JA: "%[1]sはアドレスでも登録された機器の名称でもありません。名称の一覧は「banken asset list」で表示します。"},
}
