package assess

import (
	"bytes"
	"encoding/json"
	"flag"
	"path/filepath"
	"testing"

	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden holds the whole of a report.
func TestGolden(t *testing.T) {
	var got bytes.Buffer
	e := json.NewEncoder(&got)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(plant(t).end()); err != nil {
		t.Fatal(err)
	}
	wiretest.Golden(t, filepath.Join("testdata", "plant.json"), got.Bytes(), *update)
}
