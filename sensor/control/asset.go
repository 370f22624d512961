package control

// Assets is what the owner says of the devices, by address.
type Assets struct {
	V      int     `json:"v"`
	Assets []Asset `json:"assets"`
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
