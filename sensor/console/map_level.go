package console

import (
	"net/netip"
	"regexp"
	"strings"
)

// layer is where a device belongs in the layers of a plant (ISA-95, the Purdue model).
// Their order is that of the map, from top to bottom.
type layer uint8

const (
	layerOutside   layer = iota // beyond the plant: addresses of the internet
	layerBusiness               // 4 and 5
	layerBetween                // 3.5: what separates business and plant
	layerSite                   // 3: what all of the plant uses
	layerSupervise              // 2
	layerControl                // 1
	layerField                  // 0
	layerUnknown
	layers
)

// layerKeys end the keys of their words.
var layerKeys = [layers]string{"outside", "4", "3.5", "3", "2", "1", "0", "unknown"}

// layerWord is a word in the role or the zone of a device, and the level it says.
type layerWord struct {
	word  string
	layer layer
}

// roleWords are looked for in the role, in this order: what is more special comes first.
var roleWords = [...]layerWord{
	{"safety", layerControl}, {"安全", layerControl}, {"sis", layerControl},
	{"remote-access", layerBetween}, {"jump", layerBetween}, {"dmz", layerBetween}, {"vpn", layerBetween}, {"firewall", layerBetween}, {"proxy", layerBetween}, {"ファイアウォール", layerBetween},
	{"office", layerBusiness}, {"erp", layerBusiness}, {"mail", layerBusiness}, {"business", layerBusiness}, {"事務", layerBusiness}, {"業務", layerBusiness},
	{"historian", layerSite}, {"ヒストリアン", layerSite}, {"engineering", layerSite}, {"エンジニアリング", layerSite}, {"保守", layerSite}, {"maintenance", layerSite}, {"mes", layerSite},
	{"time-server", layerSite}, {"name-server", layerSite}, {"domain", layerSite}, {"backup", layerSite}, {"patch", layerSite}, {"router", layerSite}, {"ルーター", layerSite}, {"log", layerSite},
	{"operator-panel", layerSupervise}, {"hmi", layerSupervise}, {"scada", layerSupervise}, {"supervis", layerSupervise}, {"operator", layerSupervise}, {"master", layerSupervise},
	{"opc", layerSupervise}, {"alarm", layerSupervise}, {"操作", layerSupervise}, {"監視", layerSupervise}, {"switch", layerSupervise}, {"スイッチ", layerSupervise},
	{"remote-io", layerField}, {"リモートio", layerField}, {"sensor", layerField}, {"actuator", layerField}, {"valve", layerField}, {"drive", layerField}, {"inverter", layerField},
	{"meter", layerField}, {"instrument", layerField}, {"analyser", layerField}, {"analyzer", layerField}, {"計器", layerField}, {"センサ", layerField}, {"インバータ", layerField}, {"弁", layerField},
	{"plc", layerControl}, {"rtu", layerControl}, {"controller", layerControl}, {"dcs", layerControl}, {"outstation", layerControl}, {"ied", layerControl}, {"relay", layerControl},
	{"gateway", layerControl}, {"制御", layerControl}, {"コントローラ", layerControl}, {"シーケンサ", layerControl},
	{"server", layerSite}, {"サーバ", layerSite},
}

// zoneWords are looked for in the zone where the role says nothing.
var zoneWords = [...]layerWord{
	{"dmz", layerBetween}, {"office", layerBusiness}, {"business", layerBusiness}, {"enterprise", layerBusiness}, {"事務", layerBusiness}, {"業務", layerBusiness}, {"it", layerBusiness},
	{"operations", layerSite}, {"engineering", layerSite}, {"supervision", layerSupervise}, {"control-room", layerSupervise}, {"監視", layerSupervise}, {"中央", layerSupervise},
	{"field", layerField}, {"現場", layerField}, {"safety", layerControl}, {"control", layerControl}, {"制御", layerControl},
}

// namedLevel is a level that is said by its number, as in "Level 2", "L3.5" or "レベル1".
var namedLevel = regexp.MustCompile(`(?i)(?:\blevel|\bpurdue|\bl|レベル)[ _-]?([0-5](?:\.5)?)(?:\D|$)`)

var numberedLevels = map[string]layer{"0": layerField, "1": layerControl, "2": layerSupervise, "3": layerSite, "3.5": layerBetween, "4": layerBusiness, "5": layerBusiness}

// layerOf says where a device belongs: by the number in its zone or role, by a word in its
// role, by one in its zone. assumed is what it seems to be by what it does, where nothing
// is said.
func layerOf(role, zone string, assumed layer) (l layer, said bool) {
	for _, text := range [...]string{zone, role} {
		if m := namedLevel.FindStringSubmatch(text); m != nil {
			if l, ok := numberedLevels[m[1]]; ok {
				return l, true
			}
		}
	}
	if l, ok := wordLayer(role, roleWords[:]); ok {
		return l, true
	}
	if l, ok := wordLayer(zone, zoneWords[:]); ok {
		return l, true
	}
	return assumed, false
}

// wordLayer finds the first word of a table in a text. Short words of letters must stand
// alone, so that "limited" is no "it".
func wordLayer(text string, table []layerWord) (layer, bool) {
	text = strings.ToLower(strings.NewReplacer(" ", "-", "_", "-").Replace(text))
	for _, w := range table {
		if alone(text, w.word) {
			return w.layer, true
		}
	}
	return layerUnknown, false
}

// standalone is how long a word of letters must be to be found within another.
const standalone = 4

func alone(text, word string) bool {
	if len(word) >= standalone {
		return strings.Contains(text, word)
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '-' || r == '/' || r == '.' || r == ',' || '0' <= r && r <= '9' }) {
		if part == word {
			return true
		}
	}
	return false
}

// outside reports whether an address is one of the internet.
func outside(a netip.Addr) bool {
	return a.IsValid() && a.IsGlobalUnicast() && !a.IsPrivate()
}
