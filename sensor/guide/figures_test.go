package guide

import (
	"testing"

	"github.com/banken-ot/banken/sensor/lang"
)

// TestFigures: what is in no language is told as people write it; what is none of it
// stays.
func TestFigures(t *testing.T) {
	for in, want := range map[string]lang.Text{
		"":                     {EN: "", JA: ""},
		"900":                  {EN: "900", JA: "900"},
		"-3.5..260":            {EN: "-3.5 to 260", JA: "-3.5〜260"},
		"0..3/s":               {EN: "0 to 3/s", JA: "0〜3/秒"},
		"1, 2, 8..9":           {EN: "1, 2, 8 to 9", JA: "1、2、8〜9"},
		"bit 3, bit 12":        {EN: "bit 3, bit 12", JA: "ビット3、ビット12"},
		"1.5s":                 {EN: "1.5 s", JA: "1.5秒"},
		"<2m30s":               {EN: "less than 2 min 30 s", JA: "2分30秒未満"},
		"5m0s":                 {EN: "5 min", JA: "5分"},
		"26h0m0s":              {EN: "26 h", JA: "26時間"},
		"350ms":                {EN: "350 ms", JA: "350ミリ秒"},
		"0s":                   {EN: "0 s", JA: "0秒"},
		"<=3":                  {EN: "at most 3", JA: "3以下"},
		"<= 3/d":               {EN: "at most 3/day", JA: "3/日以下"},
		">= 12":                {EN: "at least 12", JA: "12以上"},
		"~ 51.2":               {EN: "about 51.2", JA: "約51.2"},
		"120/1m0s":             {EN: "120/min", JA: "120/分"},
		"12/10m0s":             {EN: "12/10 min", JA: "12/10分"},
		"40 / 30s":             {EN: "40 in 30 s", JA: "30秒の間に40"},
		"all":                  {EN: "all", JA: "すべて"},
		"Write Single Coil":    {EN: "Write Single Coil", JA: "Write Single Coil"},
		"holding-register 12":  {EN: "holding-register 12", JA: "holding-register 12"},
		"ns=2;s=Tank..1/Level": {EN: "ns=2;s=Tank..1/Level", JA: "ns=2;s=Tank..1/Level"},
		"00:1b:1b:00:00:07":    {EN: "00:1b:1b:00:00:07", JA: "00:1b:1b:00:00:07"},
		"tcp 3389":             {EN: "tcp 3389", JA: "tcp 3389"},
		"#1f":                  {EN: "#1f", JA: "#1f"},
		"infinity":             {EN: "infinity", JA: "infinity"},
		"200..260 (23 values)": {EN: "200 to 260 (23 different values)", JA: "200〜260（23種類の値）"},
		"1, 2..3 (64+ values)": {EN: "1, 2 to 3 (64 or more different values)", JA: "1、2〜3（64種類以上の値）"},
		"x (y values)":         {EN: "x (y values)", JA: "x (y values)"},
		"<nothing>":            {EN: "<nothing>", JA: "<nothing>"},
	} {
		if got := (lang.Text{EN: Figures(lang.English, in), JA: Figures(lang.Japanese, in)}); got != want {
			t.Errorf("%q is %q", in, got)
		}
	}
}
