package record

// modbusForms are the logs of Modbus: modbus.log of Zeek, modbus_detailed.log and
// the three beside it of ICSNPP, and modbus_file_record.log, which is ours.
const modbusForms = `
log modbus
	tid                       count
	unit                      count
	func                      string
	pdu_type                  string
	exception                 string
	function_code             count
	sub_function              string
	defects                   string

log modbus_detailed
	tid                       count
	unit                      count
	func                      string
	address                   count
	quantity                  count
	request_values            vector[count]
	response_values           vector[count]
	modbus_detailed_link_id   string
	matched                   bool
	request_subfunction_code  string
	response_subfunction_code string
	request_data              string
	response_data             string
	exception_code            string
	mei_type                  string
	function_code             count
	sub_function              string
	operation                 string
	outcome                   string
	latency                   interval
	status                    string
	defects                   string
	request_fields            string
	response_fields           string

log modbus_mask_write_register
	ends
	modbus_detailed_link_id   string
	tid                       count
	unit                      count
	func                      string
	request_response          string
	address                   count
	and_mask                  count
	or_mask                   count

log modbus_read_write_multiple_registers
	ends
	modbus_detailed_link_id   string
	tid                       count
	unit                      count
	func                      string
	request_response          string
	write_start_address       count
	write_registers           vector[count]
	read_start_address        count
	read_quantity             count
	read_registers            vector[count]

log modbus_read_device_identification
	ends
	modbus_detailed_link_id   string
	tid                       count
	unit                      count
	func                      string
	request_response          string
	mei_type                  string
	conformity_level_code     string
	conformity_level          string
	device_id_code            count
	object_id_code            string
	object_id                 string
	object_value              string
	more_follows              bool
	next_object_id            count

log modbus_file_record
	modbus_detailed_link_id   string
	tid                       count
	unit                      count
	func                      string
	file_number               count
	record_number             count
	record_length             count
	values                    vector[count]
	outcome                   string
`

// modbusFunctions are Zeek's names of the function codes.
var modbusFunctions = [...]string{
	1: "READ_COILS", 2: "READ_DISCRETE_INPUTS", 3: "READ_HOLDING_REGISTERS", 4: "READ_INPUT_REGISTERS",
	5: "WRITE_SINGLE_COIL", 6: "WRITE_SINGLE_REGISTER", 7: "READ_EXCEPTION_STATUS", 8: "DIAGNOSTICS",
	9: "PROGRAM_484", 10: "POLL_484", 11: "GET_COMM_EVENT_COUNTER", 12: "GET_COMM_EVENT_LOG",
	13: "PROGRAM_584_984", 14: "POLL_584_984", 15: "WRITE_MULTIPLE_COILS", 16: "WRITE_MULTIPLE_REGISTERS",
	17: "REPORT_SLAVE_ID", 18: "PROGRAM_884_U84", 19: "RESET_COMM_LINK_884_U84", 20: "READ_FILE_RECORD",
	21: "WRITE_FILE_RECORD", 22: "MASK_WRITE_REGISTER", 23: "READ_WRITE_MULTIPLE_REGISTERS", 24: "READ_FIFO_QUEUE",
	40: "PROGRAM_CONCEPT", 41: "MULTIPLE_FUNCTION_CODES", 43: "ENCAP_INTERFACE_TRANSPORT",
	90: "PROGRAM_UNITY", 91: "OBJECT_MESSAGING",
	125: "FIRMWARE_REPLACEMENT", 126: "PROGRAM_584_984_2", 127: "REPORT_LOCAL_ADDRESS",
}

// modbusExceptions are Zeek's names of the exception codes, and one for code 7,
// which Zeek has none for.
var modbusExceptions = [...]string{
	1: "ILLEGAL_FUNCTION", 2: "ILLEGAL_DATA_ADDRESS", 3: "ILLEGAL_DATA_VALUE", 4: "SLAVE_DEVICE_FAILURE",
	5: "ACKNOWLEDGE", 6: "SLAVE_DEVICE_BUSY", 7: "NEGATIVE_ACKNOWLEDGE", 8: "MEMORY_PARITY_ERROR",
	10: "GATEWAY_PATH_UNAVAILABLE", 11: "GATEWAY_TARGET_DEVICE_FAILED_TO_RESPOND",
}

// modbusDiagnosticNames are the standard's names of the sub-functions of
// Diagnostics (V1.1b3, 6.8).
var modbusDiagnosticNames = [...]string{
	0x00: "Return Query Data", 0x01: "Restart Communications Option", 0x02: "Return Diagnostic Register",
	0x03: "Change ASCII Input Delimiter", 0x04: "Force Listen Only Mode",
	0x0a: "Clear Counters and Diagnostic Register", 0x0b: "Return Bus Message Count",
	0x0c: "Return Bus Communication Error Count", 0x0d: "Return Bus Exception Error Count",
	0x0e: "Return Server Message Count", 0x0f: "Return Server No Response Count", 0x10: "Return Server NAK Count",
	0x11: "Return Server Busy Count", 0x12: "Return Bus Character Overrun Count", 0x14: "Clear Overrun Counter and Flag",
}

// modbusObjects are the objects of a device identification (V1.1b3, 6.21).
var modbusObjects = [...]string{"VendorName", "ProductCode", "MajorMinorVersion", "VendorURL", "ProductName", "ModelName", "UserApplicationName"}

// conformityOf returns the conformity level of a device identification in words.
func conformityOf(level uint32) string {
	switch level {
	case 0x01:
		return "Basic Identification (Stream)"
	case 0x02:
		return "Regular Identification (Stream)"
	case 0x03:
		return "Extended Identification (Stream)"
	case 0x81:
		return "Basic Identification (Stream, Individual)"
	case 0x82:
		return "Regular Identification (Stream, Individual)"
	case 0x83:
		return "Extended Identification (Stream, Individual)"
	}
	return "Unknown"
}
