package store

import (
	"net/netip"
	"time"
)

// MaxChannels bounds the channels: eight for each of the most devices, and half as many
// again. What finds no room is counted together, as the channel with no address.
const MaxChannels = 1 << 17

// States of a channel.
const (
	ChannelActive = "active"
	ChannelQuiet  = "quiet" // nothing was seen for QuietAfter
)

// QuietAfter is how long after its last transaction a channel is quiet.
const QuietAfter = 24 * time.Hour

// ChannelKey is who talks with whom, in which protocol. The zero value is all those that
// found no room.
type ChannelKey struct {
	Client, Server netip.Addr
	Protocol       string
	Port           uint16 // of the server
	Station        uint32
}

// Channel is a conversation that goes on for days.
type Channel struct {
	Number int64
	ChannelKey
	First, Last time.Time
	Days        int // on which something was seen, UTC
	State       string
}

const channelColumns = "number, client, server, protocol, port, station, first, last, days, state"

// ChannelFilter chooses channels. The zero value chooses all.
type ChannelFilter struct {
	Address netip.Addr // of client or server
	Since   time.Time  // seen then or later
	After   int64      // number of the last one that was seen: those after it
	Limit   int        // at most so many; 0 for all
}

// Channels returns channels, in the order in which they were first kept.
func (v *View) Channels(f ChannelFilter) ([]Channel, error) {
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	query, args := "SELECT "+channelColumns+" FROM channels WHERE number > ? AND +last >= ?", []any{f.After, stamp(f.Since)}
	if f.Address.IsValid() {
		query, args = query+" AND (client = ? OR server = ?)", append(args, key(f.Address), key(f.Address))
	}
	return list(v, scanChannel, query+" ORDER BY number LIMIT ?", append(args, limit)...)
}

// Channel returns one; ErrNotFound when there is none.
func (v *View) Channel(k ChannelKey) (Channel, error) {
	return one(v, scanChannel, "SELECT "+channelColumns+" FROM channels WHERE client = ? AND server = ? AND protocol = ? AND port = ? AND station = ?", k.columns()...)
}

// columns are those of a key.
func (k *ChannelKey) columns() []any {
	return []any{addressText(k.Client), addressText(k.Server), k.Protocol, k.Port, k.Station}
}

// addressText writes an address as a key; "" for none.
func addressText(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return key(a)
}

func scanChannel(row scanner) (c Channel, err error) {
	var client, server string
	var first, last int64
	if err := row.Scan(&c.Number, &client, &server, &c.Protocol, &c.Port, &c.Station, &first, &last, &c.Days, &c.State); err != nil {
		return c, err
	}
	c.First, c.Last = moment(first), moment(last)
	for _, x := range []struct {
		text string
		to   *netip.Addr
	}{{client, &c.Client}, {server, &c.Server}} {
		if x.text == "" {
			continue
		}
		if *x.to, err = netip.ParseAddr(x.text); err != nil {
			return c, err
		}
	}
	return c, nil
}

// quieten says of channels that nothing was seen of them for long.
func (t *Tx) quieten(now time.Time) int64 {
	return t.exec("UPDATE channels SET state = 'quiet' WHERE state = 'active' AND last < ?", stamp(now.Add(-QuietAfter)))
}
