package opcua

// policy is what a security policy means to who only reads: how long the
// signature behind every chunk of a channel is in mode Sign.
type policy struct {
	name      string // what follows policyPrefix
	signature int
	clear     bool // what opens a channel is only signed (Part 6, 6.8.1)
}

const policyPrefix = "http://opcfoundation.org/UA/SecurityPolicy#"

// Places in policies.
const (
	policyUnknown = iota
	policyNone
)

// policies is those of Part 7, 6.6: HMAC-SHA1, HMAC-SHA256 and HMAC-SHA384
// signatures, and the 16 octets of Poly1305.
var policies = [...]policy{
	policyUnknown: {"", -1, false},
	policyNone:    {"None", 0, true},
	{"Basic128Rsa15", 20, false},
	{"Basic256", 20, false},
	{"Basic256Sha256", 32, false},
	{"Aes128_Sha256_RsaOaep", 32, false},
	{"Aes256_Sha256_RsaPss", 32, false},
	{"ECC_nistP256", 32, true},
	{"ECC_nistP384", 48, true},
	{"ECC_brainpoolP256r1", 32, true},
	{"ECC_brainpoolP384r1", 48, true},
	{"ECC_curve25519", 16, true},
	{"ECC_curve448", 16, true},
}

// policyOf finds a security policy by its URI.
func policyOf(uri []byte) uint8 {
	if len(uri) <= len(policyPrefix) || string(uri[:len(policyPrefix)]) != policyPrefix {
		return policyUnknown
	}
	for i := range policies {
		if string(uri[len(policyPrefix):]) == policies[i].name {
			return uint8(i)
		}
	}
	return policyUnknown
}

// signatureLength tells whether a signature may be so long.
func signatureLength(n int) bool {
	for i := policyNone; i < len(policies); i++ {
		if policies[i].signature == n {
			return true
		}
	}
	return false
}

// Values of MessageSecurityMode (Part 4, 7.20); 0 is none known yet.
const (
	modeUnknown = iota
	modeNone
	modeSign
	modeSignAndEncrypt
)

var modeNames = [...]string{"Invalid", "None", "Sign", "SignAndEncrypt"}
