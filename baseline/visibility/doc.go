// Package visibility is D8: what the sensor itself sees. It keeps whether the
// sensor is blind, in which part and since when, so that nothing is learned from,
// and nothing concluded from, what was not seen. None of its kinds is an attack;
// they say what the other detectors cannot promise meanwhile.
//
// # When the site is blind
//
// A port that is down, silent or stopped blinds until it is told to see again. So
// does heavy loss: at least lossFew frames and one in a hundred of those of the
// present minute and the one before, where the frames that came are taken to be
// two for each transaction. Fewer are counted and make nothing blind: what is
// learned is robust against a request in a hundred that goes missing. A loss of
// unknown size is heavy.
//
// After a part sees again, after a step of the clock, and after a stop, the site
// stays blind for the time things take to settle: requests that wait, streams that
// are picked up again.
//
// One conversation of which one direction is seen is told, but blinds nothing, and
// octets missing in one are not even told: whoever can send packets can make one.
// Octets missing in the same minute on two or more of the channels that were
// answered before, and on a fourth of those heard, do: the switch drops what it
// should copy.
//
// # What is found out from what is seen
//
// Silence of everything: nothing was observed for a minute, and for five times as
// long as the longest pause known, where channels talked in nearly every minute; or
// all of these, of several clients and servers, stopped in the same minute and said
// nothing for two, while something else is still seen. Where one client does all
// the asking and something else is still seen, it is the client that stopped, which
// is for D3 to say.
//
// One-sidedness: over five minutes most of the channels that used to be answered
// show only answers, or requests and answers that do not belong together, or, on
// several servers at once, only requests. The site sees again by itself when that
// ends.
package visibility
