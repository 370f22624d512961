package record

import (
	"bytes"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// zeekLog is a log as another tool reads it: this reader is written from the
// description of Zeek's ASCII form and shares nothing with the writer.
type zeekLog struct {
	path          string
	open, close   string
	fields, types []string
	lines         [][]string
}

// readZeekLog reads a log strictly.
func readZeekLog(b []byte) (*zeekLog, error) {
	x := &zeekLog{}
	rest, ok := strings.CutPrefix(string(b), "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n")
	if !ok || !strings.HasSuffix(rest, "\n") {
		return nil, fmt.Errorf("header or end of file is wrong")
	}
	for i, line := range strings.Split(strings.TrimSuffix(rest, "\n"), "\n") {
		cells := strings.Split(line, "\t")
		if x.close != "" {
			return nil, fmt.Errorf("line %d behind #close", i)
		}
		switch cells[0] {
		case "#path":
			x.path = cells[1]
		case "#open":
			x.open = cells[1]
		case "#close":
			x.close = cells[1]
		case "#fields":
			x.fields = cells[1:]
		case "#types":
			x.types = cells[1:]
		default:
			if x.path == "" || x.open == "" || len(x.types) == 0 || len(x.types) != len(x.fields) {
				return nil, fmt.Errorf("line %d before the header is complete", i)
			}
			if err := x.line(cells); err != nil {
				return nil, fmt.Errorf("line %d: %w", i, err)
			}
		}
	}
	if x.close == "" {
		return nil, fmt.Errorf("no #close")
	}
	return x, nil
}

func (x *zeekLog) line(cells []string) error {
	if len(cells) != len(x.fields) {
		return fmt.Errorf("%d cells in %d columns", len(cells), len(x.fields))
	}
	for i, c := range cells {
		if err := checkZeekCell(x.types[i], c); err != nil {
			return fmt.Errorf("%s: %w", x.fields[i], err)
		}
	}
	x.lines = append(x.lines, cells)
	return nil
}

// checkZeekCell checks that a cell is of its type.
func checkZeekCell(kind, c string) error {
	if c == "-" {
		return nil
	}
	if inner, ok := strings.CutSuffix(kind, "]"); ok {
		_, inner, _ = strings.Cut(inner, "[")
		for _, member := range strings.Split(c, ",") {
			if err := checkZeekCell(inner, member); err != nil {
				return err
			}
		}
		return nil
	}
	var err error
	switch kind {
	case "bool":
		if c != "T" && c != "F" {
			err = fmt.Errorf("%q is no bool", c)
		}
	case "count":
		_, err = strconv.ParseUint(c, 10, 64)
	case "int":
		_, err = strconv.ParseInt(c, 10, 64)
	case "port":
		_, err = strconv.ParseUint(c, 10, 16)
	case "time", "interval":
		_, decimals, _ := strings.Cut(c, ".")
		if _, err = strconv.ParseFloat(c, 64); err == nil && len(decimals) != 6 {
			err = fmt.Errorf("%q has not six decimals", c)
		}
	case "double":
		_, err = strconv.ParseFloat(c, 64)
	case "addr":
		_, err = netip.ParseAddr(c)
	case "string", "enum":
		_, err = unescapeZeek(c)
	default:
		err = fmt.Errorf("unknown type %s", kind)
	}
	return err
}

// unescapeZeek returns a text as it was before escaping.
func unescapeZeek(c string) (string, error) {
	if c == "" {
		return "", fmt.Errorf("a cell without anything")
	}
	if c == "(empty)" {
		return "", nil
	}
	var b []byte
	for i := 0; i < len(c); i++ {
		if c[i] < ' ' || c[i] == 0x7f {
			return "", fmt.Errorf("%q holds a control character", c)
		}
		if c[i] != '\\' {
			b = append(b, c[i])
			continue
		}
		if i+3 >= len(c) || c[i+1] != 'x' {
			return "", fmt.Errorf("%q holds a backslash that escapes nothing", c)
		}
		n, err := strconv.ParseUint(c[i+2:i+4], 16, 8)
		if err != nil {
			return "", err
		}
		b = append(b, byte(n))
		i += 3
	}
	return string(b), nil
}

// get returns a cell of a line; it fails for a column there is not.
func (x *zeekLog) get(t *testing.T, line int, column string) string {
	t.Helper()
	for i, name := range x.fields {
		if name == column {
			if line >= len(x.lines) {
				t.Fatalf("%s has %d lines", x.path, len(x.lines))
			}
			return x.lines[line][i]
		}
	}
	t.Fatalf("%s has no column %s", x.path, column)
	return ""
}

// readZeekLogs reads all logs of a folder, by path.
func readZeekLogs(t *testing.T, dir string) map[string]*zeekLog {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	logs := map[string]*zeekLog{}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		x, err := readZeekLog(b)
		if err != nil {
			t.Fatalf("%s: %v\n%s", filepath.Base(name), err, bytes.TrimSpace(b))
		}
		if x.path+".log" != filepath.Base(name) || len(x.lines) == 0 {
			t.Errorf("%s has the path %s and %d lines", filepath.Base(name), x.path, len(x.lines))
		}
		logs[x.path] = x
	}
	return logs
}
