// Package plc is what the controllers of the plant say by Modbus besides reading
// and writing: their identification, and UMAS with the transfer of a program. The
// live lab and the synthesised one say the same with it.
package plc
