package main

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/watch"
)

// stateOf is what a detector says of a channel.
type stateOf struct {
	name  string
	state func(*watch.Channel) baseline.State
}

// channelDetectors are those that learn channel by channel.
var channelDetectors = [...]stateOf{
	{baseline.Whitelist.String(), func(c *watch.Channel) baseline.State { return c.State }},
	{baseline.Timing.String(), func(c *watch.Channel) baseline.State { return c.Timing }},
	{baseline.Latency.String(), func(c *watch.Channel) baseline.State { return c.Latency }},
	{baseline.Values.String(), func(c *watch.Channel) baseline.State { return c.Values }},
}

// anyDetector in a query stands for each of them.
const anyDetector = "any"

// Channels implements control.Extent.
func (x *ownSite) Channels(_ context.Context, q *control.ChannelsQuery) (*control.Channels, error) {
	fits, err := stateFilter(q.State)
	if err != nil {
		return nil, err
	}
	all := x.site.Channels()
	c := &control.Channels{V: control.Version, All: len(all), Channels: []control.Channel{}, States: stateSums(all)}
	find := newSearch(q.Text, x.devices.names())
	var list []watch.Channel
	for i := range all {
		client, server := addr(all[i].Client), addr(all[i].Server)
		if fits(&all[i]) && find.finds(all[i].Protocol+" "+client+" "+server, client, server) {
			list = append(list, all[i])
		}
	}
	c.Count = len(list)
	slices.SortFunc(list, compareChannels)
	if list, err = channelsAfter(list, q.After); err != nil {
		return nil, err
	}
	limit := min(cmp.Or(max(q.Limit, 0), control.MaxPage), control.MaxPage)
	if len(list) > limit {
		list = list[:limit]
		c.Next = placeOfChannel(&list[limit-1])
	}
	for i := range list {
		c.Channels = append(c.Channels, channelOf(&list[i]))
	}
	return c, nil
}

// channelsAfter are those behind a place; of "", all.
func channelsAfter(list []watch.Channel, place string) ([]watch.Channel, error) {
	if place == "" {
		return list, nil
	}
	after, ok := channelPlace(place)
	if !ok {
		return nil, said(control.Invalid, faultNoPlace, quoted(place))
	}
	i, found := slices.BinarySearchFunc(list, after, compareChannels)
	if found {
		i++
	}
	return list[i:], nil
}

// stateFilter reads which channels are wanted: "timing drifting", "any cold".
func stateFilter(text string) (func(*watch.Channel) bool, error) {
	if text == "" {
		return func(*watch.Channel) bool { return true }, nil
	}
	detector, state, _ := strings.Cut(text, " ")
	of := slices.DeleteFunc(slices.Clone(channelDetectors[:]), func(d stateOf) bool { return detector != anyDetector && d.name != detector })
	for s := baseline.Cold; s <= baseline.Drifting; s++ {
		if s.String() == state && len(of) > 0 {
			return func(c *watch.Channel) bool {
				return slices.ContainsFunc(of, func(d stateOf) bool { return d.state(c) == s })
			}, nil
		}
	}
	return nil, said(control.Invalid, faultNoState, quoted(text))
}

// stateSums counts channels by state, for each detector.
func stateSums(list []watch.Channel) []control.StateSums {
	sums := make([]control.StateSums, len(channelDetectors))
	for n, d := range channelDetectors {
		sums[n].Detector = d.name
		for i := range list {
			sums[n].Counts[d.state(&list[i])]++
		}
	}
	return sums
}

func compareChannels(a, b watch.Channel) int {
	return cmp.Or(a.Client.Compare(b.Client), a.Server.Compare(b.Server), cmp.Compare(a.Protocol, b.Protocol), cmp.Compare(a.Port, b.Port), cmp.Compare(a.Station, b.Station))
}

// placeOfChannel is the place of a channel in the list; channelPlace reads it.
func placeOfChannel(c *watch.Channel) string {
	return strings.Join([]string{addr(c.Client), addr(c.Server), c.Protocol, strconv.Itoa(int(c.Port)), strconv.FormatUint(uint64(c.Station), 10)}, " ")
}

func channelPlace(text string) (c watch.Channel, ok bool) {
	f := strings.Split(text, " ")
	if len(f) != 5 {
		return c, false
	}
	port, err := strconv.ParseUint(f[3], 10, 16)
	station, err2 := strconv.ParseUint(f[4], 10, 32)
	sides := lineKeyOf("", f[2]+" "+f[0]+" > "+f[1]+":"+f[3]).sides
	c.Client, c.Server, c.Protocol, c.Port, c.Station = sides.Client, sides.Server, f[2], uint16(port), uint32(station)
	return c, err == nil && err2 == nil && c.Client.IsValid() && c.Server.IsValid()
}

func channelOf(c *watch.Channel) control.Channel {
	return control.Channel{Client: addr(c.Client), Server: addr(c.Server), Protocol: c.Protocol, Port: c.Port, Station: c.Station, Days: c.Days, First: c.First, Last: c.Last,
		Whitelist: c.State.String(), Timing: c.Timing.String(), Latency: c.Latency.String(), Values: c.Values.String()}
}
