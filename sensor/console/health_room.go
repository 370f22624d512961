package console

import (
	"context"
	"strconv"

	"github.com/banken-ot/banken/sensor/control"
)

// room asks how much the store takes; nil where there is none.
func (c *Console) room(ctx context.Context) (*control.StoreUsage, error) {
	u, err := c.o.Sensor.StoreUsage(ctx)
	if err != nil && keepsNothing(err) {
		return nil, nil
	}
	return u, err
}

// octets writes a size as people do: in powers of 1024 (IEC 80000-13).
func octets(n int64) string {
	units := [...]string{"B", "KiB", "MiB", "GiB", "TiB"}
	x, i := float64(max(n, 0)), 0
	for x >= 1024 && i < len(units)-1 {
		x, i = x/1024, i+1
	}
	if i == 0 || x >= 100 {
		return strconv.FormatFloat(x, 'f', 0, 64) + " " + units[i]
	}
	return strconv.FormatFloat(x, 'f', 1, 64) + " " + units[i]
}
