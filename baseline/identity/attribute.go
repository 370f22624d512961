package identity

// attribute is the number of something a device tells of itself. Numbers are part
// of the state and do not change: a protocol's begin at its base, and what follows
// is the protocol's own number.
type attribute uint32

// Bases of the protocols' numbers.
const (
	baseObject   attribute = 1 << 16 // Modbus 43/14, object id
	baseServerID attribute = 2 << 16 // Modbus 17
	baseUMAS     attribute = 3 << 16 // place in umasFields
	baseDNP3     attribute = 4 << 16 // variation of group 0
	baseOPCUA    attribute = 5 << 16 // see opcua.go
	baseMask     attribute = 1<<16 - 1
)

// told is an attribute as people read it.
type told struct {
	name string
	sort sort
	// slow: it may vary in ways its name does not tell, and is judged once it was
	// the same for some days.
	slow bool
}

// object is a Modbus object: application protocol V1.1b3, 6.21.
var objects = [...]told{
	{name: "VendorName", sort: model},
	{name: "ProductCode", sort: model},
	{name: "MajorMinorRevision", sort: firmware},
	{name: "VendorUrl", sort: other},
	{name: "ProductName", sort: model},
	{name: "ModelName", sort: model},
	{name: "UserApplicationName", sort: name},
}

// Fields of Report Server ID, which are the device's own affair.
var serverIDFields = [...]told{
	{name: "server_id", sort: model},
	{name: "additional_data", sort: other, slow: true},
}

// umasFields are those of the answers to the codes 1, 2 and 3.
var umasFields = [...]told{
	{name: "firmware_version", sort: firmware},
	{name: "host_name", sort: name},
	{name: "internal_code", sort: other, slow: true},
	{name: "hardware_name", sort: model},
	{name: "range", sort: model},
	{name: "ident", sort: model},
	{name: "model", sort: model},
	{name: "com_version", sort: firmware},
	{name: "com_patch", sort: firmware},
	{name: "int_version", sort: firmware},
	{name: "hardware_version", sort: model},
	{name: "project_name", sort: name},
	{name: "project_data", sort: other, slow: true},
}

// dnp3Attributes are those of group 0 that describe the device, by variation (IEEE
// 1815-2012, Annex A); the others tell how many points it has, and where it is.
var dnp3Attributes = [256]told{
	196: {name: "configuration-id", sort: other},
	197: {name: "configuration-version", sort: firmware},
	198: {name: "configuration-build-date", sort: other},
	199: {name: "configuration-last-change-date", sort: other, slow: true},
	200: {name: "configuration-signature", sort: other},
	206: {name: "secondary-operator-name", sort: name},
	207: {name: "primary-operator-name", sort: name},
	208: {name: "system-name", sort: name},
	209: {name: "secure-authentication-version", sort: other},
	242: {name: "software-version", sort: firmware},
	243: {name: "hardware-version", sort: model},
	245: {name: "location", sort: name},
	246: {name: "id", sort: name},
	247: {name: "device-name", sort: name},
	248: {name: "serial-number", sort: other},
	249: {name: "conformance", sort: other},
	250: {name: "product-name-and-model", sort: model},
	252: {name: "manufacturer-name", sort: model},
}

// Places in opcuaAttributes.
const (
	uaApplicationURI = iota
	uaProductURI
	uaApplicationName
	uaCertificate
	uaOffered
	uaUsed
	uaClientURI
	uaClientProduct
	uaClientName
	uaClientCertificate
	uaProductName
	uaBuildProductURI
	uaManufacturer
	uaSoftware
	uaBuild
	uaBuildDate
)

var opcuaAttributes = [...]told{
	uaApplicationURI:    {name: "ApplicationUri", sort: name},
	uaProductURI:        {name: "ProductUri", sort: model},
	uaApplicationName:   {name: "ApplicationName", sort: name},
	uaCertificate:       {name: "ServerCertificate", sort: certificate},
	uaOffered:           {name: "Endpoints", sort: offered},
	uaUsed:              {name: "SecurityPolicyUri", sort: used},
	uaClientURI:         {name: "ApplicationUri", sort: program},
	uaClientProduct:     {name: "ProductUri", sort: program},
	uaClientName:        {name: "ApplicationName", sort: program},
	uaClientCertificate: {name: "ClientCertificate", sort: certificate},
	uaProductName:       {name: "BuildInfo.ProductName", sort: model},
	uaBuildProductURI:   {name: "BuildInfo.ProductUri", sort: model},
	uaManufacturer:      {name: "BuildInfo.ManufacturerName", sort: model},
	uaSoftware:          {name: "BuildInfo.SoftwareVersion", sort: firmware},
	uaBuild:             {name: "BuildInfo.BuildNumber", sort: firmware},
	uaBuildDate:         {name: "BuildInfo.BuildDate", sort: firmware},
}

// private are the objects of Modbus that a maker defines.
const private = 0x80

// told returns what an attribute is; none where it is not known.
func (a attribute) told() told {
	n := int(a & baseMask)
	switch a &^ baseMask {
	case baseObject:
		if n >= private && n <= 0xff {
			return told{name: "object", sort: other, slow: true}
		}
		return at(objects[:], n)
	case baseServerID:
		return at(serverIDFields[:], n)
	case baseUMAS:
		return at(umasFields[:], n)
	case baseDNP3:
		return at(dnp3Attributes[:], n)
	case baseOPCUA:
		return at(opcuaAttributes[:], n)
	}
	return told{}
}

func at(list []told, n int) told {
	if n < len(list) {
		return list[n]
	}
	return told{}
}

// protocols are the names by base.
var protocols = [...]string{1: "modbus 43/14", 2: "modbus 17", 3: "umas", 4: "dnp3", 5: "opcua"}

func (a attribute) protocol() string {
	if i := int(a >> 16); i < len(protocols) {
		return protocols[i]
	}
	return ""
}
