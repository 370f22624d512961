package store

import (
	"errors"
	"math"
	"net/netip"
	"strings"
	"testing"
)

// TestTags: a list replaces the one before as a whole, and comes back as it was.
func TestTags(t *testing.T) {
	s := fresh(t)
	if all := value[[]Tag](t)(s.Tags()); len(all) != 0 {
		t.Errorf("%+v", all)
	}
	a, none := netip.MustParseAddr("10.0.0.2"), math.NaN()
	first := []Tag{{Server: a, Protocol: "modbus", Station: 1, Space: 4, Number: 65535, Name: "圧力", Unit: "kPa", Scale: 0.1, Offset: -5, Type: "int16", Swapped: true, Low: 0, High: none, Description: "a", DescriptionJA: "あ"},
		{Server: a, Protocol: "opcua", Station: -1, Space: 2, Node: "s=a;b", Scale: 1, Low: none, High: 1e300}}
	must(t, s.ReplaceTags(first))
	all := value[[]Tag](t)(s.Tags())
	if len(all) != 2 || !math.IsNaN(all[0].High) || !math.IsNaN(all[1].Low) {
		t.Fatalf("%+v", all)
	}
	all[0].High, all[1].Low, first[0].High, first[1].Low = 0, 0, 0, 0
	if all[0] != first[0] || all[1] != first[1] {
		t.Errorf("%+v, want %+v", all, first)
	}
	for _, bad := range [][]Tag{{{Protocol: "modbus", Scale: 1}}, {{Server: a, Scale: 1}}, {{Server: a, Protocol: "modbus"}}, {first[0], first[0]},
		{{Server: a, Protocol: "x", Scale: 1, Name: strings.Repeat("x", maxNote+1)}}, make([]Tag, MaxTags+1)} {
		if s.ReplaceTags(bad) == nil {
			t.Errorf("%d tags are taken", len(bad))
		}
	}
	if err := s.ReplaceTags(make([]Tag, MaxTags+1)); !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
	if all := value[[]Tag](t)(s.Tags()); len(all) != 2 {
		t.Errorf("what is refused took %d tags away", 2-len(all))
	}
	must(t, s.ReplaceTags(first[1:]))
	if all := value[[]Tag](t)(s.Tags()); len(all) != 1 || all[0].Node != "s=a;b" {
		t.Errorf("%+v", all)
	}
}

// TestTagsMany: the longest list is taken in one transaction.
func TestTagsMany(t *testing.T) {
	s := fresh(t)
	list := make([]Tag, MaxTags)
	for n := range list {
		list[n] = Tag{Server: netip.AddrFrom4([4]byte{10, 0, byte(n >> 16), 1}), Protocol: "modbus", Station: 1, Space: 4, Number: uint32(n), Name: "PIC-101.SP", Scale: 1, DescriptionJA: "圧力設定値"}
	}
	must(t, s.ReplaceTags(list))
	if all := value[[]Tag](t)(s.Tags()); len(all) != MaxTags || all[MaxTags-1].Number != MaxTags-1 {
		t.Errorf("%d tags", len(all))
	}
}
