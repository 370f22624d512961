// Package account says who may do what: people and their roles, passwords and how they
// are kept, how often they may be tried, and one-time tokens. It keeps nothing and
// reads no clock; package roster puts it together with the store, package session
// remembers who has signed in.
//
// # Rights
//
// What a role may do is one table (right.go). What is not in it is denied. Who was
// disabled may nothing.
//
// # Passwords
//
// Passwords are kept as Argon2id (RFC 9106) in PHC string form, with the parameters
// that the OWASP Password Storage Cheat Sheet gives for the least memory: 19 MiB, two
// passes, one lane. One is computed at a time, so that memory stays bounded; a hash
// with other parameters is replaced when its owner next signs in.
//
// The rules follow NIST SP 800-63B: length (12 to 256 characters, after Unicode
// normalisation NFKC), a list of what is tried first, not the name, and no rules about
// sorts of characters nor a date of expiry. There is no default password.
//
// # Attempts
//
// Wrong attempts are counted for each name and each address, and make the next one
// wait: see Limits. Unknown names are treated as known ones are, in what is said and
// in what is computed.
package account
