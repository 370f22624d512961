package assess

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/asset"
)

// OPC UA services looked at for security, by the id of the request's encoding.
const (
	opcuaGetEndpoints    = 428
	opcuaOpenChannel     = 446
	opcuaCreateSession   = 461
	opcuaActivateSession = 467
)

// channelKey is how a client opens SecureChannels to a server.
type channelKey struct {
	pair   pair
	policy string // what follows the standard's prefix, "" when not told
	mode   string // "None", "Sign", "SignAndEncrypt", "" when not told
}

// loginKey is how a client logs in to a server.
type loginKey struct {
	pair  pair
	token string // name of the identity token's structure
	clear bool   // with a password in the clear
}

// certKey names a certificate and whose it is.
type certKey struct {
	addr       netip.Addr
	thumbprint string
}

// certificate is what is told of it.
type certificate struct {
	span
	subject, uri  string
	before, after int64 // validity, UTC ns
	selfSigned    bool
}

// maxCertificates bounds the certificates told.
const maxCertificates = 1024

// observeOPCUA looks at how channels and sessions are protected.
func (c *Collector) observeOPCUA(x *conversation, t *wire.Transaction, e Evidence) {
	switch t.Code {
	case opcuaOpenChannel:
		c.channel(x.pair, t, e)
	case opcuaActivateSession:
		c.login(x.pair, t, e)
	}
	switch t.Code {
	case opcuaOpenChannel, opcuaCreateSession, opcuaActivateSession, opcuaGetEndpoints:
		c.certificates(x.client, t.Request.Fields, e)
		c.certificates(x.server, t.Response.Fields, e)
	}
	if hasField(t.Request.Fields, "EncryptedOctets") || hasField(t.Response.Fields, "EncryptedOctets") {
		x.watch.encrypted.add(e)
	}
}

func hasField(f []wire.Field, name string) bool { return wire.FindField(f, name) != nil }

// channel notes policy and mode of an OpenSecureChannel.
func (c *Collector) channel(p pair, t *wire.Transaction, e Evidence) {
	k := channelKey{pair: p}
	if f := findAny(t.Request.Fields, "SecurityPolicyUri"); f != nil {
		uri := asset.Clean(f.Value.Raw)
		k.policy = uri[strings.LastIndexByte(uri, '#')+1:]
	}
	if f := findAny(t.Request.Fields, "SecurityMode"); f != nil {
		k.mode = f.Text
	}
	if k.policy != "" || k.mode != "" {
		count(c.channels, k, e)
	}
}

// login notes the kind of identity a session is activated with. A password is
// in the clear when it could be read and no algorithm encrypts it.
func (c *Collector) login(p pair, t *wire.Transaction, e Evidence) {
	token := slices.IndexFunc(t.Request.Fields, func(f wire.Field) bool { return f.Name == "UserIdentityToken" })
	if token < 0 {
		return
	}
	k := loginKey{pair: p, token: "AnonymousIdentityToken"}
	password, algorithm := false, false
	for _, f := range below(t.Request.Fields, token) {
		switch f.Name {
		case "TypeId":
			if f.Text != "" {
				k.token = f.Text
			}
		case "Password":
			password = f.Value.Kind == wire.KindSecret && f.Value.Num > 0
		case "EncryptionAlgorithm":
			algorithm = len(f.Value.Raw) > 0
		}
	}
	k.clear = password && !algorithm
	count(c.logins, k, e)
}

// certificates notes the certificates among the fields one side sent. Those of
// UserIdentityToken are a person's.
func (c *Collector) certificates(a netip.Addr, fields []wire.Field, e Evidence) {
	for i := range fields {
		if f := &fields[i]; f.Value.Kind == wire.KindStruct && strings.HasSuffix(f.Name, "Certificate") {
			c.certificate(a, below(fields, i), e)
		}
	}
}

func (c *Collector) certificate(a netip.Addr, fields []wire.Field, e Evidence) {
	var x certificate
	var thumbprint, issuer string
	for i := range fields {
		v := fields[i].Value
		switch fields[i].Name {
		case "Thumbprint":
			thumbprint = string(v.Append(nil))
		case "Subject":
			x.subject = asset.Clean(v.Raw)
		case "Issuer":
			issuer = asset.Clean(v.Raw)
		case "ApplicationUri":
			x.uri = asset.Clean(v.Raw)
		case "NotBefore":
			x.before = int64(v.Num)
		case "NotAfter":
			x.after = int64(v.Num)
		}
	}
	x.selfSigned = issuer == x.subject
	if x.after == 0 {
		return
	}
	k := certKey{a, thumbprint}
	old := within(c.certs, k, maxCertificates, func() *certificate { return &x })
	if old == nil {
		c.omitted.certificates++
		return
	}
	old.span.add(e)
}

// count counts in a map of conversations' properties; those are few for each
// conversation, but named by the sender.
func count[K comparable](m map[K]*span, k K, e Evidence) {
	if s := within(m, k, MaxConversations, empty[span]); s != nil {
		s.add(e)
	}
}

// findAny returns the first field of a name at any depth, or nil.
func findAny(fields []wire.Field, name string) *wire.Field {
	for i := range fields {
		if fields[i].Name == name {
			return &fields[i]
		}
	}
	return nil
}

// below returns the fields that the one at i heads.
func below(fields []wire.Field, i int) []wire.Field {
	end := i + 1
	for end < len(fields) && fields[end].Depth > fields[i].Depth {
		end++
	}
	return fields[i+1 : end]
}
