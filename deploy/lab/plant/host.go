package plant

import (
	"net/netip"
)

// Role is what a host is in the plant.
type Role string

// The roles of hosts.
const (
	RoleHMI         Role = "operator-panel"
	RoleHistorian   Role = "historian"
	RoleEngineering Role = "engineering-workstation"
	RoleMaster      Role = "scada-master"
	RoleController  Role = "controller"
	RoleSafety      Role = "safety-controller"
	RoleOutstation  Role = "outstation"
	RoleGateway     Role = "opc-ua-server"
	RoleClient      Role = "opc-ua-client"
	RoleClock       Role = "time-server"
	RoleNames       Role = "name-server"
	RoleRouter      Role = "router"
	RoleIntruder    Role = "intruder"
)

// Host is a station of the plant's network.
type Host struct {
	Name        string
	Address     netip.Addr
	MAC         [6]byte // its first three octets are a real vendor's
	Role        Role
	Zone        string
	Criticality int  // 1 (low) to 3 (high)
	Safety      bool // part of a safety function
	TTL         byte // its system sends IPv4 packets with
	Window      uint16
	Ordinary    bool // is there when nothing is wrong: all but the intruder
}

// Names of the hosts the rest of the lab speaks of.
const (
	HMI1       = "HMI-1"
	HMI2       = "HMI-2"
	Historian  = "HIST"
	EWS        = "EWS"
	SCADA      = "SCADA"
	PLC1       = "PLC-1"
	PLC2       = "PLC-2"
	PLC3       = "PLC-3"
	PLC4       = "PLC-4"
	PLC5       = "PLC-5"
	RTU1       = "RTU-1"
	Gateway    = "GATEWAY"
	Dispatch   = "DISPATCH"
	Reporting  = "REPORT"
	Clock      = "CLOCK"
	NameServer = "DNS"
	Router     = "ROUTER"
	Intruder   = "LAPTOP"
)

// Network is the plant's subnet; the hosts are told apart by the last octet.
var Network = netip.MustParsePrefix("10.20.1.0/24")

// Internet is an address outside, of a block that nobody uses any more (the
// relay anycast of RFC 7526).
var Internet = netip.MustParseAddr("192.88.99.7")

// hosts is the table of hosts. Windows sends with a TTL of 128, small stacks
// and Linux with 64, the outstation with 255.
var hosts = [...]Host{
	{HMI1, addr(11), [6]byte{0x00, 0xd0, 0xc9, 0x1a, 0x20, 0x11}, RoleHMI, "supervision", 3, false, 128, 64240, true},
	{HMI2, addr(12), [6]byte{0x00, 0xd0, 0xc9, 0x1a, 0x31, 0x7c}, RoleHMI, "supervision", 2, false, 128, 64240, true},
	{Historian, addr(15), [6]byte{0x00, 0x14, 0x22, 0x5e, 0x0c, 0x15}, RoleHistorian, "supervision", 2, false, 128, 65535, true},
	{EWS, addr(18), [6]byte{0x00, 0x1c, 0xc4, 0x7a, 0x91, 0x18}, RoleEngineering, "supervision", 3, false, 128, 64240, true},
	{SCADA, addr(20), [6]byte{0x00, 0x14, 0x22, 0x5e, 0x0c, 0x20}, RoleMaster, "supervision", 3, false, 64, 29200, true},
	{PLC1, addr(31), [6]byte{0x00, 0x80, 0xf4, 0x0e, 0x41, 0x31}, RoleController, "intake", 2, false, 64, 4096, true},
	{PLC2, addr(32), [6]byte{0x00, 0x80, 0xf4, 0x0e, 0x41, 0x5a}, RoleController, "treatment", 3, false, 64, 4096, true},
	{PLC3, addr(33), [6]byte{0x00, 0x80, 0xf4, 0x0e, 0x42, 0x03}, RoleController, "high-lift", 3, false, 64, 4096, true},
	{PLC4, addr(34), [6]byte{0x00, 0x80, 0xf4, 0x0e, 0x42, 0x3f}, RoleController, "distribution", 2, false, 64, 4096, true},
	{PLC5, addr(35), [6]byte{0x00, 0x80, 0xf4, 0x1b, 0x07, 0x35}, RoleSafety, "treatment", 3, true, 64, 4096, true},
	{RTU1, addr(41), [6]byte{0x00, 0x30, 0xa7, 0x03, 0x5d, 0x41}, RoleOutstation, "booster", 3, false, 255, 5840, true},
	{Gateway, addr(50), [6]byte{0x00, 0x90, 0xe8, 0x62, 0x10, 0x50}, RoleGateway, "supervision", 2, false, 64, 29200, true},
	{Dispatch, addr(51), [6]byte{0x00, 0x14, 0x22, 0x71, 0x44, 0x51}, RoleClient, "supervision", 2, false, 128, 65535, true},
	{Reporting, addr(52), [6]byte{0x00, 0x0c, 0x29, 0x3b, 0x90, 0x52}, RoleClient, "supervision", 1, false, 64, 64240, true},
	{Clock, addr(5), [6]byte{0xec, 0x46, 0x70, 0x04, 0x11, 0x05}, RoleClock, "supervision", 2, false, 64, 29200, true},
	{NameServer, addr(6), [6]byte{0x00, 0x14, 0x22, 0x5e, 0x0c, 0x06}, RoleNames, "supervision", 1, false, 128, 65535, true},
	{Router, addr(1), [6]byte{0x00, 0x00, 0x0c, 0x9f, 0xf0, 0x01}, RoleRouter, "supervision", 2, false, 255, 4128, true},
	{Intruder, addr(77), [6]byte{0x28, 0xcd, 0xc1, 0x0a, 0x77, 0x4d}, RoleIntruder, "unknown", 1, false, 64, 64240, false},
}

func addr(n byte) netip.Addr {
	a := Network.Addr().As4()
	a[3] = n
	return netip.AddrFrom4(a)
}

// Hosts returns a copy of the table of hosts, the intruder last.
func Hosts() []Host { return append([]Host(nil), hosts[:]...) }

// HostNamed returns a host by name; ok tells whether there is one.
func HostNamed(name string) (h Host, ok bool) {
	for i := range hosts {
		if hosts[i].Name == name {
			return hosts[i], true
		}
	}
	return Host{}, false
}

// Controllers are the names of the Modbus servers, in order.
func Controllers() []string { return []string{PLC1, PLC2, PLC3, PLC4, PLC5} }

// Unit is the unit identifier every controller answers to.
const Unit = 1
