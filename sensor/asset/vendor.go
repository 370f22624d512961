package asset

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

//go:generate go run ./ouigen

//go:embed oui.tsv.gz
var packedVendors []byte

// maxVendors bounds the unpacked table, in octets; today's has 1.5 million.
const maxVendors = 16 << 20

// Vendors tells who made a network interface. It is read only once loaded.
type Vendors struct {
	byDigits [10][]vendor // by the number of hexadecimal digits assigned: 6, 7 or 9
}

// vendor is one assignment; the prefix is in the low bits.
type vendor struct {
	prefix uint64
	name   string
}

// LoadVendors returns the table of the IEEE Registration Authority that is part
// of the program.
func LoadVendors() (*Vendors, error) {
	b, err := UnpackVendors(packedVendors)
	if err != nil {
		return nil, err
	}
	return parseVendors(b)
}

// UnpackVendors returns the text of a packed table: a line about its source,
// then a line for each assignment: hexadecimal digits, a tab, the vendor.
func UnpackVendors(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("asset: vendor table: %w", err)
	}
	b, err := io.ReadAll(io.LimitReader(z, maxVendors))
	if err != nil {
		return nil, fmt.Errorf("asset: vendor table: %w", err)
	}
	return b, nil
}

func parseVendors(b []byte) (*Vendors, error) {
	v := &Vendors{}
	for line := range strings.Lines(string(b)) {
		digits, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			continue
		}
		prefix, err := strconv.ParseUint(digits, 16, 64)
		if err != nil || len(digits) >= len(v.byDigits) {
			return nil, fmt.Errorf("asset: vendor table: bad line %q", line)
		}
		v.byDigits[len(digits)] = append(v.byDigits[len(digits)], vendor{prefix, name})
	}
	return v, nil
}

// Name returns the vendor a MAC address was assigned to, "" when that is not
// known. The longest assignment counts.
func (v *Vendors) Name(m MAC) string {
	if m.Local() {
		return ""
	}
	var n uint64
	for _, b := range m {
		n = n<<8 | uint64(b)
	}
	for _, digits := range [...]int{9, 7, 6} {
		list, prefix := v.byDigits[digits], n>>(48-4*digits)
		i, ok := slices.BinarySearchFunc(list, prefix, func(e vendor, p uint64) int {
			switch {
			case e.prefix < p:
				return -1
			case e.prefix > p:
				return 1
			}
			return 0
		})
		if ok {
			return list[i].name
		}
	}
	return ""
}
