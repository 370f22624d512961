package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/tag"
)

// pointList is a list with points of three protocols.
const pointList = "# base=0\n機器,局番,種別,番号,タグ,名称,単位,倍率,データ型,下限\n10.0.0.2,1,保持レジスタ,12,PIC-101.SP,圧力設定値,kPa,0.1,int16,0\n10.0.0.3,10,バイナリ出力,5,CB-1,遮断器,,,,\n10.0.0.3,,,ns=2;s=Pump,,ポンプ,,,,\n"

// emptyStore makes the folder of a store with nothing in it.
func emptyStore(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	st, err := store.Open(filepath.Join(dir, store.Name), store.Options{})
	if err == nil {
		err = st.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestTag: a list of points is imported and listed, from the store and through the socket;
// one with faults changes nothing.
func TestTag(t *testing.T) {
	dir := emptyStore(t)
	file := filepath.Join(t.TempDir(), "points.csv")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, where := range [][]string{{"--store", dir}, {"--socket", serveSite(t, openPlant(t, emptyStore(t)))}} {
		run := func(line ...string) (string, string) {
			_, out, said := execute(nil, append(line, where...)...)
			return out, said
		}
		if out, _ := run("tag", "list", "--lang", "en"); out != "No points are described: banken tag import FILE.csv\n" {
			t.Errorf("an empty list: %q", out)
		}
		write(pointList)
		if out, said := run("tag", "import", file, "--who", "佐藤", "--lang", "ja"); out != "登録された点は3点です（追加3、変更0、削除0）。\n" {
			t.Errorf("%q, %q", out, said)
		}
		out, _ := run("tag", "list", "--lang", "ja")
		for _, want := range []string{"10.0.0.2", "保持レジスタ 40013", "PIC-101.SP", "圧力設定値", "バイナリ出力 5", "ns=2;s=Pump"} {
			if !strings.Contains(out, want) {
				t.Errorf("%s is not in\n%s", want, out)
			}
		}
		write(strings.Replace(strings.Replace(pointList, "kPa", "MPa", 1), "10.0.0.3,,,ns=2", "10.0.0.4,,,ns=2", 1))
		if out, said := run("tag", "import", file, "--who", "佐藤", "--lang", "en"); out != "3 points are described now: 1 new, 1 changed, 1 gone.\n" {
			t.Errorf("%q, %q", out, said)
		}
		write(strings.Replace(pointList, "保持レジスタ,12", "保持レジスタ,x", 1) + "操作盤9,,コイル,1,a,,,,,\n")
		if _, said := run("tag", "import", file, "--lang", "ja"); !strings.Contains(said, "3行目・4列目（番号）") || !strings.Contains(said, "6行目・1列目（機器）：「操作盤9」") {
			t.Errorf("faults: %s", said)
		}
		if out, _ := run("tag", "list", "--format", "json"); strings.Count(out, `"device"`) != 3 || !strings.Contains(out, `"unit": "MPa"`) {
			t.Errorf("after a list with faults: %s", out)
		}
	}
	st, err := store.OpenReadOnly(filepath.Join(dir, store.Name))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	trail, err := st.AuditTrail(1, 0)
	if err != nil || len(trail) != 2 || trail[1].What != "tag-import" || trail[1].Who != "佐藤" || !strings.Contains(string(trail[1].Detail), `"changed":1`) {
		t.Errorf("%+v, %v", trail, err)
	}
}

// TestTagForms: what is kept of a point is all there is.
func TestTagForms(t *testing.T) {
	list, err := tag.Read([]byte(pointList+"10.0.0.9,,入力レジスタ,1,x,,m,2,float32,-5\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range list {
		kept := keptOf(&x)
		if got := tagOf(&kept); got != x {
			t.Errorf("%+v comes back as %+v", x, got)
		}
	}
	if d := list[0].Description; d != (lang.Text{JA: "圧力設定値"}) {
		t.Errorf("%+v", d)
	}
}
