package store

import "github.com/banken-ot/banken/sensor/lang"

// What can be wrong with a store, and what to do about it.
var (
	newer   = lang.Text{EN: "the store %[1]s is of version %[2]s, this program knows versions up to %[3]s: install the program that wrote it, or put the backup from before the upgrade in its place", JA: "ストア %[1]s はバージョン%[2]sで、このプログラムが扱えるのは%[3]sまでです。ストアを書き込んだ新しいプログラムを入れるか、更新前のバックアップに戻してください"}
	older   = lang.Text{EN: "the store %[1]s is of version %[2]s, this program needs %[3]s: start the sensor once, which brings it up to date", JA: "ストア %[1]s はバージョン%[2]sですが、このプログラムには%[3]sが必要です。センサーを一度起動すると更新されます"}
	foreign = lang.Text{EN: "%[1]s is no store of the sensor (%[2]s): name another folder in store.dir, or, when it was a store, put the latest backup in its place", JA: "%[1]s はセンサーのストアではありません（%[2]s）。store.dir に別のフォルダーを指定するか、ストアだった場合は最新のバックアップに戻してください"}
	damaged = lang.Text{EN: "the store %[1]s is damaged (%[2]s): stop the sensor, keep the file, and put the latest backup in its place; without a backup move the file away, and the sensor begins to learn anew", JA: "ストア %[1]s が壊れています（%[2]s）。センサーを止め、ファイルを残したまま最新のバックアップに戻してください。バックアップがない場合はファイルを移動すると、センサーは学習を最初からやり直します"}
	failing = lang.Text{EN: "the disk fails at the store %[1]s (%[2]s): back up what can be read, and replace the disk", JA: "ストア %[1]s の読み書きでディスクの異常が起きています（%[2]s）。読み取れるうちにバックアップを取り、ディスクを交換してください"}
	full    = lang.Text{EN: "there is no room for the store %[1]s (%[2]s): free some of the disk, or keep less; what was stored before is safe", JA: "ストア %[1]s の空き容量がありません（%[2]s）。ディスクを空けるか、保存する期間を短くしてください。保存済みの内容は失われていません"}
	spared  = lang.Text{EN: "there is no room for the store %[1]s, so %[2]s is not written until there is: free some of the disk; incidents and the audit trail are still written", JA: "ストア %[1]s の空き容量がないため、空きができるまで%[2]sの書込みを止めています。ディスクを空けてください。インシデントと監査証跡の記録は続けています"}
	inUse   = lang.Text{EN: "the store %[1]s is in use by another process (%[2]s): a sensor runs already; stop it, or ask it through its socket", JA: "ストア %[1]s は別のプロセスが使用中です（%[2]s）。センサーがすでに動いています。止めるか、ソケット経由で操作してください"}
	denied  = lang.Text{EN: "the store %[1]s cannot be opened by this user (%[2]s): let the user read the file and its folder, and the sensor write them", JA: "ストア %[1]s をこのユーザーでは開けません（%[2]s）。ファイルとフォルダーの読取り権限を、センサーには書込み権限も付けてください"}
	missing = lang.Text{EN: "there is no store %[1]s (%[2]s): start the sensor, which makes it, or correct store.dir", JA: "ストア %[1]s がありません（%[2]s）。センサーを起動すると作られます。場所が違う場合は store.dir を直してください"}
	broken  = lang.Text{EN: "the store %[1]s was changed by something other than the sensor (%[2]s): keep the file as evidence, find out who could write it, and put the latest backup in its place", JA: "ストア %[1]s がセンサー以外から書き換えられています（%[2]s）。ファイルを証拠として保管し、書込みできた人を調べたうえで、最新のバックアップに戻してください"}
)
