package conformance

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// maxRecord bounds one line of records, in octets.
const maxRecord = 16 << 20

// key names a message: the nth of its role in its frame.
type key struct {
	capture  string
	frame    uint64
	protocol string
	role     string
	nth      int
}

// Score is how much of what was expected of a protocol a tool told.
type Score struct {
	Messages, Found int // expected, and those the tool has
	Extra           int // messages of the tool that are not expected
	Items           int // items of information in the expected messages
	Right           int // that the tool tells as expected
	Wrong           int // that it tells otherwise
	Missing         int // that it does not tell
}

// Fault is one item or message that is not as expected.
type Fault struct {
	Capture, Protocol, Role string
	Frame                   uint64
	Item                    string // path within the record; "" for the whole message
	Want, Got               string
}

// String describes the fault in a line.
func (f Fault) String() string {
	where := fmt.Sprintf("%s frame %d %s", f.Capture, f.Frame, f.Role)
	if f.Item == "" {
		return where + ": " + f.Got
	}
	return fmt.Sprintf("%s: %s: want %s, got %s", where, f.Item, f.Want, f.Got)
}

// Compare scores got against want, both messages.jsonl, by protocol. each is
// called with every fault.
func Compare(want, got io.Reader, each func(Fault)) (map[string]*Score, error) {
	expected, err := readRecords(want)
	if err != nil {
		return nil, fmt.Errorf("conformance: expected records: %w", err)
	}
	told, err := readRecords(got)
	if err != nil {
		return nil, fmt.Errorf("conformance: records to score: %w", err)
	}
	scores := map[string]*Score{}
	score := func(protocol string) *Score {
		if scores[protocol] == nil {
			scores[protocol] = &Score{}
		}
		return scores[protocol]
	}
	for _, k := range sortedKeys(expected) {
		s := score(k.protocol)
		s.Messages++
		s.Items += len(expected[k])
		record, ok := told[k]
		if !ok {
			s.Missing += len(expected[k])
			each(k.fault("", "", "message is missing"))
			continue
		}
		s.Found++
		s.items(k, expected[k], record, each)
	}
	for _, k := range sortedKeys(told) {
		if _, ok := expected[k]; !ok {
			score(k.protocol).Extra++
			each(k.fault("", "", "message is not expected"))
		}
	}
	return scores, nil
}

func (s *Score) items(k key, want, got map[string]string, each func(Fault)) {
	for _, path := range slices.Sorted(maps.Keys(want)) {
		value, ok := got[path]
		switch {
		case !ok:
			s.Missing++
			each(k.fault(path, want[path], "nothing"))
		case value != want[path]:
			s.Wrong++
			each(k.fault(path, want[path], value))
		default:
			s.Right++
		}
	}
}

func (k key) fault(item, want, got string) Fault {
	return Fault{Capture: k.capture, Protocol: k.protocol, Role: k.role, Frame: k.frame, Item: item, Want: want, Got: got}
}

// readRecords reads JSON lines into flat items by message.
func readRecords(r io.Reader) (map[key]map[string]string, error) {
	records := map[key]map[string]string{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxRecord)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		if err := addRecord(records, lines.Bytes()); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return records, lines.Err()
}

func addRecord(records map[key]map[string]string, line []byte) error {
	var record map[string]json.RawMessage
	if err := json.Unmarshal(line, &record); err != nil {
		return err
	}
	var k key
	for name, into := range map[string]any{"capture": &k.capture, "frame": &k.frame, "protocol": &k.protocol, "role": &k.role} {
		raw, ok := record[name]
		if !ok {
			return errors.New("the record has no " + name)
		}
		if err := json.Unmarshal(raw, into); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		delete(record, name)
	}
	for records[k] != nil {
		k.nth++
	}
	items := map[string]string{}
	for name, raw := range record {
		if err := flatten(items, name, raw); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	records[k] = items
	return nil
}

// flatten puts every leaf of a JSON value into items by its path.
func flatten(items map[string]string, path string, raw json.RawMessage) error {
	switch raw[0] {
	case '{':
		var m map[string]json.RawMessage
		if err := json.Unmarshal(raw, &m); err != nil {
			return err
		}
		for name, v := range m {
			if err := flatten(items, path+"."+name, v); err != nil {
				return err
			}
		}
	case '[':
		var list []json.RawMessage
		if err := json.Unmarshal(raw, &list); err != nil {
			return err
		}
		for i, v := range list {
			if err := flatten(items, fmt.Sprintf("%s[%d]", path, i), v); err != nil {
				return err
			}
		}
	default:
		items[path] = string(raw)
	}
	return nil
}

func sortedKeys(m map[key]map[string]string) []key {
	return slices.SortedFunc(maps.Keys(m), func(a, b key) int {
		return cmp.Or(cmp.Compare(a.protocol, b.protocol), cmp.Compare(a.capture, b.capture),
			cmp.Compare(a.frame, b.frame), cmp.Compare(a.role, b.role), cmp.Compare(a.nth, b.nth))
	})
}
