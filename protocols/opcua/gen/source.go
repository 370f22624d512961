package main

import (
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// module is where the standard's tables come from; its version is pinned in
// go.mod.
const module = "github.com/gopcua/opcua"

// source is what was read.
type source struct {
	structures   []structure
	enumerations []enumeration
	status       []entry
	nodes        []node
	ids          map[string]uint32 // node id by name
}

// structure is a StructuredType of the binary schema.
type structure struct {
	Name   string  `xml:"Name,attr"`
	Base   string  `xml:"BaseType,attr"`
	Fields []field `xml:"Field"`
}

type field struct {
	Name   string `xml:"Name,attr"`
	Type   string `xml:"TypeName,attr"`
	Length string `xml:"LengthField,attr"`
}

// enumeration is an EnumeratedType.
type enumeration struct {
	Name   string  `xml:"Name,attr"`
	Bits   int     `xml:"LengthInBits,attr"`
	Set    bool    `xml:"IsOptionSet,attr"`
	Values []value `xml:"EnumeratedValue"`
}

type value struct {
	Name  string `xml:"Name,attr"`
	Value uint32 `xml:"Value,attr"`
}

// entry is a status code, node a node of namespace 0.
type entry struct {
	name string
	code uint32
}

type node struct {
	name  string
	id    uint32
	class string
}

// open reads the tables from the module cache.
func open() (*source, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return nil, fmt.Errorf("finding %s: %w", module, err)
	}
	dir := filepath.Join(strings.TrimSpace(string(out)), "schema")
	s := &source{ids: map[string]uint32{}}
	for file, read := range map[string]func(*source, string) error{
		"Opc.Ua.Types.bsd": (*source).readTypes,
		"StatusCode.csv":   (*source).readStatus,
		"NodeIds.csv":      (*source).readNodes,
	} {
		if err := read(s, filepath.Join(dir, file)); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	return s, nil
}

func (s *source) readTypes(path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var d struct {
		Structures   []structure   `xml:"StructuredType"`
		Enumerations []enumeration `xml:"EnumeratedType"`
	}
	if err := xml.Unmarshal(b, &d); err != nil {
		return err
	}
	for _, x := range d.Structures {
		if x.Base != "" { // the others are the built-in types
			s.structures = append(s.structures, withoutLengths(x))
		}
	}
	s.structures = append(s.structures, retired...)
	s.enumerations = d.Enumerations
	return nil
}

// withoutLengths drops the NoOf fields: the length of a list stands before it.
func withoutLengths(x structure) structure {
	lengths := map[string]bool{}
	for _, f := range x.Fields {
		lengths[f.Length] = true
	}
	var kept []field
	for _, f := range x.Fields {
		if !lengths[f.Name] {
			kept = append(kept, f)
		}
	}
	x.Fields = kept
	return x
}

func (s *source) readStatus(path string) error {
	return rows(path, func(r []string) error {
		code, err := strconv.ParseUint(r[1], 0, 32)
		s.status = append(s.status, entry{r[0], uint32(code)})
		return err
	})
}

func (s *source) readNodes(path string) error {
	for name, id := range retiredIDs {
		s.ids[name] = id
	}
	return rows(path, func(r []string) error {
		id, err := strconv.ParseUint(r[1], 10, 16)
		s.nodes = append(s.nodes, node{r[0], uint32(id), strings.TrimSpace(r[2])})
		s.ids[r[0]] = uint32(id)
		return err
	})
}

func rows(path string, each func([]string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.LazyQuotes = true
	all, err := r.ReadAll()
	if err != nil {
		return err
	}
	for _, row := range all {
		if err := each(row); err != nil {
			return err
		}
	}
	return nil
}
