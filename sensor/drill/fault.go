package drill

import "github.com/banken-ot/banken/sensor/lang"

// Refusal is why a drill cannot be: what is in the way, and what to do.
type Refusal struct {
	Code string // unknown, unbound, running, none, real, room, goals or place
	Text lang.Text
}

// Error implements error, in English.
func (r *Refusal) Error() string { return "drill: " + r.Text.EN }

// In says it in a language.
func (r *Refusal) In(l lang.Language) string { return r.Text.In(l) }

func refuse(code string, t lang.Text, args ...any) *Refusal {
	if len(args) > 0 {
		t = t.Fill(args...)
	}
	return &Refusal{code, t}
}

// Running is the refusal of a second drill at a time.
func Running(title lang.Text) *Refusal { return refuse("running", isRunning, title) }

// None is that of what needs a drill that runs.
func None() *Refusal { return refuse("none", noneRuns) }

// Real is that of a drill while a real incident waits for people.
func Real(id string) *Refusal { return refuse("real", isReal, id) }

// NoRoom is that of one that finds no memory, MiB.
func NoRoom(needs, has uint64) *Refusal { return refuse("room", noRoom, needs, has) }

// Elsewhere is that of one where no sensor looks on.
func Elsewhere() *Refusal { return refuse("place", noSensor) }

// Unkept is that of one whose sheet could not be kept.
func Unkept() *Refusal { return refuse("place", noStore) }

// NoSheet is that of a number that no drill has.
func NoSheet(number int64) *Refusal { return refuse("unknown", noSheet, number) }

// NoAction is that of an action that is not on the list of a drill.
func NoAction() *Refusal { return refuse("unknown", noAction) }

var (
	unknownScenario = lang.Text{EN: "there is no scenario %[1]q: `banken drill list` tells all", JA: "シナリオ「%[1]s」はありません。「banken drill list」で一覧を確認してください。"}
	isRunning       = lang.Text{EN: "a drill is running (%[1]s): stop it first, or wait until it is over", JA: "演習を実施中です（%[1]s）。先に停止するか、終わるまでお待ちください。"}
	noneRuns        = lang.Text{EN: "no drill is running", JA: "実施中の演習はありません。"}
	isReal          = lang.Text{EN: "a real incident waits for people (%[1]s): look after that first, then start the drill", JA: "対応が必要な実際のアラームがあります（%[1]s）。先に対応してから、演習を開始してください。"}
	noRoom          = lang.Text{EN: "the drill needs a second copy of what was learned, some %[1]s MiB of memory; this box has %[2]s MiB left. Free some memory, or drill at another time",
		JA: "演習には学習内容の複製が必要で、約%[1]s MiBのメモリを使います。この機器の空きは%[2]s MiBです。メモリを空けるか、別の時間に実施してください。"}
	noSensor = lang.Text{EN: "a drill runs in a sensor that is running: start it with `banken run`, and ask through its socket", JA: "演習は稼働中のセンサーで行います。「banken run」で起動し、そのソケットを通して開始してください。"}
	noStore  = lang.Text{EN: "without a store the result could not be kept: set store.dir in the configuration", JA: "保存先がないため、演習の結果を残せません。設定のstore.dirを指定してください。"}
	noSheet  = lang.Text{EN: "there was no drill number %[1]s", JA: "演習%[1]s番はありません。"}
	noAction = lang.Text{EN: "that is not on the list of what must be done in this drill", JA: "この演習の対応一覧に、その項目はありません。"}

	badGoals = lang.Text{EN: "the goals must be between 10 seconds and %[1]s, that for deciding not shorter than that for acknowledging, and the drill not longer than %[1]s",
		JA: "目標時間は10秒から%[1]sまで、判断の目標は確認の目標以上、演習の長さは%[1]s以内で指定してください。"}
	noRemark   = lang.Text{EN: "a remark needs a text and who made it", JA: "所見の内容と記入者を指定してください。"}
	muchRemark = lang.Text{EN: "a sheet takes %[1]s remarks of %[2]s octets each at most", JA: "所見は%[1]s件まで、1件あたり%[2]sバイトまでです。"}
	noWho      = lang.Text{EN: "say who leads the drill", JA: "演習の責任者の名前を指定してください。"}

	stillLearning = lang.Text{EN: "the sensor is still learning what is usual here, and would not tell this: try again once it has learned %[1]s days", JA: "センサーは普段の様子を学習中で、まだこの事象を警報できません。%[1]s日分の学習が終わってから実施してください。"}
	noAddress     = lang.Text{EN: "every address of the network is taken: there is none for a device that is not there", JA: "ネットワークに空いているアドレスがないため、架空の機器を登場させられません。"}
	noSettable    = lang.Text{EN: "no Modbus or OPC UA device here can be written to, as far as is known", JA: "書き込みができるModbusまたはOPC UAの機器が見つかりません。"}
	noUMAS        = lang.Text{EN: "no controller here is programmed by UMAS", JA: "UMASでプログラムされる制御装置はありません。"}
	noDNP3        = lang.Text{EN: "no DNP3 here", JA: "DNP3の通信はありません。"}
	noOPCUA       = lang.Text{EN: "no OPC UA here", JA: "OPC UAの通信はありません。"}
	noProgrammer  = lang.Text{EN: "no engineering station here: name one in the list of devices (role \"engineering\")", JA: "エンジニアリング端末がありません。機器一覧の役割（role）に「engineering」と登録してください。"}
	noNode        = lang.Text{EN: "no value of an OPC UA server is read or written here", JA: "読み書きされているOPC UAの値がありません。"}
	noSetPoint    = lang.Text{EN: "no number here is set with approval, as far as is known and has a limit: approve what panels set, or wait until more was learned", JA: "承認済みで上限がわかっている設定値がありません。操作端末の書き込みを承認するか、学習が進むまでお待ちください。"}
	noNeighbours  = lang.Text{EN: "no two devices that speak with each other are seen at their own network interfaces: a router is between, or the sensor sees no ARP", JA: "互いに通信する2台の機器のネットワークアドレス（MAC）が見えていません。間にルーターがあるか、ARPが見えていません。"}
	publicPlant   = lang.Text{EN: "the plant itself uses addresses of the internet: nothing tells which lie outside", JA: "設備自体がインターネットのアドレスを使っているため、外部との区別ができません。"}
	noInsider     = lang.Text{EN: "no historian here, and no other host that only asks", JA: "ヒストリアンなど、収集だけを行う機器がありません。"}
	noPolls       = lang.Text{EN: "fewer than two devices are polled regularly: that one falls silent could not be told from a sensor that hears nothing", JA: "定期的に読み取られている機器が2台以上ありません。1台の沈黙と、センサー自体が見えていない状態を区別できません。"}
)
