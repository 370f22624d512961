// Package plant shows how the site stands on the plant's own screens: a small OPC UA
// server whose variables any client of OPC UA can read.
//
//	Banken/                        folder below Objects; namespace urn:banken:plant
//	  Level            Int32       1 to 5
//	  Blind            Boolean     the sensor does not see everything
//	  Reason.en .ja    LocalizedText   why the level is what it is, in a sentence
//	  Open.Act .Attend .TrackStar .Track .Total   UInt32   incidents that are not closed
//	  Connected        Boolean     the sensor answers; when not, the values are the last
//	                               ones, with status UncertainLastUsableValue
//	  LastUpdate       DateTime    when the sensor answered last
//	  Heartbeat        UInt32      grows with every look, every 5 seconds
//	  Incident01 .. Incident20     the most serious first: .ID .Priority .State String,
//	                               .Title.en .Title.ja LocalizedText, .Opened DateTime,
//	                               .Exercise Boolean; empty where there are fewer
//
// NodeIds are strings, the names above, and never change. Everything is read only: the
// server has no node that can be written, no method, and refuses every service that
// would change something.
//
// # The server
//
// The services are carried out here, on the channels of the library alone (uasc): its
// server cannot open a channel with security, lets clients write nodes of the standard,
// and ends the process at some requests. A connection has a session at most, and
// everything it asks for is bounded; what the library's decoding cannot stand ends the
// connection alone.
//
// # Security
//
// With Basic256Sha256 only clients that sign or encrypt get values, and what they get
// cannot be changed on the way. Which client that is, is not checked: any certificate
// is taken, for everything shown may be read by whoever stands before the screens. With
// None anybody between server and screen can change what is shown.
package plant
