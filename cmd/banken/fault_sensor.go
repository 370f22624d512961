package main

import (
	"errors"
	"io/fs"
	"net"

	"github.com/banken-ot/banken/deploy/lab/netns"
	"github.com/banken-ot/banken/ebpf/filter"
	"github.com/banken-ot/banken/sensor/capture/port"
	"github.com/banken-ot/banken/sensor/capture/ring"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/recorder"
)

// sensorFaults are what parts of the sensor say, by the error they are of. %[1]s is
// the error in its own words.
var sensorFaults = [...]struct {
	is   error
	says message
}{
	{netns.ErrNotAllowed, faultNamespaces},
	{ring.ErrPermission, faultRingPermission},
	{ring.ErrMemory, faultRingMemory},
	{ring.ErrKernel, faultRingKernel},
	{ring.ErrLink, faultRingLink},
	{filter.ErrPermission, faultFilterPermission},
	{recorder.ErrLocked, faultRecorderLocked},
	{control.ErrInUse, faultSocketInUse},
}

// sensorFault says an error of a part of the sensor; ok is false for others.
func sensorFault(err error) (text lang.Text, ok bool) {
	var name *port.NameError
	if errors.As(err, &name) {
		return messages[faultNoInterface].Fill(quoted(name.Name)), true
	}
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" && dial.Net == "unix" {
		if errors.Is(err, fs.ErrPermission) {
			return messages[faultNoRights].Fill(dial.Addr), true
		}
		return messages[faultNoSensor].Fill(dial.Addr), true
	}
	var r *ring.Error
	if errors.As(err, &r) && errors.Is(err, ring.ErrNoInterface) {
		return messages[faultNoInterface].Fill(quoted(r.Interface)), true
	}
	for _, x := range sensorFaults {
		if errors.Is(err, x.is) {
			return messages[x.says].Fill(err), true
		}
	}
	return lang.Text{}, false
}

// configFaults says every fault of a configuration.
func configFaults(list config.Faults) []lang.Text {
	var all []lang.Text
	for _, f := range list {
		all = append(all, lang.Text{EN: f.In(lang.English), JA: f.In(lang.Japanese)})
	}
	return all
}
