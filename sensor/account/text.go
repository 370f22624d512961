package account

import "github.com/banken-ot/banken/sensor/lang"

var (
	wrongRole     = lang.Text{EN: "there is no role %[1]s: it is viewer, operator, engineer, administrator or auditor", JA: "役割「%[1]s」はありません。viewer（閲覧者）、operator（運転員）、engineer（技術担当）、administrator（管理者）、auditor（監査担当）から選んでください。"}
	wrongName     = lang.Text{EN: "%[1]s cannot be a sign-in name: use 1 to %[2]s letters and digits (a-z, 0-9) with . - _ between; names of parts of the sensor, such as root, are taken", JA: "「%[1]s」はログイン名に使えません。英小文字と数字を%[2]s文字以内で指定してください（2文字目以降は . - _ も可）。rootなど、センサーが使う名前は指定できません。"}
	wrongDisplay  = lang.Text{EN: "a display name has at most %[1]s characters, all of which can be shown", JA: "表示名は、表示できる文字で%[1]s文字以内にしてください。"}
	wrongLanguage = lang.Text{EN: "there is no language %[1]s: it is ja or en", JA: "言語「%[1]s」はありません。jaまたはenを指定してください。"}

	tooShort  = lang.Text{EN: "the password is too short: it needs at least %[1]s characters; several words in a row are easy to remember", JA: "パスワードが短すぎます。%[1]s文字以上にしてください。いくつかの単語を並べると覚えやすくなります。"}
	tooLong   = lang.Text{EN: "the password is too long: it may have at most %[1]s characters", JA: "パスワードが長すぎます。%[1]s文字以内にしてください。"}
	unusable  = lang.Text{EN: "the password has characters that cannot be typed on every keyboard (control characters, or octets that are no text): leave them out", JA: "パスワードに制御文字など、入力できない文字が含まれています。取り除いてください。"}
	wellKnown = lang.Text{EN: "this password is one of those that are tried first: choose another", JA: "このパスワードは推測されやすいものです。別のパスワードにしてください。"}
	likeName  = lang.Text{EN: "the password is little more than the name: choose one that does not follow from it", JA: "パスワードがログイン名とほとんど同じです。名前から推測できないものにしてください。"}

	busy = lang.Text{EN: "too many people sign in at the same time: try again in a few seconds", JA: "ログインが集中しています。数秒後にもう一度お試しください。"}
)
