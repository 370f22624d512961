package baseline

import (
	"net/netip"

	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/protocols/wire"
)

// AssetID is the number a Book gave an address: small, so that tables keyed by it
// hold no pointer. 0 is no asset.
type AssetID uint32

// ChannelID is the number a Book gave a channel. 0 is no channel.
type ChannelID uint32

// NameID is the number a Book gave a text. 0 is no text.
type NameID uint32

// Channel is a client, server, server port, protocol and station: what most is
// learned by.
type Channel struct {
	Client, Server AssetID
	Protocol       NameID
	Port           uint16
	Station        uint32
}

// Bounds of a book. What finds no room has the number 0 and is counted.
const (
	MaxAssets   = 16384 // more than any plant network has
	MaxChannels = 65536 // pairs of them that speak a control protocol
	MaxNames    = 65536 // texts: identifiers of points, protocols
	MaxName     = 255   // octets of a text; of longer ones the beginning is kept, and they count as equal
)

// Book gives numbers to assets, channels and texts, in the order they are first
// seen, and keeps them. It belongs to one goroutine.
type Book struct {
	assets   []netip.Addr
	assetIDs map[netip.Addr]AssetID

	channels   []Channel
	channelIDs map[Channel]ChannelID

	names   []string
	nameIDs map[string]NameID

	// Omitted counts what found no room.
	Omitted uint64
}

// NewBook returns an empty book.
func NewBook() *Book {
	return &Book{assets: make([]netip.Addr, 1), assetIDs: map[netip.Addr]AssetID{},
		channels: make([]Channel, 1), channelIDs: map[Channel]ChannelID{},
		names: make([]string, 1), nameIDs: map[string]NameID{}}
}

// Asset returns the number of an address, which it gives where there is none yet.
func (b *Book) Asset(a netip.Addr) AssetID {
	if id, ok := b.assetIDs[a]; ok {
		return id
	}
	if !a.IsValid() || len(b.assets) > MaxAssets {
		b.Omitted++
		return 0
	}
	id := AssetID(len(b.assets))
	b.assets, b.assetIDs[a] = append(b.assets, a), id
	return id
}

// KnownAsset returns the number of an address, 0 when it has none.
func (b *Book) KnownAsset(a netip.Addr) AssetID { return b.assetIDs[a] }

// Addr returns the address of a number, the zero Addr for none.
func (b *Book) Addr(id AssetID) netip.Addr {
	if int(id) >= len(b.assets) {
		return netip.Addr{}
	}
	return b.assets[id]
}

// Assets returns how many numbers were given: they are 1 to Assets.
func (b *Book) Assets() int { return len(b.assets) - 1 }

// Channel returns the number of a channel, which it gives where there is none yet;
// 0 where one of the assets has none.
func (b *Book) Channel(c Channel) ChannelID {
	if id, ok := b.channelIDs[c]; ok {
		return id
	}
	if c.Client == 0 || c.Server == 0 || len(b.channels) > MaxChannels {
		b.Omitted++
		return 0
	}
	id := ChannelID(len(b.channels))
	b.channels, b.channelIDs[c] = append(b.channels, c), id
	return id
}

// ChannelOf returns the channel of a number, the zero Channel for none.
func (b *Book) ChannelOf(id ChannelID) Channel {
	if int(id) >= len(b.channels) {
		return Channel{}
	}
	return b.channels[id]
}

// Channels returns how many numbers were given: they are 1 to Channels.
func (b *Book) Channels() int { return len(b.channels) - 1 }

// Name returns the number of a text, which it gives where there is none yet.
func (b *Book) Name(text []byte) NameID {
	text = text[:min(len(text), MaxName)]
	if id, ok := b.nameIDs[string(text)]; ok {
		return id
	}
	return b.addName(string(text))
}

// NameOf is Name for a string.
func (b *Book) NameOf(text string) NameID {
	text = text[:min(len(text), MaxName)]
	if id, ok := b.nameIDs[text]; ok {
		return id
	}
	return b.addName(text)
}

func (b *Book) addName(text string) NameID {
	if text == "" || len(b.names) > MaxNames {
		b.Omitted++
		return 0
	}
	id := NameID(len(b.names))
	b.names, b.nameIDs[text] = append(b.names, text), id
	return id
}

// Text returns the text of a number, "" for none.
func (b *Book) Text(id NameID) string {
	if int(id) >= len(b.names) {
		return ""
	}
	return b.names[id]
}

// PointKey identifies a point of a server, without pointer and without value.
type PointKey struct {
	Space, Index, Part uint32
	// Ident is that of the wire.Point: 0 when Index identifies, otherwise Index is
	// the NameID of the name.
	Ident byte
}

// Point returns the key of a point. ok is false when its name found no room.
func (b *Book) Point(p *wire.Point) (k PointKey, ok bool) {
	k = PointKey{Space: p.Space, Index: p.Index, Part: p.Part, Ident: p.Ident}
	if p.Ident == 0 {
		return k, true
	}
	k.Index = uint32(b.Name(p.Name))
	return k, k.Index != 0
}

// AppendPoint appends the name of a point as shown: "holding-register 12",
// "g30v1 3", "ns=2;s=Pump".
func (b *Book) AppendPoint(dst []byte, p *wire.Protocol, k PointKey) []byte {
	x := wire.Point{Space: k.Space, Index: k.Index, Count: 1, Part: k.Part, Ident: k.Ident}
	if k.Ident != 0 {
		x.Index, x.Name = 0, []byte(b.Text(NameID(k.Index)))
	}
	return p.AppendPointName(dst, &x)
}

// bookForm is the number of the form of a book's state.
const bookForm = 1

// AppendState writes the book.
func (b *Book) AppendState(w *snapshot.Writer) {
	w.Uint(bookForm)
	w.Uint(b.Omitted)
	w.Uint(uint64(b.Assets()))
	for _, a := range b.assets[1:] {
		w.Bytes(a.AsSlice())
	}
	w.Uint(uint64(len(b.names) - 1))
	for _, n := range b.names[1:] {
		w.Text(n)
	}
	w.Uint(uint64(b.Channels()))
	for _, c := range b.channels[1:] {
		w.Uint(uint64(c.Client))
		w.Uint(uint64(c.Server))
		w.Uint(uint64(c.Protocol))
		w.Uint(uint64(c.Port))
		w.Uint(uint64(c.Station))
	}
}

// Restore reads what AppendState wrote into an empty book.
func (b *Book) Restore(r *snapshot.Reader) {
	if r.Uint() != bookForm {
		r.Fail()
	}
	omitted := r.Uint()
	for range r.Count(MaxAssets) {
		a, ok := netip.AddrFromSlice(r.Bytes(16))
		if !ok {
			r.Fail()
			return
		}
		b.Asset(a)
	}
	for range r.Count(MaxNames) {
		b.NameOf(r.Text(MaxName))
	}
	for range r.Count(MaxChannels) {
		c := Channel{Client: AssetID(r.Uint()), Server: AssetID(r.Uint()), Protocol: NameID(r.Uint()), Port: uint16(r.Uint()), Station: uint32(r.Uint())}
		if int(c.Client) > b.Assets() || int(c.Server) > b.Assets() || int(c.Protocol) >= len(b.names) {
			r.Fail()
			return
		}
		b.Channel(c)
	}
	if b.Omitted != 0 {
		r.Fail()
	}
	b.Omitted = omitted
}
