package yardstick

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
)

// decisionTable is the table as data, in the format of SSVC 2.0 (CERT/CC).
//
//go:embed decision-table.json
var decisionTable []byte

// inputs are the decision points of the table, in the order of its rows, each with
// the codes of its values in order.
var inputs = [...]struct {
	id    string
	codes []string
}{
	{"x_io.banken#ot:EV:1.0.0", []string{"P", "A", "S"}},
	{"x_io.banken#ot:CR:1.0.0", []string{"L", "M", "H"}},
	{"ssvc:HI:2.0.2", []string{"L", "M", "H", "VH"}},
	{"ssvc:EXP:1.0.1", []string{"S", "C", "O"}},
	{"x_io.banken#ot:FP:1.0.0", []string{"1", "2", "3"}},
}

// outcome is the decision point of the answers, and their codes in order.
const outcome = "cisa:CISA:1.1.0"

var outcomeCodes = [...]string{"T", "T*", "AT", "AC"}

// rows is how many rows a complete table has.
const rows = 3 * 3 * 4 * 3 * 3

// Table is a decision table. It is read only once loaded.
type Table struct {
	Version string
	cells   [rows]cell
}

// cell is the answer to one combination of inputs.
type cell struct {
	outcome uint8
	row     uint16 // of the file, from 1; 0 for none
}

// Load returns the table that is part of the program.
func Load() (*Table, error) { return Parse(decisionTable) }

// Parse reads a table and proves it complete, free of contradiction and monotone:
// more evidence, credibility, impact, exposure or prevalence never gives a lower
// outcome.
func Parse(b []byte) (*Table, error) {
	var file struct {
		Version string              `json:"version"`
		Outcome string              `json:"outcome"`
		Mapping []map[string]string `json:"mapping"`
	}
	if err := json.Unmarshal(b, &file); err != nil {
		return nil, fmt.Errorf("yardstick: decision table: %w", err)
	}
	if file.Outcome != outcome {
		return nil, fmt.Errorf("yardstick: decision table: the outcome is %q, not %q", file.Outcome, outcome)
	}
	t := &Table{Version: file.Version}
	for i, m := range file.Mapping {
		if err := t.add(i+1, m); err != nil {
			return nil, fmt.Errorf("yardstick: decision table: row %d: %w", i+1, err)
		}
	}
	return t, t.prove()
}

func (t *Table) add(row int, m map[string]string) error {
	n := 0
	for _, in := range inputs {
		v := indexOf(in.codes, m[in.id])
		if v < 0 {
			return fmt.Errorf("%s is %q", in.id, m[in.id])
		}
		n = n*len(in.codes) + v
	}
	answer := indexOf(outcomeCodes[:], m[outcome])
	switch {
	case answer < 0:
		return fmt.Errorf("the outcome is %q", m[outcome])
	case t.cells[n].row != 0:
		return fmt.Errorf("it says what row %d says already", t.cells[n].row)
	}
	t.cells[n] = cell{uint8(answer), uint16(row)}
	return nil
}

func indexOf(list []string, s string) int {
	for i, x := range list {
		if x == s {
			return i
		}
	}
	return -1
}

// Faults of a table as a whole.
var (
	errIncomplete = errors.New("yardstick: decision table: a combination of inputs has no row")
	errFalling    = errors.New("yardstick: decision table: more of an input gives a lower outcome")
)

// prove checks that every combination has an answer and that none falls.
func (t *Table) prove() error {
	for n := range t.cells {
		if t.cells[n].row == 0 {
			return errIncomplete
		}
	}
	for n := range t.cells {
		step := rows
		for _, in := range inputs {
			step /= len(in.codes)
			if n/step%len(in.codes)+1 < len(in.codes) && t.cells[n+step].outcome < t.cells[n].outcome {
				return fmt.Errorf("%w: rows %d and %d", errFalling, t.cells[n].row, t.cells[n+step].row)
			}
		}
	}
	return nil
}

// look returns the answer for values of the inputs, each from 0; those beyond the
// last count as the last.
func (t *Table) look(values [len(inputs)]int) cell {
	n := 0
	for i, in := range inputs {
		n = n*len(in.codes) + min(max(values[i], 0), len(in.codes)-1)
	}
	return t.cells[n]
}
