package opcuagen

import (
	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/protocols/wire"
)

func channels() []wire.Case {
	return []wire.Case{signed("channel-sign", "Basic256Sha256", 32), signed("channel-sign-sha1", "Basic256", 20),
		encrypted(), elliptic(), renewed(), closed(), wrongTokens(), midStreamSigned(), midStreamPlain(), midStreamEncrypted(), unknownPolicy()}
}

// noise is octets that look encrypted: a linear congruential generator.
func noise(n int, seed uint32) []byte {
	b := make([]byte, n)
	for i := range b {
		seed = seed*1664525 + 1013904223
		b[i] = byte(seed >> 24)
	}
	return b
}

// secure opens a channel whose OPN are signed and encrypted.
func (s *script) secure(policy string) {
	for dir, channel := range []uint32{0, s.channel} {
		s.sequence[dir]++
		s.add(wire.Direction(dir), message("OPN", 'F', u32(channel), str(policyPrefix+policy), str(string(certificate(dir))),
			str("20 octets of a SHA-1"), noise(256, uint32(dir)+1)))
	}
	s.request++
}

// opened returns a conversation on a channel with a policy.
func opened(name, policy string) *script {
	s := &script{Case: wire.Case{Name: name}, channel: 7, security: 1}
	s.hello()
	s.secure(policy)
	return s
}

// signed is mode Sign: it is read, without the signatures.
func signed(name, policy string, signature int) wire.Case {
	s := opened(name, policy)
	s.signature = signature
	s.session(sessionID, sessionToken, "operator")
	s.exchange(writeLevel(80), &ua.WriteResponse{Results: []ua.StatusCode{0}})
	s.request++
	for _, c := range s.split(wire.ToServer, s.request, s.asked(callPump()), 3) {
		s.add(wire.ToServer, c)
	}
	s.answer(s.request, calledPump())
	return s.Case
}

// seal sends an encrypted message of n octets.
func (s *script) seal(dir wire.Direction, typ string, final byte, n int) {
	s.add(dir, message(typ, final, u32(s.channel), u32(s.security), noise(n, uint32(n)+uint32(dir))))
}

// encrypted is mode SignAndEncrypt: of which only envelopes are seen.
func encrypted() wire.Case {
	s := opened("channel-sign-and-encrypt", "Basic256Sha256")
	s.seal(wire.ToServer, "MSG", 'F', 208)
	s.seal(wire.ToClient, "MSG", 'C', 8176)
	s.seal(wire.ToClient, "MSG", 'C', 8176)
	s.seal(wire.ToClient, "MSG", 'F', 512)
	s.seal(wire.ToServer, "CLO", 'F', 96)
	return s.Case
}

// elliptic is a policy whose OPN are signed and not encrypted, so that the mode
// is told.
func elliptic() wire.Case {
	s := &script{Case: wire.Case{Name: "channel-ecc"}, channel: 7, security: 1}
	s.hello()
	s.request++
	header := func(dir int, channel uint32) [][]byte {
		s.sequence[dir]++
		return [][]byte{u32(channel), str(policyPrefix + "ECC_nistP256"), str(string(certificate(dir))), str("20 octets of a SHA-1"),
			u32(s.sequence[dir]), u32(s.request)}
	}
	req := &ua.OpenSecureChannelRequest{RequestHeader: s.requestHeader(), SecurityMode: ua.MessageSecurityModeSignAndEncrypt, ClientNonce: noise(64, 3), RequestedLifetime: 3600000}
	resp := &ua.OpenSecureChannelResponse{ResponseHeader: s.responseHeader(0), ServerNonce: noise(64, 4),
		SecurityToken: &ua.ChannelSecurityToken{ChannelID: 7, TokenID: 1, CreatedAt: now, RevisedLifetime: 3600000}}
	s.add(wire.ToServer, message("OPN", 'F', append(header(0, 0), encoded(req), noise(64, 5))...))
	s.add(wire.ToClient, message("OPN", 'F', append(header(1, 7), encoded(resp), noise(64, 6))...))
	s.seal(wire.ToServer, "MSG", 'F', 208)
	s.seal(wire.ToClient, "MSG", 'F', 208)
	return s.Case
}

// renewed renews the token: the former is good until the client uses the new.
func renewed() wire.Case {
	s := inSession("channel-renewed")
	s.exchange(readLevel(), levelRead(1))
	late := s.ask(readLevel())
	s.security = 2
	s.open(s.channel, ua.SecurityTokenRequestTypeRenew)
	s.security = 1
	s.answer(late, levelRead(2))
	s.security = 2
	s.exchange(readLevel(), levelRead(3))
	return s.Case
}

// closed closes a session and a channel.
func closed() wire.Case {
	s := inSession("channel-closed")
	s.exchange(&ua.CloseSessionRequest{DeleteSubscriptions: true}, &ua.CloseSessionResponse{})
	s.request++
	s.sequence[wire.ToServer]++
	s.token = nil
	s.add(wire.ToServer, s.typed("CLO", 'F', s.sequence[wire.ToServer], s.request, encoded(&ua.CloseSecureChannelRequest{RequestHeader: s.requestHeader()})))
	return s.Case
}

// wrongTokens uses a channel and a token that were never granted.
func wrongTokens() wire.Case {
	s := inSession("channel-unknown")
	s.security = 99
	s.exchange(readLevel(), levelRead(1))
	s.channel, s.security = 13, 1
	s.exchange(readLevel(), levelRead(2))
	return s.Case
}

func midStreamPlain() wire.Case {
	s := midStream("mid-stream")
	s.answer(s.request, levelRead(1))
	s.exchange(readLevel(), levelRead(2))
	s.exchange(writeLevel(3), &ua.WriteResponse{Results: []ua.StatusCode{0}})
	return s.Case
}

func midStreamSigned() wire.Case {
	s := midStream("mid-stream-sign")
	s.signature = 32
	s.exchange(readLevel(), levelRead(2))
	s.request++
	for _, c := range s.split(wire.ToServer, s.request, s.asked(callPump()), 2) {
		s.add(wire.ToServer, c)
	}
	s.answer(s.request, calledPump())
	return s.Case
}

func midStreamEncrypted() wire.Case {
	s := midStream("mid-stream-encrypted")
	s.seal(wire.ToServer, "MSG", 'F', 208)
	s.seal(wire.ToClient, "MSG", 'F', 240)
	return s.Case
}

func unknownPolicy() wire.Case {
	s := &script{Case: wire.Case{Name: "channel-unknown-policy"}, channel: 7, security: 1}
	s.hello()
	s.secure("Quantum_2040")
	s.seal(wire.ToServer, "MSG", 'F', 208)
	return s.Case
}
