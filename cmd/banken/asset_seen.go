package main

import (
	"fmt"
	"strings"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// Words of the list of devices seen on the wire.
var (
	seenTitle  = lang.Text{EN: "Seen on the wire since the sensor started, with the frames that prove it:", JA: "センサー起動後に通信で確認された機器（括弧内は根拠のフレーム番号）："}
	seenRouted = lang.Text{EN: "behind a router", JA: "ルータの先"}
	seenServer = lang.Text{EN: "%[1]s: answers on port %[2]s", JA: "%[1]s：ポート%[2]sで応答"}
	seenClient = lang.Text{EN: "%[1]s: asks", JA: "%[1]s：要求側"}
	seenFrame  = lang.Text{EN: "%[1]s (frame %[2]s)", JA: "%[1]s（フレーム%[2]s）"}
	saidWords  = map[string]lang.Text{
		"manufacturer": {EN: "maker", JA: "製造者"}, "product": {EN: "product", JA: "製品"}, "model": {EN: "model", JA: "型式"},
		"firmware": {EN: "firmware", JA: "ファームウェア"}, "serial": {EN: "serial number", JA: "製造番号"}, "name": {EN: "name", JA: "名称"},
		"place": {EN: "place", JA: "設置場所"}, "uri": {EN: "application", JA: "アプリケーション"}, "subject": {EN: "certificate", JA: "証明書"},
		"state": {EN: "state", JA: "状態"}, "other": {EN: "says", JA: "その他"},
	}
)

// seen tells the devices seen on the wire: address and hardware, what each does, and
// what it says of itself.
func (v *visit) seen(list []control.SeenAsset) {
	if len(list) == 0 {
		return
	}
	l := v.s.lang
	v.plain(0, "")
	v.plain(0, seenTitle.In(l))
	for _, a := range list {
		v.plain(0, strings.TrimRight(a.Address+"  "+v.hardware(&a), " "))
		for _, d := range a.Duties {
			text := seenClient.Say(l, d.Protocol)
			if d.Server {
				text = seenServer.Say(l, d.Protocol, fmt.Sprint(d.Port))
			}
			v.plain(1, seenFrame.Say(l, text, fmt.Sprint(d.Frame)))
		}
		for _, x := range a.Says {
			v.plain(1, seenFrame.Say(l, saidWords[x.Kind].In(l)+" "+x.Value+", "+x.Source, fmt.Sprint(x.Frame)))
		}
	}
}

func (v *visit) hardware(a *control.SeenAsset) string {
	switch {
	case a.Routed:
		return seenRouted.In(v.s.lang)
	case a.Vendor != "":
		return a.MAC + " " + a.Vendor
	}
	return a.MAC
}
