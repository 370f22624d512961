package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"net/netip"
	"strconv"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/plain"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/tag"
	"github.com/banken-ot/banken/sensor/watch"
)

// tagOptions are what the command tag takes.
type tagOptions struct {
	place
	who *string
}

func defineTag(o options) work {
	x := tagOptions{place: definePlace(o), who: o.text("who", "", optionWho)}
	return func(ctx context.Context, s streams, names []string) error {
		return x.choose(ctx, s, []verb{{"list", 0, 0, x.list}, {"import", 1, 1, func(names []string) (step, error) { return x.importFile(s, names[0]) }}}, names)
	}
}

func (x *tagOptions) list([]string) (step, error) {
	return func(v *visit) error {
		list, err := v.Tags(v.ctx)
		if err != nil {
			return err
		}
		return v.show(list, "", func() { v.tags(list.Tags) })
	}, nil
}

// tags tells the points, a line each.
func (v *visit) tags(list []control.Tag) {
	if len(list) == 0 {
		v.line(0, noTags)
		return
	}
	rows := [][]string{{v.s.say(columnDevice), v.s.say(columnStation), v.s.say(columnPoint), v.s.say(columnName), v.s.say(columnUnit), v.s.say(columnDescription)}}
	for _, x := range list {
		station := "–"
		if x.Station != nil {
			station = strconv.FormatUint(uint64(*x.Station), 10)
		}
		description := x.Description.In(v.s.lang)
		if description == "" {
			description = x.Description.EN + x.Description.JA // that of the other language
		}
		point := x.Place
		if sort := x.Sort.In(v.s.lang); sort != "" {
			point = sort + " " + point
		}
		rows = append(rows, []string{x.Device, station, point, orDash(x.Name), orDash(x.Unit), orDash(description)})
	}
	v.table(rows)
}

func (x *tagOptions) importFile(s streams, name string) (step, error) {
	who, err := person(*x.who)
	if err != nil {
		return nil, err
	}
	csv, err := readInput(s, name)
	if err != nil {
		return nil, err
	}
	return func(v *visit) error {
		done, err := v.ImportTags(v.ctx, who, csv)
		if err != nil {
			return err
		}
		return v.show(done, "", func() { v.line(0, tagsImported, done.Count, done.Added, done.Changed, done.Removed) })
	}, nil
}

// loadTags returns the list of points that a store keeps; none without a store.
func loadTags(st *store.Store) ([]tag.Tag, error) {
	if st == nil {
		return nil, nil
	}
	kept, err := st.Tags()
	list := make([]tag.Tag, len(kept))
	for i := range kept {
		list[i] = tagOf(&kept[i])
	}
	return list, err
}

// tagOf and keptOf turn a point into the form of the other package and back.
func tagOf(x *store.Tag) tag.Tag {
	t := tag.Tag{Server: x.Server, Protocol: x.Protocol, Station: tag.AnyStation, Space: x.Space, Index: x.Number, Node: x.Node, Name: x.Name, Unit: x.Unit, Scale: x.Scale, Offset: x.Offset,
		Swapped: x.Swapped, Description: lang.Text{EN: x.Description, JA: x.DescriptionJA}, HasLow: !math.IsNaN(x.Low), HasHigh: !math.IsNaN(x.High)}
	if x.Station >= 0 {
		t.Station = uint32(x.Station)
	}
	if t.HasLow {
		t.Low = x.Low
	}
	if t.HasHigh {
		t.High = x.High
	}
	t.Type, _ = tag.ParseType(x.Type)
	return t
}

func keptOf(t *tag.Tag) store.Tag {
	x := store.Tag{Server: t.Server, Protocol: t.Protocol, Station: -1, Space: t.Space, Number: t.Index, Node: t.Node, Name: t.Name, Unit: t.Unit, Scale: t.Scale, Offset: t.Offset,
		Type: t.Type.String(), Swapped: t.Swapped, Low: math.NaN(), High: math.NaN(), Description: t.Description.EN, DescriptionJA: t.Description.JA}
	if t.Station != tag.AnyStation {
		x.Station = int64(t.Station)
	}
	if t.HasLow {
		x.Low = t.Low
	}
	if t.HasHigh {
		x.High = t.High
	}
	return x
}

// Tags implements control.Points.
func (x *ownSite) Tags(context.Context) (*control.Tags, error) {
	list, err := loadTags(x.store)
	if err != nil {
		return nil, told(err)
	}
	all := &control.Tags{V: control.Version, Tags: make([]control.Tag, len(list))}
	for i := range list {
		all.Tags[i] = shownTag(&list[i])
	}
	return all, nil
}

func shownTag(t *tag.Tag) control.Tag {
	x := control.Tag{Device: t.Server.String(), Protocol: t.Protocol, Space: t.Space, Number: t.Index, Node: t.Node, Sort: tag.SpaceName(t.Protocol, t.Space), Place: plain.Place(t),
		Name: t.Name, Unit: t.Unit, Scale: t.Scale, Offset: t.Offset, Type: t.Type.String(), Swapped: t.Swapped, Description: t.Description}
	if t.Station != tag.AnyStation {
		x.Station = &t.Station
	}
	if t.HasLow {
		x.Low = &t.Low
	}
	if t.HasHigh {
		x.High = &t.High
	}
	return x
}

// ImportTags implements control.Points.
func (x *ownSite) ImportTags(_ context.Context, who string, csv []byte) (*control.TagsImported, error) {
	if x.store == nil {
		return nil, told(watch.ErrNoStore)
	}
	list, err := tag.Read(csv, x.deviceNamed)
	if err != nil {
		return nil, told(err)
	}
	before, err := loadTags(x.store)
	if err != nil {
		return nil, told(err)
	}
	sum := sha256.Sum256(csv)
	done := &control.TagsImported{V: control.Version, Count: len(list), SHA256: hex.EncodeToString(sum[:])}
	done.Added, done.Removed, done.Changed = compareTags(before, list)
	kept := make([]store.Tag, len(list))
	for i := range list {
		kept[i] = keptOf(&list[i])
	}
	err = x.note(who, "tag-import", fmt.Sprintf("%d points", len(list)), done, func(tx *store.Tx) error { return tx.ReplaceTags(kept) })
	if err != nil {
		return nil, told(err)
	}
	x.site.Name(list)
	return done, nil
}

// deviceNamed finds the address of a device by its name; ok is false where none, or more
// than one, is called so.
func (x *ownSite) deviceNamed(name string) (netip.Addr, bool) {
	found, err := x.devices.addresses([]string{name})
	if err != nil {
		return netip.Addr{}, false
	}
	a, err := netip.ParseAddr(found[0])
	return a, err == nil
}

// compareTags counts what differs between two lists.
func compareTags(before, after []tag.Tag) (added, removed, changed int) {
	old := make(map[tag.Tag]bool, len(before))
	places := make(map[tag.Tag]bool, len(before))
	for _, t := range before {
		old[t], places[tagPlace(&t)] = true, true
	}
	for _, t := range after {
		switch place := tagPlace(&t); {
		case !places[place]:
			added++
		case !old[t]:
			changed++
		}
	}
	return added, len(before) - (len(after) - added), changed
}

// tagPlace is a tag with nothing but which point it is.
func tagPlace(t *tag.Tag) tag.Tag {
	return tag.Tag{Server: t.Server, Protocol: t.Protocol, Station: t.Station, Space: t.Space, Index: t.Index, Node: t.Node}
}
