package main

import (
	"context"
	"strconv"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// assetOptions are what the command asset takes.
type assetOptions struct {
	place
	who *string
}

func defineAsset(o options) work {
	x := assetOptions{place: definePlace(o), who: o.text("who", "", optionWho)}
	return func(ctx context.Context, s streams, names []string) error {
		return x.choose(ctx, s, []verb{{"list", 0, 0, x.list}, {"import", 1, 1, func(names []string) (step, error) { return x.importFile(s, names[0]) }}}, names)
	}
}

func (x *assetOptions) list([]string) (step, error) {
	return func(v *visit) error {
		list, err := v.Assets(v.ctx)
		if err != nil {
			return err
		}
		return v.show(list, "", func() { v.assets(list) })
	}, nil
}

// assets tells the devices, a line each, with columns as wide as they need to be.
func (v *visit) assets(list *control.Assets) {
	names := map[string]string{}
	for _, a := range list.Assets {
		names[a.Address] = a.Name
	}
	defer v.seen(list.Seen, names)
	if len(list.Assets) == 0 {
		v.line(0, noAssets)
		return
	}
	rows := [][]string{{v.s.say(columnAddress), v.s.say(columnName), v.s.say(columnRole), v.s.say(columnZone), v.s.say(columnCriticality), v.s.say(columnSafety)}}
	for _, a := range list.Assets {
		safety := "–"
		if a.Safety {
			safety = v.s.say(yes)
		}
		rows = append(rows, []string{a.Address, orDash(a.Name), orDash(a.Role), orDash(a.Zone), strconv.Itoa(a.Criticality), safety})
	}
	v.table(rows)
}

// table writes rows with columns as wide as the widest cell.
func (v *visit) table(rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, cell := range r {
			widths[i] = max(widths[i], lang.Width(cell))
		}
	}
	for _, r := range rows {
		line := ""
		for i, cell := range r {
			if i == len(r)-1 {
				line += cell
				break
			}
			line += lang.Pad(cell, widths[i]+2)
		}
		v.plain(0, line)
	}
}

func (x *assetOptions) importFile(s streams, name string) (step, error) {
	who, err := person(*x.who)
	if err != nil {
		return nil, err
	}
	csv, err := readInput(s, name)
	if err != nil {
		return nil, err
	}
	return func(v *visit) error {
		list, err := v.ImportAssets(v.ctx, who, csv)
		if err != nil {
			return err
		}
		return v.show(list, "", func() { v.line(0, assetsImported, len(list.Assets)) })
	}, nil
}
