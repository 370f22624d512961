// Package netns makes a small network of network namespaces, one for each host,
// joined by a bridge whose last port is a mirror port: every frame that crosses
// the bridge leaves there once, as at the SPAN port of a switch.
//
// Nothing outside is touched: the bridge is in a namespace of the network's own,
// no interface is joined to one of the machine, and no namespace has a name. The
// namespaces are held by file descriptors of the process, so that all is gone
// when the process ends, however it ends.
//
// It needs the right to make namespaces: that of root, or of an ordinary user in
// a user namespace, where those are allowed (see Elevate). It uses rtnetlink
// itself and needs neither ip nor tc.
package netns
