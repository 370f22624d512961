package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// listingNames are the files of the package: assignments of 24, 28 and 36
// bits, and the older individual address blocks of 36 bits.
var listingNames = []string{"oui.csv", "mam.csv", "oui36.csv", "iab.csv"}

// maxName bounds a vendor's name, in octets: it is shown in a table cell.
const maxName = 64

// makeTable returns the table: a line that tells the release, then one line an
// assignment, sorted: its digits in hexadecimal, a tab, the vendor.
func makeTable(listings [][]byte) ([]byte, error) {
	hash := sha256.New()
	names := map[string]string{}
	for i, b := range listings {
		hash.Write(b)
		if err := addListing(names, b); err != nil {
			return nil, fmt.Errorf("%s: %w", listingNames[i], err)
		}
	}
	lines := make([]string, 0, len(names))
	for prefix, name := range names {
		lines = append(lines, prefix+"\t"+name+"\n")
	}
	slices.Sort(lines)
	head := fmt.Sprintf("# IEEE Registration Authority, sha256 %x\n", hash.Sum(nil))
	return []byte(head + strings.Join(lines, "")), nil
}

// addListing adds the assignments of one listing. Of an assignment listed
// twice, the name that sorts first is kept.
func addListing(names map[string]string, b []byte) error {
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord, r.LazyQuotes = 4, true
	for first := true; ; first = false {
		row, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if first {
			continue
		}
		prefix, name := strings.ToUpper(row[1]), clean(row[2])
		if !isPrefix(prefix) {
			return fmt.Errorf("assignment %q has neither 6, 7 nor 9 hexadecimal digits", row[1])
		}
		if old, ok := names[prefix]; name != "" && (!ok || name < old) {
			names[prefix] = name
		}
	}
}

func isPrefix(s string) bool {
	return strings.Trim(s, "0123456789ABCDEF") == "" && (len(s) == 6 || len(s) == 7 || len(s) == 9)
}

// clean makes a name fit for a line of the table.
func clean(name string) string {
	name = strings.Join(strings.Fields(strings.ToValidUTF8(name, "")), " ")
	if len(name) > maxName {
		name = strings.TrimSpace(strings.ToValidUTF8(name[:maxName], ""))
	}
	return name
}

func firstLine(b []byte) []byte {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	return line
}

// writeTable packs the table into a file.
func writeTable(name string, table []byte) error {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(table); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}
