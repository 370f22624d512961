package record

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols/dnp3"
	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/opcua"
	"github.com/banken-ot/banken/protocols/opcua/opcuagen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// protocolCases is a protocol and its generated conversations.
type protocolCases struct {
	protocol *wire.Protocol
	cases    []wire.Case
}

func allCases() []protocolCases {
	return []protocolCases{{&modbus.Protocol, modbusgen.Cases()}, {&dnp3.Protocol, dnp3gen.Cases()}, {&opcua.Protocol, opcuagen.Cases()}}
}

// zeekSink writes what a conversation yields, and counts it.
type zeekSink struct {
	z            *Zeek
	halves       int // requests and responses seen
	transactions int
	fault        error
}

func (*zeekSink) Message(*wire.Conversation, *wire.Message) {}

func (s *zeekSink) Transaction(t *wire.Transaction) {
	s.transactions++
	for _, seen := range []bool{asked(t), answered(t)} {
		if seen {
			s.halves++
		}
	}
	if s.fault == nil {
		s.fault = s.z.Transaction(t)
	}
	t.Release()
}

// zeekCase plays a case into the folder dir.
func zeekCase(t *testing.T, dir string, p *wire.Protocol, c *wire.Case) *zeekSink {
	t.Helper()
	z, err := NewZeek(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := &zeekSink{z: z}
	conv := wiretest.NewConversation(p, c, s)
	conv.Identify(42)
	wiretest.Play(conv, c, wiretest.Whole)
	if s.fault != nil {
		t.Fatalf("%s: %v", c.Name, s.fault)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestZeekCases: the logs of every generated conversation can be read, have a line
// for what they promise one for, and a uid that is the conversation's.
func TestZeekCases(t *testing.T) {
	for _, g := range allCases() {
		for i := range g.cases {
			c := &g.cases[i]
			dir := t.TempDir()
			s := zeekCase(t, dir, g.protocol, c)
			logs := readZeekLogs(t, dir)
			lines, main := 0, map[string]string{"modbus": "modbus_detailed", "dnp3": "dnp3", "opcua": "opcua_binary"}[g.protocol.Name]
			for _, path := range []string{main, "dnp3_link"} {
				if logs[path] != nil {
					lines += len(logs[path].lines)
				}
			}
			if g.protocol.Name != "opcua" && lines != s.transactions || lines < s.transactions {
				t.Errorf("%s: %d lines for %d transactions", c.Name, lines, s.transactions)
			}
			if x := logs["modbus"]; x != nil && len(x.lines) != s.halves {
				t.Errorf("%s: %d lines for %d messages", c.Name, len(x.lines), s.halves)
			}
			for path, x := range logs {
				for k := range x.lines {
					if uid := x.get(t, k, "uid"); uid != "C"+string(appendID(nil, 42)) {
						t.Errorf("%s %s: uid %s", c.Name, path, uid)
					}
				}
			}
		}
	}
}

// TestZeekEveryLog: the cases, with what none of them has, fill every log but
// conn.log, and each of their columns but those that are never filled. Of the cells
// of a NodeId, which has one of several, only the first need be.
func TestZeekEveryLog(t *testing.T) {
	filled := map[string]bool{}
	count := func(logs map[string]*zeekLog) {
		for path, x := range logs {
			for k := range x.lines {
				for n, cell := range x.lines[k] {
					filled[path+" "+x.fields[n]] = filled[path+" "+x.fields[n]] || cell != "-"
				}
			}
		}
	}
	for _, g := range allCases() {
		for i := range g.cases {
			dir := t.TempDir()
			zeekCase(t, dir, g.protocol, &g.cases[i])
			count(readZeekLogs(t, dir))
		}
	}
	count(zeekOf(t, rareTransactions()...))
	never := neverFilled(t)
	tables, err := makeZeekTables()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range tables.all {
		for i := range x.columns {
			name := x.path + " " + x.columns[i].name
			if x.path == "conn" || !filled[name] && !never[name] && isNodeCell(name) && !strings.HasSuffix(name, "_encoding_mask") {
				continue
			}
			if filled[name] == never[name] {
				t.Errorf("%s: filled %v, documented as never filled %v", name, filled[name], never[name])
			}
		}
	}
}

// neverFilled reads which columns docs/zeek.md says are never filled.
func neverFilled(t *testing.T) map[string]bool {
	t.Helper()
	never := map[string]bool{}
	_, text, ok := strings.Cut(zeekDocs(t), "## Columns that are never filled\n")
	if !ok {
		t.Fatal("docs/zeek.md does not tell which columns are never filled")
	}
	text, _, _ = strings.Cut(text, "\n## ")
	for line := range strings.Lines(text) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || strings.HasPrefix(cells[1], " log") || strings.HasPrefix(cells[1], "-") {
			continue
		}
		for _, column := range strings.Fields(cells[2]) {
			never[strings.TrimSpace(cells[1])+" "+column] = true
		}
	}
	return never
}

func zeekDocs(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "docs", "zeek.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestZeekDocs: docs/zeek.md names every log and every column of ours.
func TestZeekDocs(t *testing.T) {
	docs := zeekDocs(t)
	words := strings.FieldsFunc(docs, func(c rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.", c)
	})
	tables, err := makeZeekTables()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range tables.all {
		if !slices.Contains(words, x.path+".log") {
			t.Errorf("docs/zeek.md does not name %s.log", x.path)
		}
		for i := range x.columns {
			if !slices.Contains(words, x.columns[i].name) && !slices.Contains(words, strings.TrimSuffix(x.columns[i].name, "_encoding_mask")) && !isNodeCell(x.columns[i].name) {
				t.Errorf("docs/zeek.md does not name %s of %s", x.columns[i].name, x.path)
			}
		}
	}
}

func isNodeCell(name string) bool {
	for _, c := range nodeCells {
		if strings.HasSuffix(name, c[0]) {
			return true
		}
	}
	return false
}

// TestZeekSecrets: no password, token, nonce or key is in any log.
func TestZeekSecrets(t *testing.T) {
	cases := opcuagen.Cases()
	for i := range cases {
		dir := t.TempDir()
		zeekCase(t, dir, &opcua.Protocol, &cases[i])
		names, _ := filepath.Glob(filepath.Join(dir, "*.log"))
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range opcuagen.Secrets() {
				if bytes.Contains(b, []byte(secret)) || bytes.Contains(b, wire.Octets([]byte(secret)).Append(nil)) {
					t.Errorf("%s: %q is in %s", cases[i].Name, secret, filepath.Base(name))
				}
			}
		}
	}
}
