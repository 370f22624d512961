package plant

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
)

// WriteAssets writes the list of assets a plant's owner would have, as CSV with
// a head line: address, name, role, zone, criticality (1 to 3), safety (yes or
// no). The intruder is not in it.
func WriteAssets(w io.Writer) error {
	c := csv.NewWriter(w)
	rows := [][]string{{"address", "name", "role", "zone", "criticality", "safety"}}
	for _, h := range hosts {
		if !h.Ordinary {
			continue
		}
		safety := "no"
		if h.Safety {
			safety = "yes"
		}
		rows = append(rows, []string{h.Address.String(), h.Name, string(h.Role), h.Zone, strconv.Itoa(h.Criticality), safety})
	}
	if err := c.WriteAll(rows); err != nil {
		return fmt.Errorf("plant: %w", err)
	}
	return nil
}
