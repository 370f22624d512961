// Command gen writes the tables of package opcua: the layout of every standard
// structure, the services, enumerations, status codes, and the names of the
// nodes of namespace 0.
//
// The source is what the module github.com/gopcua/opcua generates its own types
// from and carries along: the OPC Foundation's Opc.Ua.Types.bsd, StatusCode.csv
// and NodeIds.csv (in the spelling of the standard, which gopcua's Go names are
// not), and gopcua's enumeration of attributes. A test compares the result with
// gopcua's registered Go types by reflection, field by field. What a field
// means to a decoder (its action) is in meaning.go.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	dir := flag.String("o", ".", "folder the files are written to")
	flag.Parse()
	if err := run(*dir); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	files, err := generate()
	if err != nil {
		return err
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// generate returns the files by name.
func generate() (map[string][]byte, error) {
	src, err := open()
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for name, render := range map[string]func(*source) ([]byte, error){
		"schema_gen.go": renderSchema,
		"status_gen.go": renderStatus,
		"names_gen.go":  renderNames,
	} {
		b, err := render(src)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		files[name] = b
	}
	return files, nil
}
