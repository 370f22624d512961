package asset

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/sensor/lang"
)

const (
	// MaxListed bounds a list of assets: as many as an Inventory holds.
	MaxListed = MaxAssets
	// maxListFaults bounds the faults told of one list.
	maxListFaults = 100
)

// Listed is an asset as the plant's owner describes it. Without a description its
// criticality is DefaultCriticality.
type Listed struct {
	Address     netip.Addr
	Name        string
	Role        string // free text: "operator-panel"
	Zone        string // IEC 62443
	Criticality int    // 1 (low) to 3 (high)
	Safety      bool   // part of a safety function
}

// DefaultCriticality is that of an asset nobody described: medium.
const DefaultCriticality = 2

// ListFault is something wrong with a list, with its line.
type ListFault struct {
	Line int // from 1; 0 for the whole
	Text lang.Text
}

// ListFaults is an error that tells all faults of a list.
type ListFaults []ListFault

// Error implements error, in English.
func (f ListFaults) Error() string {
	return "asset: " + strings.ReplaceAll(f.In(lang.English), "\n", "\nasset: ")
}

// In says all faults in a language, a line each.
func (f ListFaults) In(l lang.Language) string {
	lines := make([]string, len(f))
	for i, x := range f {
		lines[i] = x.Text.In(l)
		if x.Line > 0 {
			lines[i] = inLine.Say(l, strconv.Itoa(x.Line)) + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

// Sentences about lists.
var (
	inLine         = lang.Text{EN: "line %[1]s: ", JA: "%[1]s行目："}
	noHead         = lang.Text{EN: "the first line must name the columns: address,name,role,zone,criticality,safety (address is needed, the others may be left out)", JA: "1行目に列名が必要です：address,name,role,zone,criticality,safety（addressは必須、その他は省略できます）"}
	unknownColumn  = lang.Text{EN: "there is no column %[1]q; the columns are address, name, role, zone, criticality and safety", JA: "列「%[1]s」は使えません。使える列は address、name、role、zone、criticality、safety です"}
	columnTwice    = lang.Text{EN: "the column %[1]q stands twice", JA: "列「%[1]s」が重複しています"}
	badCSV         = lang.Text{EN: "not CSV: %[1]s", JA: "CSVとして読めません：%[1]s"}
	badAddress     = lang.Text{EN: "%[1]q is no IP address, such as 192.168.1.20", JA: "「%[1]s」はIPアドレスではありません（例：192.168.1.20）"}
	addressTwice   = lang.Text{EN: "the address %[1]s stands in line %[2]s already", JA: "アドレス%[1]sは%[2]s行目にもあります"}
	badCriticality = lang.Text{EN: "criticality is 1 (low), 2 or 3 (high), not %[1]q", JA: "criticalityは1（低）、2、3（高）のいずれかです（「%[1]s」は使えません）"}
	badSafety      = lang.Text{EN: "safety is yes or no, not %[1]q", JA: "safetyはyesまたはnoです（「%[1]s」は使えません）"}
	tooMany        = lang.Text{EN: "more than %[1]s assets", JA: "機器が%[1]s台を超えています"}
)

// column is one of a list; read returns what is wrong with a cell, nil for nothing.
type column struct {
	name string
	read func(x *Listed, s string) *lang.Text
}

// columns are those of a list, with how each is read.
var columns = []column{
	{"address", readAddress},
	{"name", func(x *Listed, s string) *lang.Text { x.Name = Clean([]byte(s)); return nil }},
	{"role", func(x *Listed, s string) *lang.Text { x.Role = Clean([]byte(s)); return nil }},
	{"zone", func(x *Listed, s string) *lang.Text { x.Zone = Clean([]byte(s)); return nil }},
	{"criticality", readCriticality},
	{"safety", readSafety},
}

func readAddress(x *Listed, s string) *lang.Text {
	a, err := netip.ParseAddr(s)
	if err != nil || a.Zone() != "" {
		return &badAddress
	}
	x.Address = a.Unmap()
	return nil
}

func readCriticality(x *Listed, s string) *lang.Text {
	n, err := strconv.Atoi(s)
	switch {
	case s == "":
		return nil
	case err != nil || n < 1 || n > 3:
		return &badCriticality
	}
	x.Criticality = n
	return nil
}

func readSafety(x *Listed, s string) *lang.Text {
	switch strings.ToLower(s) {
	case "yes", "true", "1", "はい":
		x.Safety = true
	case "no", "false", "0", "", "いいえ":
	default:
		return &badSafety
	}
	return nil
}

// ReadList reads a list of assets: CSV in UTF-8, with or without a byte order mark,
// whose first line names the columns. The error is ListFaults, with every fault
// there is, or one of reading.
func ReadList(r io.Reader) ([]Listed, error) {
	l := lister{csv: csv.NewReader(r), lines: map[netip.Addr]int{}}
	l.csv.FieldsPerRecord, l.csv.TrimLeadingSpace = -1, true
	if err := l.head(); err != nil {
		return nil, err
	}
	for len(l.faults) < maxListFaults {
		record, err := l.csv.Read()
		if err == io.EOF {
			break
		}
		if err := l.trouble(err); err != nil {
			return nil, err
		}
		if err == nil {
			l.row(record)
		}
		if len(l.list) > MaxListed {
			l.fault(0, tooMany.Fill(strconv.Itoa(MaxListed)))
			break
		}
	}
	if len(l.faults) > 0 {
		return nil, l.faults
	}
	return l.list, nil
}

// lister reads a list.
type lister struct {
	csv    *csv.Reader
	order  []int // index into columns, by place
	list   []Listed
	lines  map[netip.Addr]int
	faults ListFaults
}

func (l *lister) fault(line int, t lang.Text) { l.faults = append(l.faults, ListFault{line, t}) }

// trouble notes what the CSV reader found; it returns what is no matter of the text.
func (l *lister) trouble(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		l.fault(parse.Line, badCSV.Fill(parse.Err.Error()))
		return nil
	}
	if err != nil {
		return fmt.Errorf("asset: %w", err)
	}
	return nil
}

func (l *lister) head() error {
	names, err := l.csv.Read()
	if err == io.EOF {
		return ListFaults{{1, noHead}}
	}
	if err := l.trouble(err); err != nil {
		return err
	}
	for i, name := range names {
		if i == 0 {
			name = strings.TrimPrefix(name, "\ufeff")
		}
		name = strings.ToLower(strings.TrimSpace(name))
		n := slices.IndexFunc(columns, func(c column) bool { return c.name == name })
		if n < 0 {
			l.fault(1, unknownColumn.Fill(Clean([]byte(name))))
		} else if slices.Contains(l.order, n) {
			l.fault(1, columnTwice.Fill(name))
		}
		l.order = append(l.order, n)
	}
	if !slices.Contains(l.order, 0) {
		l.faults = slices.Insert(l.faults, 0, ListFault{1, noHead})
	}
	if len(l.faults) > 0 {
		return l.faults
	}
	return nil
}

func (l *lister) row(record []string) {
	line, _ := l.csv.FieldPos(0)
	x := Listed{Criticality: DefaultCriticality}
	bad := len(l.faults)
	for i, n := range l.order {
		s := ""
		if i < len(record) {
			s = strings.TrimSpace(record[i])
		}
		if t := columns[n].read(&x, s); t != nil {
			l.fault(line, t.Fill(Clean([]byte(s))))
		}
	}
	if len(l.faults) > bad {
		return
	}
	if before, ok := l.lines[x.Address]; ok {
		l.fault(line, addressTwice.Fill(x.Address, strconv.Itoa(before)))
		return
	}
	l.lines[x.Address] = line
	l.list = append(l.list, x)
}
