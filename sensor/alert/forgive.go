package alert

import "github.com/banken-ot/banken/baseline"

// maxForgiven bounds what is evidence only. At the bound nothing more is forgiven.
const maxForgiven = 4096

// pardon is until when something that was found to be false is evidence only, as long
// as it comes no further than it did.
type pardon struct {
	Until    int64             `json:"until"`
	Evidence baseline.Evidence `json:"evidence"`
}

// pardon keeps what was seen in an incident that was found to be false.
func (d *Desk) pardon(s *story) {
	for _, k := range s.Known {
		if _, ok := d.forgiven[k.Subject]; ok || len(d.forgiven) < maxForgiven {
			d.forgiven[k.Subject] = pardon{d.now + int64(Forgive), k.Evidence}
		}
	}
}

// forgive makes evidence of a deviation that was found to be false before.
func (n *note) forgive(d *Desk) {
	if p, ok := d.forgiven[n.subject]; ok && d.now <= p.Until && n.x.Evidence <= p.Evidence {
		n.alone = false
	}
}
