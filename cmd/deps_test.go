// Package cmd holds no code: this test keeps the shape of the whole module.
package cmd

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/banken-ot/banken"

// allowed says who may import whom inside the module: the line runs protocols →
// baseline → sensor → cmd. A folder with Go code and without a line fails.
// "..." stands for the folders below.
const allowed = `
protocols                protocols/modbus protocols/dnp3 protocols/opcua protocols/wire
protocols/wire           -
protocols/wire/wiretest  protocols/wire
protocols/modbus         protocols/wire
protocols/modbus/...     protocols/wire protocols/modbus
protocols/dnp3           protocols/wire
protocols/dnp3/...       protocols/wire protocols/dnp3
protocols/opcua          protocols/wire
protocols/opcua/...      protocols/wire protocols/opcua
baseline                 protocols/wire baseline/snapshot
baseline/snapshot        -
baseline/edition         -
baseline/stat            baseline/snapshot
baseline/model           protocols/wire baseline baseline/...
baseline/...             protocols/wire baseline baseline/snapshot baseline/stat
sensor/lang              -
sensor/lang/langtest     sensor/lang
sensor/packet            -
sensor/capture           sensor/packet
sensor/capture/ring      sensor/packet sensor/capture
sensor/capture/ring/...  -
sensor/capture/port      -
sensor/config            sensor/lang
sensor/health            -
sensor/live              protocols/wire ebpf/filter baseline sensor/sight sensor/packet sensor/capture sensor/capture/ring sensor/capture/port sensor/flow sensor/decode sensor/recorder sensor/config sensor/health
sensor/control           ebpf/filter sensor/health sensor/recorder sensor/lang sensor/alert sensor/permit sensor/account sensor/drill
sensor/recorder          sensor/packet sensor/flow sensor/capture
ebpf/filter              -
sensor/flow              protocols/wire sensor/packet
sensor/decode            protocols/wire sensor/packet sensor/flow
sensor/decode/oracle     protocols protocols/... sensor/... deploy/conformance
sensor/replay            protocols/wire baseline sensor/sight sensor/packet sensor/flow sensor/capture sensor/decode
sensor/record            protocols/wire sensor/lang sensor/flow sensor/replay
sensor/asset             protocols/wire baseline sensor/packet sensor/lang
sensor/asset/...         sensor/asset
sensor/technique         -
sensor/guide             protocols/wire baseline sensor/lang
sensor/tag               sensor/lang
sensor/plain             protocols protocols/wire baseline sensor/lang sensor/guide sensor/tag
sensor/sight             baseline sensor/packet sensor/flow sensor/decode sensor/asset
sensor/store             sensor/lang
sensor/notify            sensor/lang sensor/alert sensor/config sensor/control sensor/notify/channel
sensor/notify/channel    sensor/lang sensor/config
sensor/notify/plant      sensor/lang sensor/config sensor/control
sensor/account           sensor/lang
sensor/drill             protocols/wire baseline sensor/lang
sensor/account/session   sensor/account
sensor/account/roster    sensor/lang sensor/account sensor/store
sensor/certificate       sensor/lang
sensor/permit            protocols/wire baseline sensor/lang
sensor/alert             protocols/wire baseline baseline/stat sensor/technique sensor/guide sensor/yardstick
sensor/yardstick         -
sensor/console           sensor/lang sensor/alert sensor/permit sensor/health sensor/control sensor/account sensor/account/session sensor/certificate sensor/notify sensor/drill
sensor/watch             protocols/wire baseline baseline/model sensor/health baseline/edition sensor/lang sensor/asset sensor/alert sensor/guide sensor/yardstick sensor/permit sensor/store sensor/plain sensor/tag sensor/drill
sensor/evaluate          baseline/stat sensor/lang
sensor/assess            protocols/wire baseline baseline/tripwire sensor/technique sensor/guide sensor/lang sensor/packet sensor/flow sensor/replay sensor/asset
deploy/...               protocols protocols/... baseline baseline/... sensor/... deploy/...
cmd/banken               protocols protocols/... baseline baseline/... ebpf/... sensor/... deploy/...
`

// goFiles calls f with every Go file outside testdata, by folder.
func goFiles(t *testing.T, f func(dir string, name string)) {
	t.Helper()
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || (strings.HasPrefix(d.Name(), ".") && d.Name() != "..")) {
			return filepath.SkipDir
		}
		if strings.HasSuffix(name, ".go") {
			rel, _ := filepath.Rel("..", name)
			f(filepath.ToSlash(filepath.Dir(rel)), name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func rules() map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(allowed) {
		if f := strings.Fields(line); len(f) > 0 {
			m[f[0]] = f[1:]
		}
	}
	return m
}

// rule finds the line for a folder: its own, or that of a parent with "...".
func rule(m map[string][]string, dir string) (list []string, ok bool) {
	if list, ok = m[dir]; ok {
		return list, true
	}
	for p := path.Dir(dir); p != "."; p = path.Dir(p) {
		if list, ok = m[p+"/..."]; ok {
			return list, true
		}
	}
	return nil, false
}

func permits(list []string, dep string) bool {
	return slices.ContainsFunc(list, func(pattern string) bool {
		if parent, all := strings.CutSuffix(pattern, "/..."); all {
			return strings.HasPrefix(dep, parent+"/")
		}
		return pattern == dep
	})
}

// testMayImport: tests may also import wiretest, generators, what is to the left
// of them, and the parser and keys that the filter in the kernel is compared with.
func testMayImport(dir, inside string) bool {
	return strings.HasPrefix(inside, "protocols") || strings.HasPrefix(inside, "baseline") || strings.HasPrefix(dir, "sensor") && (strings.HasPrefix(inside, "sensor") || inside == "deploy/conformance") ||
		dir == "ebpf/filter" && (inside == "sensor/packet" || inside == "sensor/flow")
}

// TestImports holds the direction of imports.
func TestImports(t *testing.T) {
	m := rules()
	goFiles(t, func(dir, name string) {
		if dir == "cmd" {
			return
		}
		list, ok := rule(m, dir)
		if !ok {
			t.Errorf("%s: folder %s has no line in the table", name, dir)
			return
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Error(err)
			return
		}
		for _, spec := range file.Imports {
			dep, _ := strconv.Unquote(spec.Path.Value)
			inside, ours := strings.CutPrefix(dep, module+"/")
			if !ours || inside == dir || permits(list, inside) {
				continue
			}
			if strings.HasSuffix(name, "_test.go") && testMayImport(dir, inside) {
				continue
			}
			t.Errorf("%s: %s may not import %s", name, dir, inside)
		}
	})
}

// TestNoInit: no init functions, no blank imports but SQLite's driver, and no
// folder with a name that says nothing.
func TestNoInit(t *testing.T) {
	goFiles(t, func(dir, name string) {
		if slices.Contains([]string{"internal", "pkg", "common", "util", "utils"}, path.Base(dir)) {
			t.Errorf("%s: the folder's name says nothing", dir)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Error(err)
			return
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: init function", name)
			}
		}
		for _, spec := range file.Imports {
			if spec.Name != nil && spec.Name.Name == "_" && spec.Path.Value != `"github.com/mattn/go-sqlite3"` && spec.Path.Value != `"embed"` {
				t.Errorf("%s: blank import of %s", name, spec.Path.Value)
			}
		}
	})
}

// TestPackageDocs: every package says what it contains.
func TestPackageDocs(t *testing.T) {
	documented := map[string]bool{}
	goFiles(t, func(dir, name string) {
		if strings.HasSuffix(name, "_test.go") {
			return
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.PackageClauseOnly)
		if err != nil {
			t.Error(err)
			return
		}
		documented[dir] = documented[dir] || file.Doc != nil && len(strings.Fields(file.Doc.Text())) >= 8
	})
	for _, dir := range slices.Sorted(maps.Keys(documented)) {
		if !documented[dir] {
			t.Errorf("%s: no package comment of a sentence", dir)
		}
	}
}

// TestTop: the top level is the owner's list.
func TestTop(t *testing.T) {
	want := map[string]bool{"cmd": true, "sensor": true, "protocols": true, "ebpf": true, "baseline": true, "firmware": true,
		"deploy": true, "csirt": true, "docs": true, ".ci": true, ".git": true, ".gitignore": true, "LICENSE": true,
		"go.mod": true, "go.sum": true, "Makefile": true, "README.md": true, "bin": true, "out": true}
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !want[e.Name()] {
			t.Errorf("%s does not belong on the top level", e.Name())
		}
	}
}
