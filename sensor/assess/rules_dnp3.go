package assess

import "github.com/banken-ot/banken/protocols/wire"

// Function codes of DNP3 that the tables name (IEEE 1815-2012, Table 4-3).
const (
	dnp3Read          = 1
	dnp3Write         = 2
	dnp3Select        = 3
	dnp3Operate       = 4
	dnp3DirectOperate = 5
	dnp3DirectNoAck   = 6

	dnp3EnableUnsolicited  = 20
	dnp3DisableUnsolicited = 21
	dnp3Unsolicited        = 130
)

// Object groups (IEEE 1815-2012, Annex A).
const (
	groupDeadband       = 34
	groupTime           = 50
	groupFile           = 70
	groupAuthentication = 120
)

// Bits of the internal indications, IIN1 high (IEEE 1815-2012, 4.5).
const (
	iinConfigCorrupt = 1 << 5
	iinOverflow      = 1 << 3
	iinRestart       = 1 << 15
	iinTrouble       = 1 << 14
	iinLocal         = 1 << 13
)

var dnp3Tripwires = [...]tripwire{
	{
		id: "dnp3-restart", urgency: First, techniques: []string{"T0816"},
		match: match{codes: []uint32{13, 14}},
		title: Text{EN: "An outstation was told to restart", JA: "アウトステーション（子局）に再起動が指示されました"},
		why: Text{EN: "While it restarts, the outstation neither measures nor controls, and outputs may change.",
			JA: "再起動中は計測も制御も止まり、出力が変化することがあります。"},
		first: Text{EN: "Ask whether maintenance was going on. If not, check the outstation's state and event log, and find out who uses the sending computer.",
			JA: "保守作業中だったか確認してください。違う場合は子局の状態とイベント記録を確かめ、送信元コンピュータの使用者を特定してください。"},
	},
	{
		id: "dnp3-start-stop", urgency: First, techniques: []string{"T0858", "T0881", "T0821"},
		match: match{codes: []uint32{16, 17, 18}},
		title: Text{EN: "An application on an outstation was initialized, started or stopped", JA: "子局のアプリケーションの初期化・開始・停止が指示されました"},
		why:   Text{EN: "A stopped application no longer controls its part of the process.", JA: "停止したアプリケーションは担当するプロセスを制御しなくなります。"},
		first: Text{EN: "Check that the application runs. Ask who did this from the sending computer.",
			JA: "アプリケーションが動作しているか確かめ、送信元コンピュータから誰が操作したか確認してください。"},
	},
	{
		id: "dnp3-obsolete-configuration", urgency: Check, techniques: []string{"T0836"},
		match: match{codes: []uint32{15, 19}},
		title: Text{EN: "An outstation was told to reset or save its settings by an obsolete function", JA: "廃止された機能で、子局に設定の初期化または保存が指示されました"},
		why: Text{EN: "The standard forbids new equipment to use these functions. Legitimate masters hardly ever do.",
			JA: "規格では新しい機器での使用が禁じられており、正規のマスタが使うことはほとんどありません。"},
		first: Text{EN: "Ask the supplier of the master whether it sends this. Compare the outstation's settings with the last backup.",
			JA: "マスタの納入業者に、この機能を送る仕様か確認し、子局の設定を直近のバックアップと比較してください。"},
	},
	{
		id: "dnp3-delete-file", urgency: First, techniques: []string{"T0809"},
		match: match{codes: []uint32{27}},
		title: Text{EN: "A file on an outstation was to be deleted", JA: "子局のファイルの削除が指示されました"},
		why:   Text{EN: "Files hold configuration, programs and records.", JA: "ファイルには設定、プログラム、記録が入っています。"},
		first: Text{EN: "Ask who did this. If nobody did, check that configuration and records are complete.",
			JA: "誰が行ったか確認してください。心当たりがなければ、設定と記録が揃っているか確かめてください。"},
	},
	{
		id: "dnp3-activate-configuration", urgency: First, techniques: []string{"T0800", "T0857"},
		match: match{codes: []uint32{31}},
		title: Text{EN: "A new configuration was activated on an outstation", JA: "子局で新しい設定が有効化されました"},
		why: Text{EN: "From that moment the outstation works by other settings, perhaps by other firmware.",
			JA: "この時点から、子局は別の設定（場合によっては別のファームウェア）で動作しています。"},
		first: Text{EN: "Ask who released it. If nobody did, compare the configuration with the last released version.",
			JA: "誰が承認したか確認してください。心当たりがなければ、設定を最新の承認版と比較してください。"},
	},
	{
		id: "dnp3-write-file", urgency: First, techniques: []string{"T0843", "T0867"},
		match: match{codes: []uint32{dnp3Write}, when: hasGroup(groupFile)},
		title: Text{EN: "A file was written to an outstation", JA: "子局にファイルが書き込まれました"},
		why:   Text{EN: "This is how configuration and firmware reach an outstation.", JA: "設定やファームウェアを子局に送り込む方法です。"},
		first: Text{EN: "Ask who sent which file. If nobody did, compare configuration and firmware with the last released version.",
			JA: "誰がどのファイルを送ったか確認してください。心当たりがなければ、設定とファームウェアを最新の承認版と比較してください。"},
	},
	{
		id: "dnp3-file", urgency: Check, techniques: []string{"T0811", "T0845"},
		match: match{codes: []uint32{25, 26, 28, 29, 30}},
		title: Text{EN: "Files on an outstation were opened or listed", JA: "子局のファイルが開かれた、または一覧が取得されました"},
		why: Text{EN: "Some masters fetch disturbance records this way every day; configurations are read and written the same way.",
			JA: "擾乱記録の日常的な収集にも使われますが、設定の読み書きにも同じ方法が使われます。"},
		first: Text{EN: "Check whether this master is meant to transfer files.", JA: "このマスタがファイル転送を行う想定か確認してください。"},
	},
	{
		id: "dnp3-read-file", urgency: Check, techniques: []string{"T0811", "T0845"},
		match: match{codes: []uint32{dnp3Read}, when: hasGroup(groupFile)},
		title: Text{EN: "A file was read from an outstation", JA: "子局からファイルが読み出されました"},
		why:   Text{EN: "Records are collected this way; so are configurations.", JA: "記録の収集にも、設定の取出しにも使われる方法です。"},
		first: Text{EN: "Check whether this master is meant to transfer files.", JA: "このマスタがファイル転送を行う想定か確認してください。"},
	},
	{
		id: "dnp3-user-change", urgency: First, techniques: []string{"T0892"},
		match: match{codes: []uint32{32, 33}, when: changesUser},
		title: Text{EN: "Users or keys of an outstation were changed", JA: "子局の利用者または鍵が変更されました"},
		why:   Text{EN: "Whoever controls the keys decides who may control the outstation.", JA: "鍵を握る者が、子局を操作できる者を決めます。"},
		first: Text{EN: "Ask the person responsible for the keys whether this change was planned.", JA: "鍵の管理者に、計画された変更か確認してください。"},
	},
	{
		id: "dnp3-authentication-error", urgency: Check, techniques: []string{"T0859"},
		match: match{when: authenticationError},
		title: Text{EN: "Authentication between master and outstation failed", JA: "マスタと子局の間の認証が失敗しました"},
		why: Text{EN: "Either keys do not fit, or somebody tries commands without having the key.",
			JA: "鍵の不一致か、鍵を持たない者が操作を試みている可能性があります。"},
		first: Text{EN: "Check the keys of this pair; find out whether they were changed lately.", JA: "この組の鍵の設定と、最近の変更の有無を確認してください。"},
	},
	{
		id: "dnp3-select-operate", urgency: Check, techniques: []string{"T0855"},
		match: match{when: hasDefect("select-missing", "select-differs", "select-expired")},
		title: Text{EN: "A control was carried out without its select, or differed from it", JA: "選択（SELECT）なし、または選択と異なる内容で操作（OPERATE）が行われました"},
		why: Text{EN: "Select before operate is the safeguard against a wrong or forged command. At the start of a capture the select may simply not have been recorded.",
			JA: "選択後操作は誤操作や偽の命令を防ぐ仕組みです。ただし記録開始の直後では、選択が記録されていないだけのこともあります。"},
		first: Text{EN: "Look at the frames named. If the select was not lost before the capture began, ask the supplier of the master.",
			JA: "該当フレームを確認し、記録開始前に選択が行われたのでなければ、マスタの納入業者に問い合わせてください。"},
	},
	{
		id: "dnp3-broadcast-control", urgency: Check, techniques: []string{"T0855"},
		match: match{operations: []wire.Operation{wire.Operate, wire.Select, wire.Restart, wire.Configure, wire.Program, wire.Write}, when: toAllOutstations},
		title: Text{EN: "A command was sent to all outstations at once", JA: "全子局あての一斉指令が送られました"},
		why: Text{EN: "No outstation confirms it, so nobody knows which carried it out.",
			JA: "どの子局も応答しないため、どれが実行したか分かりません。"},
		first: Text{EN: "Check whether this master is meant to send to all.", JA: "このマスタが一斉送信を行う設計か確認してください。"},
	},
	{
		id: "dnp3-disable-unsolicited", urgency: Know, techniques: []string{"T0804", "T0878"},
		match: match{codes: []uint32{dnp3DisableUnsolicited}},
		title: Text{EN: "Spontaneous reports of an outstation were turned off", JA: "子局の自発通知が停止されました"},
		why: Text{EN: "Masters do this when they start, and turn the reports on again. If they stay off, alarms arrive late or not at all.",
			JA: "マスタは起動時に一度停止して再び有効にします。停止したままだと警報が遅れるか届きません。"},
		first: Text{EN: "Nothing, if this master only polls or was started then.", JA: "このマスタがポーリングのみを行うか、この時刻に起動したのであれば対応は不要です。"},
	},
	{
		id: "dnp3-enable-unsolicited", urgency: Know, techniques: nil,
		match: match{codes: []uint32{dnp3EnableUnsolicited}},
		title: Text{EN: "Spontaneous reports of an outstation were turned on", JA: "子局の自発通知が有効にされました"},
		why:   Text{EN: "Ordinary when a master starts. It tells when the master was started.", JA: "マスタの起動時に通常行われます。マスタが起動した時刻の手掛かりになります。"},
		first: Text{EN: "Nothing, if this master was started then.", JA: "この時刻にマスタが起動したのであれば対応は不要です。"},
	},
	{
		id: "dnp3-assign-class", urgency: Check, techniques: []string{"T0836", "T0838"},
		match: match{codes: []uint32{22}},
		title: Text{EN: "The event classes of points were changed", JA: "データ点のイベントクラスが変更されました"},
		why: Text{EN: "A point without a class no longer reports its changes: an alarm can be silenced this way. Some masters set the classes each time they start.",
			JA: "クラスのない点は変化を通知しなくなり、警報を黙らせることもできます。起動のたびに設定するマスタもあります。"},
		first: Text{EN: "Check whether this master is configured to assign classes.", JA: "このマスタにクラス割当ての設定があるか確認してください。"},
	},
	{
		id: "dnp3-deadband", urgency: Check, techniques: []string{"T0838"},
		match: match{codes: []uint32{dnp3Write}, when: hasGroup(groupDeadband)},
		title: Text{EN: "Dead-bands of analog values were changed", JA: "アナログ値の不感帯が変更されました"},
		why:   Text{EN: "A wide dead-band hides changes from the operator.", JA: "不感帯を広げると、操作員に変化が見えなくなります。"},
		first: Text{EN: "Ask who changed them, and compare with the settings on file.", JA: "誰が変更したか確認し、設定台帳と比較してください。"},
	},
	{
		id: "dnp3-time", urgency: Know, techniques: nil,
		match: match{codes: []uint32{24, dnp3Write}, when: func(t *wire.Transaction) bool { return t.Code == 24 || hasGroup(groupTime)(t) }},
		title: Text{EN: "The clock of an outstation was set", JA: "子局の時計が設定されました"},
		why:   Text{EN: "Ordinary from the master. From anybody else it makes event times worthless.", JA: "マスタからであれば通常の動作です。それ以外からであれば、イベント時刻が信用できなくなります。"},
		first: Text{EN: "Check that the sender is the master that keeps the time.", JA: "送信元が時刻を管理するマスタか確認してください。"},
	},
	{
		id: "dnp3-freeze-clear", urgency: Check, techniques: []string{"T0836"},
		match: match{codes: []uint32{9, 10}},
		title: Text{EN: "Counters were frozen and cleared", JA: "カウンタが凍結後に消去されました"},
		why:   Text{EN: "Meter readings start from zero again; whoever reads later misses that amount.", JA: "積算値が0に戻り、後から読む側ではその分が失われます。"},
		first: Text{EN: "Check that only the billing or reporting master does this.", JA: "検針・帳票用のマスタだけが行っているか確認してください。"},
	},
	{
		id: "dnp3-config-corrupt", urgency: First, techniques: []string{"T0836"},
		match: match{when: hasIIN(iinConfigCorrupt)},
		title: Text{EN: "An outstation says that its configuration is corrupt", JA: "子局が「設定が壊れている」と通知しています"},
		why:   Text{EN: "It may not protect and control as intended.", JA: "意図したとおりに保護・制御できない可能性があります。"},
		first: Text{EN: "Load its configuration anew, after having saved the present one as evidence.", JA: "現在の設定を証拠として保存してから、設定を書き込み直してください。"},
	},
}

// hasGroup reports whether objects of a group were sent or asked for.
func hasGroup(group uint32) func(*wire.Transaction) bool {
	return func(t *wire.Transaction) bool {
		for i := range t.Request.Points {
			if t.Request.Points[i].Space>>8 == group {
				return true
			}
		}
		return fieldIs(t.Request.Fields, "group", uint64(group))
	}
}

// changesUser reports whether objects that change users or keys were sent
// (g120 variations 8 and 10 to 15).
func changesUser(t *wire.Transaction) bool {
	f := t.Request.Fields
	for i := range f {
		if f[i].Name != "group" || f[i].Value.Num != groupAuthentication || i+1 >= len(f) {
			continue
		}
		if v := f[i+1]; v.Name == "variation" && (v.Value.Num == 8 || v.Value.Num >= 10 && v.Value.Num <= 15 && v.Value.Num != 12) {
			return true
		}
	}
	return false
}

// authenticationError reports whether one side told an error of authentication
// (g120v7).
func authenticationError(t *wire.Transaction) bool {
	return hasObject(t.Request.Fields, groupAuthentication, 7) || hasObject(t.Response.Fields, groupAuthentication, 7)
}

// hasObject reports whether an object header is among the fields of DNP3.
func hasObject(f []wire.Field, group, variation uint64) bool {
	for i := range f {
		if f[i].Name == "group" && f[i].Value.Num == group && i+1 < len(f) && f[i+1].Name == "variation" && f[i+1].Value.Num == variation {
			return true
		}
	}
	return false
}

// toAllOutstations reports whether the address is one of those that mean every
// outstation (IEEE 1815-2012, 9.2.5.2). Setting all clocks is left out: that is
// what these addresses are for.
func toAllOutstations(t *wire.Transaction) bool {
	return t.Station >= 0xFFFD && t.Station <= 0xFFFF && !(t.Code == dnp3Write && hasGroup(groupTime)(t))
}

// hasIIN reports whether an outstation set one of the bits.
func hasIIN(bits uint32) func(*wire.Transaction) bool {
	return func(t *wire.Transaction) bool { return t.HasStatus && t.Status&bits != 0 }
}

// hasDefect reports whether one of the protocol's own defects was found.
func hasDefect(names ...string) func(*wire.Transaction) bool {
	return func(t *wire.Transaction) bool {
		d := t.Defects()
		if d < 1<<wire.FirstDefect {
			return false
		}
		found := false
		d.Each(t.Protocol, func(name string) {
			for _, n := range names {
				found = found || n == name
			}
		})
		return found
	}
}

// fieldIs reports whether a field of that name has a value, at any depth.
func fieldIs(f []wire.Field, name string, value uint64) bool {
	for i := range f {
		if f[i].Name == name && f[i].Value.Num == value {
			return true
		}
	}
	return false
}
