// Package plant is a small water works in memory: the process with its noise,
// demand and weather, the logic of its controllers, what its operators do by
// shift and weekday, and the hosts of its network. Nothing in it speaks a
// protocol: it is what the servers of the lab, live or synthesised, answer from.
//
// Raw water is pumped from a river into a settling basin (PLC-1), goes through
// filters and is chlorinated (PLC-2), rests in a clear well, and is pumped by
// high-lift pumps (PLC-3) to an elevated tank that feeds the town (PLC-4). A
// chlorine room has a safety controller of its own (PLC-5). A remote booster
// station (RTU-1, DNP3) lifts water from the town's network into a reservoir on
// a hill. A gateway offers a view of all of it by OPC UA.
//
// Everything follows from the seed and the times given to Step: two plants made
// with the same seed and stepped to the same times are equal, whatever lies
// between. A Plant is used by one goroutine; servers that run at the same time
// share it behind a lock of their own.
package plant
