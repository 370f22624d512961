package assess

import (
	"bytes"
	"encoding/binary"
)

// credential is a way in which a password, or the right to go in without one,
// was seen in the clear.
type credential uint8

const (
	credentialOPCUA credential = iota
	credentialDNP3
	credentialHTTP
	credentialFTP
	credentialTelnet
	credentialPOP
	credentialIMAP
	credentialSMTP
	credentialLDAP
	credentialSNMP
	credentialMQTT
	credentialVNC
	credentials
)

// credentialTexts say what was seen.
var credentialTexts = [credentials]Text{
	credentialOPCUA:  {EN: "OPC UA user name and password on a channel without encryption", JA: "暗号化されていないOPC UAチャネル上のユーザ名とパスワード"},
	credentialDNP3:   {EN: "DNP3 file authentication with user name and password", JA: "DNP3ファイル認証のユーザ名とパスワード"},
	credentialHTTP:   {EN: "HTTP Basic log-in", JA: "HTTP Basic認証でのログイン"},
	credentialFTP:    {EN: "FTP password", JA: "FTPのパスワード"},
	credentialTelnet: {EN: "Telnet log-in", JA: "Telnetでのログイン"},
	credentialPOP:    {EN: "POP3 password", JA: "POP3のパスワード"},
	credentialIMAP:   {EN: "IMAP log-in", JA: "IMAPでのログイン"},
	credentialSMTP:   {EN: "SMTP log-in", JA: "SMTPでのログイン"},
	credentialLDAP:   {EN: "LDAP simple bind", JA: "LDAP簡易バインドでのログイン"},
	credentialSNMP:   {EN: "SNMP v1/v2c community name, which is its password", JA: "SNMP v1/v2cのコミュニティ名（パスワードに相当）"},
	credentialMQTT:   {EN: "MQTT password", JA: "MQTTのパスワード"},
	credentialVNC:    {EN: "VNC that asks for no password", JA: "パスワードを要求しないVNC"},
}

// look finds credentials in the next octets of a flow that nobody decoded, and
// keeps in s what the next ones will need. It keeps none of the octets.
func (s *opaque) look(server bool, b []byte) (c credential, found bool) {
	if server {
		return s.lookServer(b)
	}
	switch {
	case s.is("http") && containsFold(b, "\nauthorization: basic "):
		return credentialHTTP, true
	case s.is("ftp"):
		if hasPrefixFold(b, "user ") {
			s.anonymous = hasPrefixFold(b[5:], "anonymous") || hasPrefixFold(b[5:], "ftp\r")
		}
		return credentialFTP, hasPrefixFold(b, "pass ") && !s.anonymous
	case s.is("pop3"):
		return credentialPOP, hasPrefixFold(b, "pass ")
	case s.is("imap"):
		return credentialIMAP, containsFold(b[:min(len(b), 64)], " login ")
	case s.is("smtp"):
		return credentialSMTP, hasPrefixFold(b, "auth plain") || hasPrefixFold(b, "auth login")
	case s.is("ldap"):
		return credentialLDAP, isSimpleBind(b)
	case s.is("mqtt"):
		flags, ok := mqttConnect(b)
		return credentialMQTT, ok && flags&0x40 != 0
	case s.is("snmp"):
		return credentialSNMP, isCommunity(b)
	}
	return 0, false
}

// lookServer is look for what the server sent.
func (s *opaque) lookServer(b []byte) (c credential, found bool) {
	switch {
	case s.is("telnet"):
		return credentialTelnet, containsFold(b, "password:") || containsFold(b, "login:")
	case s.is("snmp"):
		return credentialSNMP, isCommunity(b)
	case s.is("vnc"):
		version := bytes.HasPrefix(b, []byte("RFB 0"))
		if !version && s.greeted {
			s.greeted = false
			return credentialVNC, offersNone(b)
		}
		s.greeted = version
	}
	return 0, false
}

// offersNone reports whether a VNC server's security types include None (RFC
// 6143, 7.1.2): a list in version 3.7 and later, a number before.
func offersNone(b []byte) bool {
	if len(b) == 4 && binary.BigEndian.Uint32(b) == 1 {
		return true
	}
	return len(b) >= 2 && int(b[0]) == len(b)-1 && bytes.IndexByte(b[1:], 1) >= 0
}

// isCommunity reports whether b is SNMP v1 or v2c, which carry a community name.
func isCommunity(b []byte) bool {
	v, ok := snmpVersion(b)
	return ok && v < 3
}

// isSimpleBind reports whether b is an LDAP bind with a password (RFC 4511,
// 4.2): version, name, and a simple authentication that is not empty.
func isSimpleBind(b []byte) bool {
	body, tag, _ := ber(b)
	if tag != 0x30 {
		return false
	}
	_, tag, rest := ber(body) // message id
	bind, op, _ := ber(rest)
	if tag != 0x02 || op != 0x60 {
		return false
	}
	_, _, rest = ber(bind) // version
	_, _, rest = ber(rest) // name
	password, tag, _ := ber(rest)
	return tag == 0x80 && len(password) > 0
}

func hasPrefixFold(b []byte, lower string) bool {
	return len(b) >= len(lower) && bytes.EqualFold(b[:len(lower)], []byte(lower))
}

// containsFold reports whether ASCII text holds a word in lower case, whatever
// its case.
func containsFold(b []byte, lower string) bool {
	for i := 0; i+len(lower) <= len(b); i++ {
		if b[i]|0x20 == lower[0]|0x20 && hasPrefixFold(b[i:], lower) {
			return true
		}
	}
	return false
}
