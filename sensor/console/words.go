package console

import (
	"maps"

	"github.com/banken-ot/banken/sensor/lang"
)

// words are all texts of the console that are its own, by key. What is found at the end
// of a key after a dot is, for some, a code of the sensor's: see view.Word.
var words = join(wordsFrame, wordsCodes, wordsToday, wordsIncidents, wordsPeople, wordsReport, wordsNotices, wordsZones, wordsHealth, wordsBaseline, wordsPermits, wordsDrill, wordsDay, wordsFaults)

func join(tables ...map[string]lang.Text) map[string]lang.Text {
	all := map[string]lang.Text{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}

// wordsFrame are the words around every page.
var wordsFrame = map[string]lang.Text{
	"title.today":     {EN: "Today", JA: "今日"},
	"title.mustdo":    {EN: "Must do", JA: "必須対応"},
	"title.incidents": {EN: "Incidents", JA: "アラーム"},
	"title.why":       {EN: "Why", JA: "なぜ"},
	"title.signin":    {EN: "Sign in", JA: "サインイン"},
	"title.fault":     {EN: "This did not work", JA: "処理できませんでした"},

	"skip":          {EN: "To the contents", JA: "本文へ移動"},
	"nav":           {EN: "Pages", JA: "ページ一覧"},
	"more":          {EN: "More", JA: "詳しく見る"},
	"sign-out":      {EN: "Sign out", JA: "サインアウト"},
	"foot.zone":     {EN: "All times are local: %[1]s (UTC%[2]s).", JA: "時刻はすべて現地時刻です：%[1]s（UTC%[2]s）。"},
	"level":         {EN: "Level %[1]s of 5", JA: "レベル%[1]s（5段階中）"},
	"blind":         {EN: "Not everything is seen", JA: "見えていない部分があります"},
	"exercise":      {EN: "EXERCISE", JA: "演習"},
	"exercise.long": {EN: "This is a drill. Nothing of it happened to the plant.", JA: "これは演習です。実際の設備では何も起きていません。"},
	"until":         {EN: "until %[1]s", JA: "%[1]sまで"},
	"times":         {EN: "(%[1]s times)", JA: "（%[1]s回）"},
	"time.none":     {EN: "never", JA: "なし"},
	"unknown":       {EN: "unknown", JA: "不明"},
	"and-more":      {EN: "and %[1]s more", JA: "ほか%[1]s件"},
	"whole-site":    {EN: "the whole site", JA: "サイト全体"},
	"signin.name":   {EN: "Name", JA: "ユーザー名"},
	"signin.do":     {EN: "Sign in", JA: "サインイン"},
	"signin.help":   {EN: "Forgotten the password? An administrator of this console can make a new link for you.", JA: "パスワードを忘れた場合は、このコンソールの管理者に再設定用リンクの発行を依頼してください。"},
	"fault.back":    {EN: "To the page of today", JA: "「今日」のページへ"},

	"signin.password": {EN: "Password", JA: "パスワード"},
}

// wordsCodes are the words for what the sensor tells as codes.
var wordsCodes = map[string]lang.Text{
	"priority.track":  {EN: "Watch", JA: "経過観察"},
	"priority.track*": {EN: "Watch closely", JA: "要注視"},
	"priority.attend": {EN: "Attend", JA: "要対応"},
	"priority.act":    {EN: "Act now", JA: "至急対応"},

	"meaning.level1": {EN: "As usual", JA: "通常どおりです"},
	"meaning.level2": {EN: "Something to watch", JA: "注視すべきことがあります"},
	"meaning.level3": {EN: "Somebody must look into it today", JA: "本日中の確認が必要です"},
	"meaning.level4": {EN: "Somebody must act now", JA: "すぐに対応が必要です"},
	"meaning.level5": {EN: "Important equipment was changed: act at once", JA: "重要な設備が変更されました。直ちに対応してください"},
	"level.1.else":   {EN: "Nothing that must be looked into", JA: "確認が必要なことはありません"},

	"state.open":         {EN: "open", JA: "未対応"},
	"state.acknowledged": {EN: "being looked after", JA: "対応中"},
	"state.shelved":      {EN: "put aside", JA: "保留中"},
	"state.closed":       {EN: "closed", JA: "完了"},
	"state.merged":       {EN: "told by another", JA: "統合済み"},
	"state.authorised":   {EN: "planned work", JA: "許可済みの作業"},

	"disposition.work":       {EN: "it was work", JA: "作業によるもの"},
	"disposition.suspicious": {EN: "suspicious", JA: "不審"},
	"disposition.false":      {EN: "nothing that matters", JA: "問題なし"},

	"stage.recon":         {EN: "looking around", JA: "下調べ"},
	"stage.access":        {EN: "getting in", JA: "侵入・接続"},
	"stage.control":       {EN: "giving commands", JA: "操作"},
	"stage.configuration": {EN: "changing programs or settings", JA: "設定・プログラムの変更"},
	"stage.disruption":    {EN: "disturbing operation", JA: "運転の妨害"},

	"input.evidence":    {EN: "Evidence", JA: "証拠"},
	"input.credibility": {EN: "Credibility", JA: "確からしさ"},
	"input.impact":      {EN: "Impact", JA: "影響"},
	"input.exposure":    {EN: "Exposure", JA: "外部からの届きやすさ"},
	"input.prevalence":  {EN: "Prevalence", JA: "広がり"},

	"learning.cold":        {EN: "nothing learned yet", JA: "まだ学習していません"},
	"learning.learning":    {EN: "learning what is usual", JA: "普段の様子を学習中です"},
	"learning.provisional": {EN: "provisional: much is known, not all", JA: "暫定：おおむね把握していますが、まだ十分ではありません"},
	"learning.ready":       {EN: "ready: it is known what is usual", JA: "準備完了：普段の様子を把握しています"},
	"learning.drifting":    {EN: "drifting: what is usual changes", JA: "変化中：普段の様子が変わりつつあります"},

	"task.ask":     {EN: "Ask who did this: %[1]s", JA: "誰の操作か確認する：%[1]s"},
	"task.check":   {EN: "Check the equipment: %[1]s", JA: "設備を点検する：%[1]s"},
	"task.stop":    {EN: "Take off the network: %[1]s", JA: "ネットワークから切り離す：%[1]s"},
	"task.restore": {EN: "Restore program and settings: %[1]s", JA: "プログラムと設定を復元する：%[1]s"},

	"decision.open":        {EN: "opened", JA: "発生"},
	"decision.acknowledge": {EN: "looks after it", JA: "対応を引き受けた"},
	"decision.shelve":      {EN: "put it aside", JA: "保留にした"},
	"decision.work":        {EN: "closed it as work", JA: "作業として完了にした"},
	"decision.suspicious":  {EN: "holds it to be suspicious", JA: "不審と判断した"},
	"decision.false":       {EN: "closed it as nothing that matters", JA: "問題なしとして完了にした"},
	"decision.expired":     {EN: "the time it was put aside for is over", JA: "保留の期限が切れた"},
	"decision.ended":       {EN: "closed by itself", JA: "自動で完了した"},
	"decision.sighted":     {EN: "it is seen again", JA: "再び見えるようになった"},
	"decision.over":        {EN: "over", JA: "終了した"},
	"decision.restored":    {EN: "warnings are raised again", JA: "警報を再開した"},
	"decision.endorse":     {EN: "known elsewhere too", JA: "他の拠点でも確認された"},

	"choice.acknowledge": {EN: "I look after it", JA: "対応を引き受ける"},
	"choice.work":        {EN: "It was work: close", JA: "作業だった（完了）"},
	"choice.suspicious":  {EN: "Nobody knows of it: suspicious", JA: "心当たりなし（不審）"},
	"choice.false":       {EN: "Nothing that matters: close", JA: "問題なし（完了）"},
	"choice.shelve":      {EN: "Put aside", JA: "保留にする"},
}
