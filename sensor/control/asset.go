package control

import "time"

// Assets is what the owner says of the devices, by address.
type Assets struct {
	V      int     `json:"v"`
	Assets []Asset `json:"assets"`
	// Seen are the devices seen on the wire since the store was made, or where there is
	// none, since the sensor started.
	Seen []SeenAsset `json:"seen"`
}

// SeenAsset is a device as it was seen on the wire.
type SeenAsset struct {
	Address string `json:"address"`
	MAC     string `json:"mac"`    // of it, or of the router before it; "" for none
	Routed  bool   `json:"routed"` // the MAC address is a router's
	Vendor  string `json:"vendor"` // whom it was assigned to; "" when not known
	// Frame is the first it was seen in, MACFrame the first that has the MAC address, at
	// MACTime; 0 for none.
	Frame    uint64    `json:"frame"`
	MACFrame uint64    `json:"mac_frame"`
	MACTime  time.Time `json:"mac_time,omitzero"`
	First    time.Time `json:"first"`
	Last     time.Time `json:"last"`
	Duties   []Duty    `json:"duties"`
	Says     []Said    `json:"says"`
}

// Duty is what a device does in a protocol, with the frame that proves it.
type Duty struct {
	Protocol string `json:"protocol"`
	Server   bool   `json:"server"`
	Port     uint16 `json:"port"` // of the server; 0 for a client
	Frame    uint64 `json:"frame"`
	// Time is that of the frame, whose number is that of the run it was captured in.
	Time time.Time `json:"time"`
}

// Said is what a device says of itself, with the frame that proves it.
type Said struct {
	Kind   string    `json:"kind"` // "firmware"
	Value  string    `json:"value"`
	Source string    `json:"source"` // "Modbus 43/14 object 2"
	Frame  uint64    `json:"frame"`
	Time   time.Time `json:"time"`
}

// Asset is a device as the owner describes it.
type Asset struct {
	Address     string `json:"address"`
	Name        string `json:"name"`
	Role        string `json:"role"`
	Zone        string `json:"zone"`
	Criticality int    `json:"criticality"` // 1 to 3
	Safety      bool   `json:"safety"`
	Source      string `json:"source"` // store, or configuration: the file it names
}
