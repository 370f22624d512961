package asset

import (
	"slices"
	"testing"
)

func TestVendors(t *testing.T) {
	v, err := LoadVendors()
	if err != nil {
		t.Fatal(err)
	}
	for mac, want := range map[MAC]string{
		{0x00, 0x80, 0xF4, 1, 2, 3}:          "TELEMECANIQUE ELECTRIQUE",
		{0x00, 0x30, 0xA7, 0, 0, 0}:          "SCHWEITZER ENGINEERING",
		{0x70, 0xB3, 0xD5, 0x71, 0x90, 0x01}: "2M Technology",
		{0x74, 0x1A, 0xE0, 0x90, 0x00, 0x01}: "Private",
		{0x02, 0x80, 0xF4, 1, 2, 3}:          "",
	} {
		if got := v.Name(mac); got != want {
			t.Errorf("%s: %q, want %q", mac, got, want)
		}
	}
	for digits, list := range v.byDigits {
		if !slices.IsSortedFunc(list, func(a, b vendor) int { return int(int64(a.prefix) - int64(b.prefix)) }) {
			t.Errorf("assignments of %d digits are not sorted", digits)
		}
	}
	if len(v.byDigits[6]) < 30000 || len(v.byDigits[7]) < 4000 || len(v.byDigits[9]) < 5000 {
		t.Errorf("table of %d, %d and %d assignments is not whole", len(v.byDigits[6]), len(v.byDigits[7]), len(v.byDigits[9]))
	}
}

func TestBadVendors(t *testing.T) {
	if _, err := UnpackVendors([]byte("no gzip")); err == nil {
		t.Error("unpacked what is not packed")
	}
	for _, s := range []string{"XYZ\tname\n", "0123456789\tname\n"} {
		if _, err := parseVendors([]byte(s)); err == nil {
			t.Errorf("%q was accepted", s)
		}
	}
}

func TestMAC(t *testing.T) {
	if got := station1.String(); got != "00:80:f4:01:02:03" {
		t.Error(got)
	}
	for m, want := range map[MAC]bool{{0, 0, 0x5E, 0, 1, 7}: true, {0, 0, 0x0C, 7, 0xAC, 1}: true, {0, 0, 0x0C, 0x9F, 0xF1, 1}: true,
		{0, 7, 0xB4, 0, 1, 1}: true, {0, 0, 0x5E, 0, 3, 7}: false, {0, 0, 0x0C, 1, 2, 3}: false} {
		if m.Shared() != want {
			t.Errorf("%v shared: %v", m, !want)
		}
	}
}
