package assess

import (
	"slices"

	"github.com/banken-ot/banken/sensor/packet"
)

// serviceKind says why a service that is not decoded is of interest.
type serviceKind uint8

const (
	serviceUnknown    serviceKind = iota
	serviceControl                // an industrial protocol
	serviceRemote                 // takes over or tunnels into a computer from afar
	serviceFile                   // shares files
	serviceManagement             // configures devices
	serviceOffice                 // the rest: names, time, mail
)

// service is a protocol that is told by its name and not decoded.
type service struct {
	id       string // lower case with hyphens
	name     string
	kind     serviceKind
	tcp, udp []uint16 // ports in common use
	content  func(server bool, b []byte) bool
	// clear: whoever listens can read what is typed or sent, passwords too.
	clear bool
}

// services are the ones known by content or port. Recognition by content goes
// first, in this order.
var services = [...]service{
	{id: "s7comm", name: "S7comm", kind: serviceControl, content: isS7},
	{id: "mms", name: "IEC 61850 MMS / ISO on TCP", kind: serviceControl, tcp: []uint16{102}, content: isMMS},
	{id: "enip", name: "EtherNet/IP (CIP)", kind: serviceControl, tcp: []uint16{44818, 2222}, udp: []uint16{44818, 2222}, content: isENIP},
	{id: "iec104", name: "IEC 60870-5-104", kind: serviceControl, tcp: []uint16{2404}, content: isIEC104},
	{id: "bacnet", name: "BACnet/IP", kind: serviceControl, udp: []uint16{47808, 47809, 47810}, content: isBACnet},
	{id: "ssh", name: "SSH", kind: serviceRemote, tcp: []uint16{22}, content: starts("SSH-")},
	{id: "vnc", name: "VNC", kind: serviceRemote, tcp: []uint16{5900, 5901, 5902, 5800}, content: starts("RFB 0"), clear: true},
	{id: "rdp", name: "RDP (remote desktop)", kind: serviceRemote, tcp: []uint16{3389}, udp: []uint16{3389}, content: isRDP},
	{id: "smb", name: "SMB (Windows file sharing)", kind: serviceFile, tcp: []uint16{445, 139}, content: isSMB},
	{id: "tls", name: "TLS (encrypted)", kind: serviceOffice, content: isTLS},
	{id: "http", name: "HTTP", kind: serviceManagement, tcp: []uint16{80, 8080, 8000, 8008}, content: isHTTP, clear: true},
	{id: "wireguard", name: "WireGuard (VPN)", kind: serviceRemote, udp: []uint16{51820}, content: isWireGuard},
	{id: "rtsp", name: "RTSP (camera)", kind: serviceOffice, tcp: []uint16{554}, content: isRTSP},
	{id: "mqtt", name: "MQTT", kind: serviceControl, tcp: []uint16{1883}, content: isMQTT, clear: true},
	{id: "snmp", name: "SNMP", kind: serviceManagement, udp: []uint16{161, 162}, content: isSNMP},
	{id: "fox", name: "Niagara Fox", kind: serviceControl, tcp: []uint16{1911, 4911}, content: starts("fox a ")},
	{id: "ftp", name: "FTP", kind: serviceFile, tcp: []uint16{21}, clear: true},
	{id: "telnet", name: "Telnet", kind: serviceRemote, tcp: []uint16{23, 2323}, content: isTelnet, clear: true},
	{id: "tftp", name: "TFTP", kind: serviceFile, udp: []uint16{69}, clear: true},
	{id: "https", name: "HTTPS", kind: serviceManagement, tcp: []uint16{443, 8443}},
	{id: "teamviewer", name: "TeamViewer", kind: serviceRemote, tcp: []uint16{5938}, udp: []uint16{5938}},
	{id: "anydesk", name: "AnyDesk", kind: serviceRemote, tcp: []uint16{7070, 6568}, udp: []uint16{50001}},
	{id: "radmin", name: "Radmin", kind: serviceRemote, tcp: []uint16{4899}},
	{id: "pcanywhere", name: "pcAnywhere", kind: serviceRemote, tcp: []uint16{5631}},
	{id: "winrm", name: "WinRM", kind: serviceRemote, tcp: []uint16{5985, 5986}},
	{id: "rlogin", name: "rlogin, rsh", kind: serviceRemote, tcp: []uint16{512, 513, 514}, clear: true},
	{id: "x11", name: "X11", kind: serviceRemote, tcp: []uint16{6000}, clear: true},
	{id: "openvpn", name: "OpenVPN", kind: serviceRemote, tcp: []uint16{1194}, udp: []uint16{1194}},
	{id: "ipsec", name: "IPsec (IKE)", kind: serviceRemote, udp: []uint16{500, 4500}},
	{id: "l2tp", name: "L2TP", kind: serviceRemote, udp: []uint16{1701}},
	{id: "pptp", name: "PPTP", kind: serviceRemote, tcp: []uint16{1723}},
	{id: "modbus-tls", name: "Modbus/TCP Security (TLS)", kind: serviceControl, tcp: []uint16{802}},
	{id: "profinet-cm", name: "PROFINET IO (context management)", kind: serviceControl, udp: []uint16{34964}},
	{id: "ethercat-udp", name: "EtherCAT (UDP)", kind: serviceControl, tcp: []uint16{34980}, udp: []uint16{34980}},
	{id: "fins", name: "Omron FINS", kind: serviceControl, tcp: []uint16{9600}, udp: []uint16{9600}},
	{id: "slmp", name: "MELSEC / SLMP", kind: serviceControl, tcp: []uint16{5006, 5007, 5008, 5562}, udp: []uint16{5006, 5007, 5562}},
	{id: "cclink-field-basic", name: "CC-Link IE Field Basic", kind: serviceControl, udp: []uint16{61450, 61451}},
	{id: "fl-net", name: "FL-net", kind: serviceControl, udp: []uint16{55000, 55001, 55002, 55003}},
	{id: "vnetip", name: "Vnet/IP", kind: serviceControl, udp: []uint16{5313}},
	{id: "keyence-kv", name: "KEYENCE KV", kind: serviceControl, tcp: []uint16{8501}},
	{id: "hart-ip", name: "HART-IP", kind: serviceControl, tcp: []uint16{5094}, udp: []uint16{5094}},
	{id: "codesys", name: "CODESYS", kind: serviceControl, tcp: []uint16{2455, 1217, 11740}, udp: []uint16{1740, 1741, 1742, 1743}},
	{id: "ads", name: "Beckhoff ADS", kind: serviceControl, tcp: []uint16{48898}, udp: []uint16{48899}},
	{id: "ge-srtp", name: "GE SRTP", kind: serviceControl, tcp: []uint16{18245, 18246}},
	{id: "ge-egd", name: "GE EGD", kind: serviceControl, udp: []uint16{18246}},
	{id: "pcworx", name: "PC Worx", kind: serviceControl, tcp: []uint16{1962}},
	{id: "proconos", name: "ProConOS", kind: serviceControl, tcp: []uint16{20547}, udp: []uint16{20547}},
	{id: "crimson", name: "Red Lion Crimson", kind: serviceControl, tcp: []uint16{789}},
	{id: "roc-plus", name: "ROC Plus", kind: serviceControl, tcp: []uint16{4000}, udp: []uint16{4000}},
	{id: "bsap", name: "BSAP", kind: serviceControl, udp: []uint16{1234, 1235}},
	{id: "synchrophasor", name: "Synchrophasor (IEEE C37.118)", kind: serviceControl, tcp: []uint16{4712}, udp: []uint16{4713}},
	{id: "dlms", name: "DLMS/COSEM", kind: serviceControl, tcp: []uint16{4059}, udp: []uint16{4059}},
	{id: "c1222", name: "ANSI C12.22", kind: serviceControl, tcp: []uint16{1153}, udp: []uint16{1153}},
	{id: "knx", name: "KNXnet/IP", kind: serviceControl, udp: []uint16{3671}},
	{id: "mqtt-tls", name: "MQTT (TLS)", kind: serviceControl, tcp: []uint16{8883}},
	{id: "dcom", name: "DCOM / OPC Classic (RPC)", kind: serviceControl, tcp: []uint16{135}},
	{id: "mssql", name: "Microsoft SQL Server", kind: serviceOffice, tcp: []uint16{1433}, udp: []uint16{1434}},
	{id: "dns", name: "DNS", kind: serviceOffice, tcp: []uint16{53}, udp: []uint16{53}},
	{id: "ntp", name: "NTP (time)", kind: serviceOffice, udp: []uint16{123}},
	{id: "dhcp", name: "DHCP", kind: serviceOffice, udp: []uint16{67, 68, 546, 547}},
	{id: "netbios", name: "NetBIOS", kind: serviceOffice, udp: []uint16{137, 138}},
	{id: "syslog", name: "syslog", kind: serviceOffice, tcp: []uint16{601}, udp: []uint16{514}},
	{id: "mdns", name: "mDNS", kind: serviceOffice, udp: []uint16{5353}},
	{id: "llmnr", name: "LLMNR", kind: serviceOffice, udp: []uint16{5355}},
	{id: "ssdp", name: "SSDP (UPnP)", kind: serviceOffice, udp: []uint16{1900}},
	{id: "ws-discovery", name: "WS-Discovery", kind: serviceOffice, udp: []uint16{3702}},
	{id: "ldap", name: "LDAP", kind: serviceOffice, tcp: []uint16{389}, udp: []uint16{389}, clear: true},
	{id: "kerberos", name: "Kerberos", kind: serviceOffice, tcp: []uint16{88}, udp: []uint16{88}},
	{id: "smtp", name: "SMTP", kind: serviceOffice, tcp: []uint16{25, 587}, clear: true},
	{id: "pop3", name: "POP3", kind: serviceOffice, tcp: []uint16{110}, clear: true},
	{id: "imap", name: "IMAP", kind: serviceOffice, tcp: []uint16{143}, clear: true},
	{id: "nfs", name: "NFS", kind: serviceFile, tcp: []uint16{2049, 111}, udp: []uint16{2049, 111}},
	{id: "ptp", name: "PTP (time)", kind: serviceOffice, udp: []uint16{319, 320}},
}

// byPort returns the service that commonly uses a port, or nil.
func byPort(protocol uint8, port uint16) *service {
	for i := range services {
		ports := services[i].tcp
		if protocol == packet.ProtocolUDP {
			ports = services[i].udp
		}
		if slices.Contains(ports, port) {
			return &services[i]
		}
	}
	return nil
}

// byContent returns the service whose octets these are, or nil. server says
// that the server sent them.
func byContent(server bool, b []byte) *service {
	for i := range services {
		if f := services[i].content; f != nil && f(server, b) {
			return &services[i]
		}
	}
	return nil
}

// tunnels are IP protocols that carry other traffic (IANA, "Assigned Internet
// Protocol Numbers").
var tunnels = [...]struct {
	protocol uint8
	name     string
}{{4, "IP in IP"}, {41, "IPv6 in IPv4"}, {47, "GRE"}, {50, "IPsec ESP"}, {51, "IPsec AH"}, {115, "L2TP"}}

// frameTypes are the EtherTypes of protocols without IP (IEEE, "EtherType"
// registry). control marks industrial ones.
var frameTypes = [...]struct {
	etherType uint16
	name      string
	control   bool
}{
	{0x8892, "PROFINET", true},
	{0x88B8, "IEC 61850 GOOSE", true},
	{0x88BA, "IEC 61850 Sampled Values", true},
	{0x88A4, "EtherCAT", true},
	{0x88AB, "POWERLINK", true},
	{0x88CD, "SERCOS III", true},
	{0x890F, "CC-Link IE", true},
	{0x88E3, "MRP", true},
	{0x88FB, "PRP", true},
	{0x892F, "HSR", true},
	{0x88F7, "PTP", false},
	{0x88CC, "LLDP", false},
	{0x888E, "EAPOL", false},
	{0x8863, "PPPoE", false},
	{0x8864, "PPPoE", false},
}
