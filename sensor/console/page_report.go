package console

import (
	"net/http"

	"github.com/banken-ot/banken/sensor/alert"
)

// reportData is what the report of an incident shows: one page of paper.
type reportData struct {
	*whyData
	Steps []alert.Moment
	More  uint64 // moments that are not on the page
}

// maxSteps is how many moments a page of paper has room for.
const maxSteps = 12

// showReport shows an incident for printing.
func (c *Console) showReport(r *http.Request, v *view) (any, error) {
	data, err := c.showWhy(r, v)
	if err != nil {
		return nil, err
	}
	d := data.(*whyData)
	steps := d.Incident.Timeline
	x := &reportData{whyData: d, Steps: steps[:min(len(steps), maxSteps)], More: d.Incident.Left}
	x.More += uint64(len(steps) - len(x.Steps))
	return x, nil
}
