package opcuagen

import (
	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/protocols/wire"
)

// Secrets returns texts that must be found in nothing that comes out of the
// conversations of Cases.
func Secrets() []string {
	return []string{password, "not to be shown"}
}

func secrets() []wire.Case {
	return []wire.Case{identities(), foreignIdentity(), nestedIdentity(), credentials(), keys(), brokenIdentity(), sameIDs()}
}

// identities activates a session with every identity token (Part 4, 7.36).
func identities() wire.Case {
	s := begin("secrets-identities")
	s.session(sessionID, sessionToken, "maintenance")
	s.activate(&ua.AnonymousIdentityToken{PolicyID: "anonymous"})
	s.activate(&ua.X509IdentityToken{PolicyID: "certificate", CertificateData: certificate(0)})
	s.activate(&ua.IssuedIdentityToken{PolicyID: "issued", TokenData: []byte("not to be shown: issued token"), EncryptionAlgorithm: "none"})
	s.exchange(writeLevel(1), &ua.WriteResponse{Results: []ua.StatusCode{0}})
	s.answer(s.ask(&ua.ActivateSessionRequest{ClientSignature: &ua.SignatureData{Algorithm: "rsa", Signature: []byte("not to be shown: signature")},
		UserIdentityToken:  ua.NewExtensionObject(&ua.UserNameIdentityToken{PolicyID: "user", UserName: "guess", Password: []byte(password)}),
		UserTokenSignature: &ua.SignatureData{}}),
		&ua.ServiceFault{ResponseHeader: s.responseHeader(ua.StatusBadUserAccessDenied)})
	return s.Case
}

// activateWith activates a session with an identity token given as octets.
func (s *script) activateWith(token []byte) {
	s.raw(wire.ToServer, []byte{1, 0, 467 & 0xff, 467 >> 8}, octets(s.requestHeader()), u32(null), u32(null), u32(null), u32(null), token, u32(null), u32(null))
	s.answer(s.request, &ua.ActivateSessionResponse{})
}

// foreignIdentity is identity tokens that cannot be decoded: in XML, of a
// vendor, and of no type.
func foreignIdentity() wire.Case {
	s := inSession("secrets-identity-not-decoded")
	s.activateWith(join([]byte{1, 0, 323 & 0xff, 323 >> 8, 2}, str("<UserNameIdentityToken><Password>"+password+"</Password></UserNameIdentityToken>")))
	s.activateWith(join([]byte{1, 3, 5, 0, 1}, str(password)))
	s.activateWith(join([]byte{0, 0, 1}, str(password)))
	return s.Case
}

// nestedIdentity hides identity tokens where none belong.
func nestedIdentity() wire.Case {
	s := inSession("secrets-identity-nested")
	token := ua.NewExtensionObject(&ua.UserNameIdentityToken{PolicyID: "user", UserName: "u", Password: []byte(password)})
	s.exchange(&ua.WriteRequest{NodesToWrite: []*ua.WriteValue{writeOf(level, ua.MustVariant(token))}}, &ua.WriteResponse{Results: []ua.StatusCode{0}})
	s.exchange(&ua.WriteRequest{NodesToWrite: []*ua.WriteValue{writeOf(level, ua.MustVariant([]*ua.Variant{ua.MustVariant([]*ua.ExtensionObject{token})}))}},
		&ua.WriteResponse{Results: []ua.StatusCode{0}})
	s.call(ua.NewStringNodeID(2, "Users"), ua.NewStringNodeID(2, "Users.LogOn"), 0, token)
	s.variantsWritten(
		join([]byte{22, 1, 0, 323 & 0xff, 323 >> 8, 2}, str("<Password>"+password+"</Password>")),
		join([]byte{22, 1, 0, 322 & 0xff, 322 >> 8, 1}, str(password)),
		join([]byte{22, 1, 0, 324 & 0xff, 324 >> 8, 1}, str(password)), // not what it says
	)
	return s.Case
}

// credentials calls the standard's methods that take passwords and keys.
func credentials() wire.Case {
	s := inSession("secrets-method-arguments")
	users := ua.NewFourByteNodeID(0, 24290)
	s.call(users, ua.NewFourByteNodeID(0, 24304), 0, "bob", password, uint32(0), "a user")                                                            // AddUser
	s.call(users, ua.NewFourByteNodeID(0, 24306), 0, "bob", true, password, false, uint32(0))                                                         // ModifyUser
	s.call(users, ua.NewFourByteNodeID(0, 24310), 0, password, "not to be shown: the new one")                                                        // ChangePassword
	server := ua.NewFourByteNodeID(0, 12637)                                                                                                          // ServerConfiguration
	s.callRaw(server, ua.NewFourByteNodeID(0, 13737), octets(ua.MustVariant(ua.NewTwoByteNodeID(1))), octets(ua.MustVariant(ua.NewTwoByteNodeID(2))), // UpdateCertificate
		octets(ua.MustVariant([]byte{0x30})), byteStrings(), octets(ua.MustVariant("PEM")), octets(ua.MustVariant([]byte("not to be shown: private key"))))
	s.call(server, ua.NewFourByteNodeID(0, 25710), 0, password)                                                // SetAdminPassword
	s.callRaw(ua.NewFourByteNodeID(0, 14443), ua.NewFourByteNodeID(0, 17364), octets(ua.MustVariant("group")), // SetSecurityKeys
		octets(ua.MustVariant(policyPrefix+"PubSub-Aes256-CTR")), octets(ua.MustVariant(uint32(1))), octets(ua.MustVariant([]byte("not to be shown: key"))),
		byteStrings("not to be shown: next key", "not to be shown: key after"), octets(ua.MustVariant(1.0)), octets(ua.MustVariant(2.0)))
	return s.Case
}

// callRaw calls a method with arguments given as octets.
func (s *script) callRaw(object, method *ua.NodeID, arguments ...[]byte) {
	s.raw(wire.ToServer, []byte{1, 0, 712 & 0xff, 712 >> 8}, octets(s.requestHeader()), u32(1), octets(object), octets(method),
		u32(uint32(len(arguments))), join(arguments...))
	s.answer(s.request, &ua.CallResponse{Results: []*ua.CallMethodResult{{}}})
}

// keys is a server that gives out keys (GetSecurityKeys).
func keys() wire.Case {
	s := inSession("secrets-method-results")
	s.ask(&ua.CallRequest{MethodsToCall: []*ua.CallMethodRequest{{ObjectID: ua.NewFourByteNodeID(0, 14443), MethodID: ua.NewFourByteNodeID(0, 15215),
		InputArguments: []*ua.Variant{ua.MustVariant("group"), ua.MustVariant(uint32(0)), ua.MustVariant(uint32(2))}}}})
	s.raw(wire.ToClient, []byte{1, 0, 715 & 0xff, 715 >> 8}, octets(s.responseHeader(0)), u32(1), u32(0), u32(null), u32(null), u32(5),
		octets(ua.MustVariant("policy")), octets(ua.MustVariant(uint32(1))), byteStrings("not to be shown: key 1", "not to be shown: key 2"),
		octets(ua.MustVariant(1.0)), octets(ua.MustVariant(2.0)), u32(null))
	return s.Case
}

// brokenIdentity is requests with secrets that end too early, or too late.
func brokenIdentity() wire.Case {
	s := inSession("secrets-with-defects")
	body := s.asked(&ua.ActivateSessionRequest{ClientSignature: &ua.SignatureData{},
		UserIdentityToken:  ua.NewExtensionObject(&ua.UserNameIdentityToken{PolicyID: "user", UserName: "u", Password: []byte(password)}),
		UserTokenSignature: &ua.SignatureData{}})
	s.raw(wire.ToServer, body[:len(body)-20])
	s.raw(wire.ToServer, body, []byte(password))
	s.raw(wire.ToServer, []byte{1, 0, 0xe7, 0x03}, []byte(password+password+password)) // no service
	s.raw(wire.ToServer, []byte{1, 4, 9, 0}, octets(s.requestHeader()), []byte("of a vendor"))
	return s.Case
}

// sameIDs is a server that gives out the token as the SessionId too.
func sameIDs() wire.Case {
	s := begin("secrets-session-id-is-token")
	s.session(sessionToken, sessionToken, "operator")
	s.exchange(readLevel(), levelRead(1))
	return s.Case
}
