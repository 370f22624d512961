package roster

import (
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/lang"
)

var (
	refused     = lang.Text{EN: "the name or the password is wrong", JA: "ログイン名またはパスワードが正しくありません。"}
	refusedWait = lang.Text{EN: "the name or the password is wrong; wait %[1]s before the next attempt", JA: "ログイン名またはパスワードが正しくありません。%[1]s待ってから、もう一度お試しください。"}
	waitFirst   = lang.Text{EN: "there were too many wrong attempts: wait %[1]s, then try again; an administrator can make a one-time token for a new password", JA: "誤った入力が続いています。%[1]s待ってから、もう一度お試しください。パスワードを忘れた場合は、管理者に再設定用トークンの発行を依頼してください。"}

	nobody      = lang.Text{EN: "nobody has the name %[1]s: `banken user list` lists the people", JA: "「%[1]s」という利用者は登録されていません。一覧は「banken user list」で表示します。"}
	taken       = lang.Text{EN: "the name %[1]s is taken; names stay taken, so that the audit trail is clear: choose another, or enable that person again", JA: "「%[1]s」はすでに使われています。監査記録で区別できるよう、無効にした利用者の名前も再利用できません。別の名前にするか、その利用者を有効に戻してください。"}
	noRight     = lang.Text{EN: "only an administrator may do this: ask one", JA: "この操作は管理者だけが行えます。管理者に依頼してください。"}
	last        = lang.Text{EN: "%[1]s is the last administrator who can sign in: give another person the role first", JA: "%[1]sは、ログインできる最後の管理者です。先に別の利用者を管理者にしてください。"}
	badToken    = lang.Text{EN: "this one-time link is not valid: it was used, is older than 24 hours, or was replaced by a newer one; ask for a new one", JA: "このリンクは使えません。使用済みか、発行から24時間が過ぎたか、新しいリンクに置き換えられています。もう一度発行を依頼してください。"}
	setUp       = lang.Text{EN: "there is an administrator already: ask them to add people, or set a password at the box with `banken user passwd NAME`", JA: "管理者はすでに登録されています。利用者の追加は管理者に依頼してください。管理者がログインできない場合は、センサー本体で「banken user passwd 名前」を実行します。"}
	disabled    = lang.Text{EN: "%[1]s is disabled: enable the person first", JA: "%[1]sは無効になっています。先に有効に戻してください。"}
	tooMany     = lang.Text{EN: "there are %[1]s people already: no more can be added", JA: "利用者が%[1]s人に達しているため、追加できません。"}
	wantsOld    = lang.Text{EN: "tell the present password as well, or use a one-time link", JA: "現在のパスワードも入力するか、再設定用のリンクを使ってください。"}
	wantsTarget = lang.Text{EN: "people set their own passwords: make a one-time link for %[1]s", JA: "パスワードは本人が設定します。%[1]sさんに再設定用のリンクを発行してください。"}
)

func fault(reason error, t lang.Text, args ...any) error {
	return &account.Fault{Reason: reason, Text: t.Fill(args...)}
}

// waiting is how long somebody must wait, in whole seconds.
func waiting(d time.Duration) lang.Text {
	return lang.Span((d + time.Second - 1).Truncate(time.Second))
}

// shown is what somebody wrote, as far as it is told back.
func shown(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
