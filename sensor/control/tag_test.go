package control

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/banken-ot/banken/sensor/lang"
)

// points is a site with a list of points.
type points struct {
	Site
	who, csv string
	err      error
}

func (p *points) Tags(context.Context) (*Tags, error) {
	station, low := uint32(3), -1.5
	return &Tags{V: Version, Tags: []Tag{{Device: "10.0.0.2", Protocol: "modbus", Station: &station, Space: 4, Number: 12, Sort: lang.Text{EN: "holding register", JA: "保持レジスタ"}, Place: "40013",
		Name: "PIC-101", Low: &low}, {Device: "10.0.0.2", Protocol: "opcua", Node: "s=a"}}}, p.err
}

func (p *points) ImportTags(_ context.Context, who string, csv []byte) (*TagsImported, error) {
	p.who, p.csv = who, string(csv)
	return &TagsImported{V: Version, Count: 2, Added: 1}, p.err
}

// TestTags: a list of points comes and goes as it is, with octets that are no UTF-8.
func TestTags(t *testing.T) {
	p := &points{}
	c, ctx := serveSite(t, p), context.Background()
	want, _ := p.Tags(ctx)
	if got, err := c.Tags(ctx); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	file := "\x83^\x83O,x\r\n"
	if got, err := c.ImportTags(ctx, "佐藤 a&b", []byte(file)); err != nil || p.who != "佐藤 a&b" || p.csv != file || got.Count != 2 || got.Added != 1 {
		t.Errorf("%+v, %q, %q, %v", got, p.who, p.csv, err)
	}
	p.err = &Fault{Invalid, lang.Text{EN: "line 2", JA: "2行目"}}
	var fault *Fault
	if _, err := c.ImportTags(ctx, "a", nil); !errors.As(err, &fault) || fault.Text.JA != "2行目" || fault.Code != Invalid {
		t.Error(err)
	}
	if _, err := c.ImportTags(ctx, "a", make([]byte, maxTags+1)); !errors.As(err, &fault) {
		t.Errorf("a list that is too large: %v", err)
	}
}
