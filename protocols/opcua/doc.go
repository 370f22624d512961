// Package opcua decodes OPC UA over TCP in its binary encoding: the connection
// protocol, SecureChannels, chunks, and every service of Part 4.
//
// How a message goes through: header.go reads the header every message has;
// connection.go the messages that open a connection (HEL ACK ERR RHE, Part 6,
// 7.1); open.go and chunk.go those of a SecureChannel (OPN MSG CLO, Part 6,
// 6.7), which channel.go and policy.go are about; assembly.go puts chunks
// together. message.go decodes the service message inside: the layout of every
// structure is in tables made from the standard's own schema (schema_gen.go,
// made by gen), which structure.go walks with the help of builtin.go, variant.go
// and extension.go; action.go names what a field means beyond being shown,
// point.go makes points of it, and bind.go completes a response by its request.
// What is remembered of a connection is in session.go, subscription.go and
// item.go: nothing at first, and no more than it uses.
//
// Part n, here and below, is OPC 10000-n, which is IEC 62541-n.
//
// What is not on the wire is not told: of a message that ends early, the fields
// that are all there, then the octets left, and no defect but that it is
// truncated. A chunk without a RequestId is paired with nothing.
//
// # What a message becomes
//
// Function is the name of the service, Code the id of its request's binary
// encoding, in both directions; messages of the connection protocol have the
// number of their three letters (codeHello and so on). Fields are the envelope
// (MessageType, MessageSize, SecureChannelId, TokenId, SequenceNumber,
// RequestId), then Session and User (the SessionId and user name behind the
// AuthenticationToken, when their creation was seen), then the message's own
// structure in the standard's names. What is null is left out; in a list it is
// "-". A scalar in a Variant is a field of its own type, an array a list, a
// matrix a structure of the list Value and its ArrayDimensions.
//
// Points are the nodes a service acts upon: Space is the namespace, Index or
// Name the identifier, Part the AttributeId, 0 for the Value (13) and for a
// node as such (browsed, called, deleted). Value is the scalar, or for arrays
// and structures the head whose elements are among the fields; Quality the
// StatusCode, Time the SourceTimestamp. A call is two points: the object, and
// the method with Part 21 (Executable), whose value is the input argument when
// there is just one. Results carry no NodeIds: until Bind they are Relative, as
// are values of monitored items whose creation was not seen (Index is then the
// client handle).
//
// # Secrets
//
// Passwords, issued tokens, AuthenticationTokens, nonces and signatures are
// shown by their length (wire.KindSecret), and so are the arguments of the
// standard's methods that take or give passwords and keys; the results of a
// call that was not seen are withheld, as far as they are texts or octets. What
// could not be decoded and may hold such is withheld as a whole. An
// AuthenticationToken is kept as a hash with a key that exists only in memory;
// sessions are told apart by their SessionId, which is no secret. Methods of
// the standard that a server has copied into a namespace of its own, and what
// is written to variables, are not known for secrets.
package opcua
