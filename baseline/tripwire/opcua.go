package tripwire

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Values of MessageSecurityMode (Part 4, 7.20).
const (
	modeNone = 1 + iota
	modeSign
	modeSignAndEncrypt
)

var modeNames = [...]string{"", "None", "Sign", "SignAndEncrypt"}

// Sorts of identities, the weaker first.
const (
	anonymous = 1 + iota
	named
)

// tokenAnonymous is the encoding id of AnonymousIdentityToken (Part 6, Annex A).
const tokenAnonymous = 321

var identityNames = [...]string{"", "Anonymous", "named user"}

// policyRanks are the security policies by what they are worth (Part 7, 6.6):
// those by SHA-1 are withdrawn.
var policyRanks = [...]struct {
	name string
	rank int
}{
	{"None", 1}, {"Basic128Rsa15", 2}, {"Basic256", 3}, {"Basic256Sha256", 4}, {"Aes128_Sha256_RsaOaep", 4}, {"Aes256_Sha256_RsaPss", 5},
	{"ECC_nistP256", 5}, {"ECC_nistP384", 5}, {"ECC_brainpoolP256r1", 5}, {"ECC_brainpoolP384r1", 5}, {"ECC_curve25519", 5}, {"ECC_curve448", 5},
}

var rankNames = [...]string{"", "None", "Basic128Rsa15", "Basic256", "Basic256Sha256", "Aes256_Sha256_RsaPss"}

// policyRank returns the rank of a policy, 0 for one that is not known.
func policyRank(uri []byte) int {
	name := afterLast(uri, '#')
	for i := range policyRanks {
		if string(name) == policyRanks[i].name {
			return policyRanks[i].rank
		}
	}
	return 0
}

// has and highest read sets of small numbers.
func has(set uint8, n int) bool { return set>>n&1 != 0 }

func highest(set uint8) int {
	for n := 7; n > 0; n-- {
		if has(set, n) {
			return n
		}
	}
	return 0
}

// maxOwners bounds the subscriptions whose client is remembered.
const maxOwners = 16384

// subscriptionKey is a subscription of a server.
type subscriptionKey struct {
	server baseline.AssetID
	id     uint32
	port   uint16
}

type opcuaState struct {
	owners map[subscriptionKey]baseline.AssetID
}

func newOPCUA() opcuaState { return opcuaState{owners: map[subscriptionKey]baseline.AssetID{}} }

func (d *Detector) opcuaEvent(l *baseline.Look, e *baseline.Event, c *channel) {
	switch e.Code {
	case opcuaOpenChannel:
		d.opens(l, e, c)
	case opcuaCreateSession:
		d.secures(l, e, c)
	case opcuaActivateSession:
		d.secures(l, e, c)
		d.identifies(l, e, c)
	case opcuaCreateSubscription:
		d.owns(e)
	case opcuaModifyItems, opcuaSetMonitoring, opcuaSetTriggering, opcuaDeleteItems, opcuaModifySubscription, opcuaSetPublishing, opcuaDeleteSubscription:
		if e.Operation == wire.Configure && d.takesOver(l, e, c) {
			d.hit(l, e, d.kinds.subscription, note{})
		}
		if e.Code == opcuaDeleteSubscription && e.Outcome == wire.Answered {
			d.disowns(e)
		}
	}
}

// opens judges the policy of a SecureChannel. None says nothing yet: endpoints are
// looked for without security; what a session is on is judged then.
func (d *Detector) opens(l *baseline.Look, e *baseline.Event, c *channel) {
	f := findAny(e.Request, "SecurityPolicyUri")
	if f == nil {
		return
	}
	rank := policyRank(f.Value.Raw)
	if rank <= 1 {
		return
	}
	if best := highest(c.policies); rank < best && !has(c.policies, rank) {
		d.hit(l, e, d.kinds.downgrade, note{expected: rankNames[best], seen: rankNames[rank]})
		return
	}
	if l.Learn && e.Outcome == wire.Answered {
		c.policies |= 1 << rank
		d.protects(l, e, c, modeSign)
	}
}

// protects notes a mode that was in use.
func (d *Detector) protects(l *baseline.Look, e *baseline.Event, c *channel, mode int) {
	c.modes |= 1 << mode
	if x := d.device(l, e, wholeServer); x != nil {
		x.modes |= 1 << mode
	}
}

// secures judges the mode of the channel a session is created or activated on.
func (d *Detector) secures(l *baseline.Look, e *baseline.Event, c *channel) {
	f := wire.FindField(e.Request, "SecurityMode")
	if f == nil || f.Value.Num < modeNone || f.Value.Num > modeSignAndEncrypt {
		return
	}
	mode := int(f.Value.Num)
	x := d.device(l, e, wholeServer)
	if expected := d.weaker(l, c.modes, serverSet(x, true), mode, x); expected != 0 && mode == modeNone {
		d.hit(l, e, d.kinds.none, note{expected: modeNames[expected], seen: modeNames[mode]})
		return
	}
	if l.Learn {
		d.protects(l, e, c, mode)
	}
}

// identifies judges as whom a session is activated.
func (d *Detector) identifies(l *baseline.Look, e *baseline.Event, c *channel) {
	who := identityOf(e.Request)
	if who == 0 {
		return
	}
	x := d.device(l, e, wholeServer)
	if expected := d.weaker(l, c.identities, serverSet(x, false), who, x); expected != 0 {
		d.hit(l, e, d.kinds.anonymous, note{expected: identityNames[expected], seen: identityNames[who]})
		return
	}
	if !l.Learn || e.Outcome != wire.Answered {
		return
	}
	c.identities |= 1 << who
	if x != nil {
		x.identities |= 1 << who
	}
}

// serverSet returns one of the sets of a server.
func serverSet(x *device, modes bool) uint8 {
	switch {
	case x == nil:
		return 0
	case modes:
		return x.modes
	}
	return x.identities
}

// weaker returns what is usual where something is weaker than that, else 0. For
// the same client it is judged at once; that no client of a server did it before
// says something once the server was seen for a while.
func (d *Detector) weaker(l *baseline.Look, own, server uint8, now int, x *device) int {
	if best := highest(own); best > now && !has(own, now) {
		return best
	}
	if best := highest(server); best > now && !has(server, now) && own == 0 && l.Now-x.first > d.hour {
		return best
	}
	return 0
}

// identityOf returns the sort of identity of an ActivateSession, 0 when it is not
// told. A token that is null is anonymous (Part 4, 5.6.3.2).
func identityOf(f []wire.Field) int {
	for i := range f {
		if f[i].Name != "UserIdentityToken" {
			continue
		}
		for j := i + 1; j < len(f) && f[j].Depth > f[i].Depth; j++ {
			if f[j].Name == "TypeId" && f[j].Value.Num != tokenAnonymous && f[j].Value.Num != 0 {
				return named
			}
		}
		return anonymous
	}
	return 0
}

// owns notes who created a subscription.
func (d *Detector) owns(e *baseline.Event) {
	f := wire.FindField(e.Response, "SubscriptionId")
	if f == nil || e.ClientID == 0 || e.ServerID == 0 {
		return
	}
	k := subscriptionKey{e.ServerID, uint32(f.Value.Num), e.Server.Port()}
	if _, ok := d.opcua.owners[k]; !ok && len(d.opcua.owners) >= maxOwners {
		d.omitted++
		return
	}
	d.opcua.owners[k] = e.ClientID
}

// subscriptionsOf returns the fields that name the subscriptions of a request.
func subscriptionsOf(f []wire.Field) []wire.Field {
	for i := range f {
		switch {
		case f[i].Depth == 0 && f[i].Name == "SubscriptionId":
			return f[i : i+1]
		case f[i].Depth == 0 && f[i].Name == "SubscriptionIds":
			end := i + 1
			for end < len(f) && f[end].Depth > 0 {
				end++
			}
			return f[i+1 : end]
		}
	}
	return nil
}

func (d *Detector) owner(e *baseline.Event, f *wire.Field) (subscriptionKey, baseline.AssetID) {
	k := subscriptionKey{e.ServerID, uint32(f.Value.Num), e.Server.Port()}
	return k, d.opcua.owners[k]
}

// disowns forgets subscriptions that were deleted.
func (d *Detector) disowns(e *baseline.Event) {
	list := subscriptionsOf(e.Request)
	for i := range list {
		k, _ := d.owner(e, &list[i])
		delete(d.opcua.owners, k)
	}
}

// takesOver judges what is done to subscriptions of another session: those of
// another host, or, of which nobody knows who made them, by a pair that is new.
// After a connection was lost a client has a new session and takes over its own.
func (d *Detector) takesOver(l *baseline.Look, e *baseline.Event, c *channel) bool {
	list := subscriptionsOf(e.Request)
	unknown := len(list) == 0
	for i := range list {
		_, owner := d.owner(e, &list[i])
		if owner != 0 && owner != e.ClientID {
			return true
		}
		unknown = unknown || owner == 0
	}
	return unknown && d.isNew(l, c)
}
