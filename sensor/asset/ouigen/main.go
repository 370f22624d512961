// Command ouigen makes the table of hardware vendors, oui.tsv.gz, from the
// listings of the IEEE Registration Authority as Debian's package ieee-data
// has them (public domain).
//
// The table names the release it was made from. When another release is
// installed, the table is left alone unless -update is given, so that a new
// release of the package does not change what `go generate` yields.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/banken-ot/banken/sensor/asset"
)

func main() {
	source := flag.String("source", "/usr/share/ieee-data", "folder with oui.csv, mam.csv, oui36.csv and iab.csv")
	target := flag.String("target", "oui.tsv.gz", "file to write")
	update := flag.Bool("update", false, "take another release of the listings than the table was made from")
	flag.Parse()
	if err := run(*source, *target, *update); err != nil {
		fmt.Fprintf(os.Stderr, "ouigen: %v\n", err)
		os.Exit(1)
	}
}

// run writes target anew if what it holds is not what the listings in source
// say.
func run(source, target string, update bool) error {
	var listings [][]byte
	for _, name := range listingNames {
		b, err := os.ReadFile(filepath.Join(source, name))
		if os.IsNotExist(err) {
			return fmt.Errorf("%w: install the Debian package ieee-data (apt-get install ieee-data)", err)
		}
		if err != nil {
			return err
		}
		listings = append(listings, b)
	}
	table, err := makeTable(listings)
	if err != nil {
		return err
	}
	old, err := readTable(target)
	switch {
	case err == nil && bytes.Equal(old, table):
		return nil
	case err == nil && !bytes.Equal(firstLine(old), firstLine(table)) && !update:
		fmt.Fprintf(os.Stderr, "ouigen: %s holds other listings than %s was made from; it is left as it is (-update takes them)\n", source, target)
		return nil
	}
	return writeTable(target, table)
}

// readTable returns the unpacked table.
func readTable(name string) ([]byte, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return asset.UnpackVendors(b)
}
