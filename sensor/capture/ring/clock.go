//go:build linux

package ring

import (
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// ClockAgrees is how far the interface's clock may be from the system's for its
// stamps to be used. A clock that nothing disciplines, or that is on TAI (37
// seconds ahead), is further off; one that phc2sys or ptp4l holds is nearer.
const ClockAgrees = 10 * time.Millisecond

// stampsAll are the abilities that must all be there.
const stampsAll = unix.SOF_TIMESTAMPING_RX_HARDWARE | unix.SOF_TIMESTAMPING_RAW_HARDWARE

// canStamp reports whether the interface says it can stamp every frame.
func canStamp(info *unix.EthtoolTsInfo) bool {
	return info.So_timestamping&stampsAll == stampsAll &&
		info.Rx_filters&(1<<unix.HWTSTAMP_FILTER_ALL) != 0 && info.Phc_index >= 0
}

// useHardwareClock has the interface stamp every frame, if it can and its clock
// is right.
func useHardwareClock(fd int, name string) bool {
	info, err := unix.IoctlGetEthtoolTsInfo(fd, name)
	if err != nil || !canStamp(info) || !clockAgrees("/dev/ptp"+strconv.Itoa(int(info.Phc_index))) {
		return false
	}
	now, err := unix.IoctlGetHwTstamp(fd, name)
	if err != nil {
		now = &unix.HwTstampConfig{}
	}
	if now.Rx_filter == unix.HWTSTAMP_FILTER_ALL {
		return true
	}
	// What others set for sending is kept; stamping all is more than any filter.
	now.Rx_filter = unix.HWTSTAMP_FILTER_ALL
	return unix.IoctlSetHwTstamp(fd, name, now) == nil && now.Rx_filter == unix.HWTSTAMP_FILTER_ALL
}

// clockAgrees compares the clock of a device with that of the system.
func clockAgrees(device string) bool {
	fd, err := unix.Open(device, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return false
	}
	defer unix.Close(fd)
	var hard, system unix.Timespec
	if unix.ClockGettime(unix.FdToClockID(fd), &hard) != nil || unix.ClockGettime(unix.CLOCK_REALTIME, &system) != nil {
		return false
	}
	return agree(hard.Nano(), system.Nano())
}

func agree(hard, system int64) bool {
	d := time.Duration(hard - system)
	return -ClockAgrees <= d && d <= ClockAgrees
}
