package dnp3

import "github.com/banken-ot/banken/protocols/wire"

// Names of Secure Authentication version 5 (IEEE 1815-2012, Annex A).
var (
	challengeReasons  = [...]string{1: "critical"}
	keyWrapAlgorithms = [...]string{1: "aes-128", 2: "aes-256"}
	keyStatuses       = [...]string{1: "ok", 2: "not-init", 3: "comm-fail", 4: "auth-fail"}
	macAlgorithms     = [...]string{0: "none", 1: "hmac-sha-1-4-octets", 2: "hmac-sha-1-10-octets", 3: "hmac-sha-256-8-octets",
		4: "hmac-sha-256-16-octets", 5: "hmac-sha-1-8-octets", 6: "aes-gmac-12-octets"}
	authenticationErrors = [...]string{1: "authentication-failed", 2: "unexpected-response", 3: "no-response",
		4: "aggressive-mode-not-supported", 5: "mac-algorithm-not-supported", 6: "key-wrap-algorithm-not-supported",
		7: "authorization-failed", 8: "update-key-change-method-not-permitted", 9: "invalid-signature",
		10: "invalid-certification-data", 11: "unknown-user", 12: "max-session-key-status-requests-exceeded"}
	keyChangeMethods = [...]string{3: "aes-128-sha-1-hmac", 4: "aes-256-sha-256-hmac", 5: "aes-256-aes-gmac",
		67: "rsa-1024-dsa-sha-1-sha-1-hmac", 68: "rsa-2048-dsa-sha-256-sha-256-hmac", 69: "rsa-3072-dsa-sha-256-sha-256-hmac",
		70: "rsa-2048-dsa-sha-256-aes-gmac", 71: "rsa-3072-dsa-sha-256-aes-gmac"}
	userOperations     = [...]string{1: "add", 2: "delete", 3: "change"}
	certificateTypes   = [...]string{1: "id-certificate", 2: "attribute-certificate"}
	securityStatistics = [...]string{"unexpected-messages", "authorization-failures", "authentication-failures", "reply-timeouts",
		"rekeys-due-to-authentication-failure", "total-messages-sent", "total-messages-received", "critical-messages-sent",
		"critical-messages-received", "discarded-messages", "error-messages-sent", "error-messages-received",
		"successful-authentications", "session-key-changes", "failed-session-key-changes", "update-key-changes",
		"failed-update-key-changes", "rekeys-due-to-restarts"}
)

// code adds a coded field; a value without a name is one the standard reserves.
func (x *fragment) code8(field string, names []string, v byte) {
	text := name(names, v)
	if text == "" {
		x.m.Defects |= own(reservedValue)
	}
	x.field(4, field, text, wire.Uint(uint64(v)))
}

func (x *fragment) number(field string, v uint64) { x.field(4, field, "", wire.Uint(v)) }

// challenge is g120v1.
func challenge(x *fragment, c *wire.Cursor) {
	x.challenge = true
	x.number("challenge_sequence", uint64(c.LE32()))
	x.number("user_number", uint64(c.LE16()))
	x.code8("mac_algorithm", macAlgorithms[:], c.U8())
	x.code8("reason", challengeReasons[:], c.U8())
	x.field(4, "challenge_data", "", wire.Octets(c.Octets(c.Len())))
}

// reply is g120v2: it answers a challenge, and what was challenged is answered
// after it.
func reply(x *fragment, c *wire.Cursor) {
	x.onlyReply = true
	x.number("challenge_sequence", uint64(c.LE32()))
	x.number("user_number", uint64(c.LE16()))
	x.field(4, "mac", "", wire.Octets(c.Octets(c.Len())))
}

// aggressive is g120v3: the fragment is authenticated by the MAC at its end.
func aggressive(x *fragment, c *wire.Cursor) {
	x.number("challenge_sequence", uint64(c.LE32()))
	x.number("user_number", uint64(c.LE16()))
}

// keyStatusRequest is g120v4.
func keyStatusRequest(x *fragment, c *wire.Cursor) { x.number("user_number", uint64(c.LE16())) }

// keyStatus is g120v5.
func keyStatus(x *fragment, c *wire.Cursor) {
	x.number("key_change_sequence", uint64(c.LE32()))
	x.number("user_number", uint64(c.LE16()))
	x.code8("key_wrap_algorithm", keyWrapAlgorithms[:], c.U8())
	x.code8("key_status", keyStatuses[:], c.U8())
	x.code8("mac_algorithm", macAlgorithms[:], c.U8())
	x.field(4, "challenge_data", "", wire.Octets(c.Octets(int(c.LE16()))))
	x.field(4, "mac", "", wire.Octets(c.Octets(c.Len())))
}

// keyChange is g120v6. Wrapped keys are not kept.
func keyChange(x *fragment, c *wire.Cursor) {
	x.number("key_change_sequence", uint64(c.LE32()))
	x.number("user_number", uint64(c.LE16()))
	x.field(4, "wrapped_key_data", "", wire.Secret(c.Len()))
	c.Skip(c.Len())
}

// authenticationError is g120v7.
func authenticationError(x *fragment, c *wire.Cursor) {
	x.refused = true
	x.number("sequence", uint64(c.LE32()))
	x.number("user_number", uint64(c.LE16()))
	x.number("association_id", uint64(c.LE16()))
	x.code8("error_code", authenticationErrors[:], c.U8())
	x.timeField("time_of_error", c.LE48())
	x.field(4, "error_text", "", wire.Text(c.Octets(c.Len())))
}

// userCertificate is g120v8.
func userCertificate(x *fragment, c *wire.Cursor) {
	x.code8("key_change_method", keyChangeMethods[:], c.U8())
	x.code8("certificate_type", certificateTypes[:], c.U8())
	x.field(4, "certificate", "", wire.Octets(c.Octets(c.Len())))
}

// authenticationCode is g120v9, and g120v15, which confirms an update key.
func authenticationCode(x *fragment, c *wire.Cursor) {
	x.field(4, "mac", "", wire.Octets(c.Octets(c.Len())))
}

// userStatusChange is g120v10.
func userStatusChange(x *fragment, c *wire.Cursor) {
	x.code8("key_change_method", keyChangeMethods[:], c.U8())
	x.code8("operation", userOperations[:], c.U8())
	x.number("status_change_sequence", uint64(c.LE32()))
	x.number("user_role", uint64(c.LE16()))
	x.number("user_role_expiry_days", uint64(c.LE16()))
	nameLen, keyLen, dataLen := int(c.LE16()), int(c.LE16()), int(c.LE16())
	x.field(4, "user_name", "", wire.Text(c.Octets(nameLen)))
	x.field(4, "user_public_key", "", wire.Octets(c.Octets(keyLen)))
	x.field(4, "certification_data", "", wire.Octets(c.Octets(dataLen)))
}

// updateKeyRequest is g120v11.
func updateKeyRequest(x *fragment, c *wire.Cursor) {
	x.code8("key_change_method", keyChangeMethods[:], c.U8())
	nameLen, dataLen := int(c.LE16()), int(c.LE16())
	x.field(4, "user_name", "", wire.Text(c.Octets(nameLen)))
	x.field(4, "challenge_data", "", wire.Octets(c.Octets(dataLen)))
}

// updateKeyReply is g120v12.
func updateKeyReply(x *fragment, c *wire.Cursor) {
	x.number("key_change_sequence", uint64(c.LE32()))
	x.number("user_number", uint64(c.LE16()))
	x.field(4, "challenge_data", "", wire.Octets(c.Octets(int(c.LE16()))))
}

// updateKeyChange is g120v13. The encrypted key is not kept.
func updateKeyChange(x *fragment, c *wire.Cursor) {
	x.number("key_change_sequence", uint64(c.LE32()))
	x.number("user_number", uint64(c.LE16()))
	n := int(c.LE16())
	x.field(4, "encrypted_update_key", "", wire.Secret(n))
	c.Skip(n)
}

// updateKeySignature is g120v14.
func updateKeySignature(x *fragment, c *wire.Cursor) {
	x.field(4, "digital_signature", "", wire.Octets(c.Octets(c.Len())))
}

// securityStatistic is g121v1, g122v1 and g122v2.
func securityStatistic(x *fragment, c *wire.Cursor) {
	flags, association, count := c.U8(), c.LE16(), c.LE32()
	statistic := ""
	if x.index < uint32(len(securityStatistics)) {
		statistic = securityStatistics[x.index]
	}
	x.field(4, "statistic", statistic, wire.Uint(uint64(x.index)))
	x.number("association_id", uint64(association))
	p := x.point(x.index)
	if p != nil {
		p.HasQuality, p.Quality, p.Value = true, uint32(flags), wire.Uint(uint64(count))
	}
	if x.h.group == 122 && x.h.variation == 2 {
		ms := c.LE48()
		x.timeField("time", ms)
		if p != nil && ms <= maxMs {
			p.HasTime, p.Time = true, int64(ms)*nsPerMs
		}
	}
}
