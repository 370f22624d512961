package certificate

import (
	"errors"

	"github.com/banken-ot/banken/sensor/lang"
)

// What can be wrong, for errors.Is.
var (
	ErrMissing = errors.New("certificate: there is no file")
	ErrFile    = errors.New("certificate: a file cannot be read or written")
	ErrExposed = errors.New("certificate: others may read the key")
	ErrForm    = errors.New("certificate: a file is not what it should be")
	ErrPair    = errors.New("certificate: the key does not belong to it")
	ErrExpired = errors.New("certificate: not valid at this time")
	ErrNames   = errors.New("certificate: names of the box cannot be in one")
)

// Fault is an error that a person must act on.
type Fault struct {
	Reason error // one of the above
	Text   lang.Text
}

// Error tells the fault in English.
func (f *Fault) Error() string { return "certificate: " + f.Text.EN }

// In tells the fault in a language.
func (f *Fault) In(l lang.Language) string { return f.Text.In(l) }

// Unwrap returns what errors.Is looks at.
func (f *Fault) Unwrap() error { return f.Reason }

var (
	missing        = lang.Text{EN: "there is no file %[1]s: correct the path, or leave both files of the certificate out, and one is made", JA: "ファイル %[1]s がありません。パスを直すか、証明書と鍵の指定を両方とも外してください（外すと自動で作成します）。"}
	unreadable     = lang.Text{EN: "%[1]s cannot be read (%[2]s): let the console's user read it", JA: "%[1]s を読み取れません（%[2]s）。コンソールを動かすユーザーに読取り権限を付けてください。"}
	unwritable     = lang.Text{EN: "the certificate cannot be written to %[1]s (%[2]s): make the folder, and let the console's user write in it", JA: "証明書を %[1]s に書き込めません（%[2]s）。フォルダーを作り、コンソールを動かすユーザーに書込み権限を付けてください。"}
	exposed        = lang.Text{EN: "others may read the key in %[1]s (mode %[2]s): chmod 600 it; if others had access, have a new certificate made", JA: "%[1]s の鍵を、ほかのユーザーも読める状態です（モード%[2]s）。chmod 600 を実行してください。読まれた可能性がある場合は、証明書を作り直してください。"}
	noCertificate  = lang.Text{EN: "%[1]s has no certificate: it must be PEM, with a block CERTIFICATE", JA: "%[1]s に証明書がありません。CERTIFICATEのブロックを含むPEM形式のファイルを指定してください。"}
	badCertificate = lang.Text{EN: "the certificate in %[1]s cannot be read (%[2]s): have it issued again", JA: "%[1]s の証明書を読み取れません（%[2]s）。もう一度発行してもらってください。"}
	noKey          = lang.Text{EN: "%[1]s has no private key: it must be PEM, with a block PRIVATE KEY", JA: "%[1]s に秘密鍵がありません。PRIVATE KEYのブロックを含むPEM形式のファイルを指定してください。"}
	encryptedKey   = lang.Text{EN: "the key in %[1]s is encrypted, and nobody is there to type its password: decrypt it (openssl pkey -in %[1]s -out key.pem) and chmod 600 the result", JA: "%[1]s の鍵は暗号化されています。起動時にパスワードを入力できないため、復号したファイル（openssl pkey -in %[1]s -out key.pem）を用意し、chmod 600 を実行してください。"}
	otherKey       = lang.Text{EN: "the key in %[2]s does not belong to the certificate in %[1]s (%[3]s): name the key with which this certificate was requested", JA: "%[2]s の鍵は、%[1]s の証明書のものではありません（%[3]s）。この証明書の申請に使った鍵を指定してください。"}
	expired        = lang.Text{EN: "the certificate in %[1]s was valid until %[2]s: put a new one in its place; it is taken over without a restart", JA: "%[1]s の証明書は %[2]s に期限が切れています。新しい証明書に置き換えてください。再起動は不要です。"}
	endsSoon       = lang.Text{EN: "the certificate in %[1]s is valid until %[2]s only: put a new one in its place in time", JA: "%[1]s の証明書の期限は %[2]s です。期限までに新しい証明書に置き換えてください。"}
	notYet         = lang.Text{EN: "the certificate in %[1]s is only valid from %[2]s on, and it is %[3]s by the clock of this box: check the clock", JA: "%[1]s の証明書は %[2]s から有効です。この機器の時計は %[3]s です。時計が合っているか確認してください。"}
	otherUse       = lang.Text{EN: "the certificate in %[1]s is not for servers (extended key usage): have one issued for a TLS server", JA: "%[1]s の証明書はサーバー用ではありません（拡張鍵用途）。TLSサーバー用の証明書を発行してもらってください。"}
	halfPair       = lang.Text{EN: "name both files, that of the certificate and that of its key, or neither", JA: "証明書と鍵のファイルは、両方を指定するか、両方とも指定しないでください。"}
	wrongNames     = lang.Text{EN: "no certificate can be made for these names of the box (%[1]s): correct the name of the host", JA: "この機器の名前では証明書を作成できません（%[1]s）。ホスト名を確認してください。"}
)
