package store

import (
	"testing"

	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
)

func TestTexts(t *testing.T) {
	for name, x := range map[string]lang.Text{"newer": newer, "older": older, "foreign": foreign, "damaged": damaged, "failing": failing,
		"full": full, "spared": spared, "inUse": inUse, "denied": denied, "missing": missing, "broken": broken} {
		langtest.Check(t, name, x, false)
	}
}
