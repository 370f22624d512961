package control

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/banken-ot/banken/sensor/health"
)

// workerMetrics are the counters of each worker.
var workerMetrics = []struct {
	desc  *prometheus.Desc
	value func(*health.Worker) float64
}{
	{counter("frames_received_total", "Frames the kernel put into the ring"), func(w *health.Worker) float64 { return float64(w.Received) }},
	{counter("frames_dropped_kernel_total", "Frames lost because the ring was full"), func(w *health.Worker) float64 { return float64(w.DroppedKernel) }},
	{counter("frames_truncated_total", "Frames of which not all octets were captured"), func(w *health.Worker) float64 { return float64(w.Truncated) }},
	{counter("frames_merged_total", "Frames that an offload made of several"), func(w *health.Worker) float64 { return float64(w.Merged) }},
	{counter("frames_malformed_total", "Frames whose headers could not be read"), func(w *health.Worker) float64 { return float64(w.Malformed) }},
	{counter("packets_duplicate_total", "Packets the port showed twice"), func(w *health.Worker) float64 { return float64(w.Duplicates) }},
	{counter("conflicts_total", "Overlaps with other octets in the same place"), func(w *health.Worker) float64 { return float64(w.Conflicts) }},
	{counter("octets_not_captured_total", "Octets of TCP that never came"), func(w *health.Worker) float64 { return float64(w.NotCaptured) }},
	{counter("octets_blind_total", "Octets of recognised flows that could not be attributed"), func(w *health.Worker) float64 { return float64(w.Blind) }},
	{counter("transactions_total", "Transactions handed on"), func(w *health.Worker) float64 { return float64(w.Transactions) }},
	{counter("transactions_dropped_total", "Transactions lost because what is behind was too slow"), func(w *health.Worker) float64 { return float64(w.DroppedSensor) }},
	{counter("frames_not_recorded_total", "Frames the recorder could not take"), func(w *health.Worker) float64 { return float64(w.NotRecorded) }},
}

func counter(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("banken_"+name, help+".", []string{"port", "worker"}, nil)
}

func ofPort(name, help string, more ...string) *prometheus.Desc {
	return prometheus.NewDesc("banken_"+name, help+".", append([]string{"port"}, more...), nil)
}

func alone(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("banken_"+name, help+".", labels, nil)
}

var (
	portState       = ofPort("port_state", "1 for the state the port is in", "state")
	portBlind       = ofPort("port_blind_seconds_total", "Time in which frames were lost, or the port was down or gone")
	portSilent      = ofPort("port_silent_seconds", "Time since the last frame")
	filterPassed    = ofPort("filter_packets_passed_total", "Packets the filter in the kernel handed on")
	filterWithheld  = ofPort("filter_packets_withheld_total", "Packets the filter in the kernel counted and withheld")
	filterFlows     = ofPort("filter_flows_total", "Flows the filter in the kernel entered")
	transactions    = alone("protocol_transactions_total", "Transactions handed on, by protocol", "protocol")
	recorderState   = alone("recorder_state", "1 for the state the recorder is in", "state")
	recorderFrames  = alone("recorder_frames_total", "Frames recorded")
	recorderDropped = alone("recorder_frames_dropped_total", "Frames that could not be recorded")
	recorderOctets  = alone("recorder_octets", "Octets of the recorder's files")
	outputWorks     = alone("output_works", "1 while transactions can be written")
	startTime       = alone("start_time_seconds", "When the sensor started, Unix time")
)

var states = []health.State{health.Starting, health.Capturing, health.Losing, health.Silent, health.Down, health.Gone, health.Stopped}

var recorderStates = []string{"off", "stopped", "recording", "stopped-disk-full", "error"}

// collector makes metrics of a look at the sensor.
type collector struct{ sensor Sensor }

// Describe implements prometheus.Collector.
func (c *collector) Describe(ch chan<- *prometheus.Desc) { prometheus.DescribeByCollect(c, ch) }

// Collect implements prometheus.Collector.
func (c *collector) Collect(ch chan<- prometheus.Metric) {
	s := c.sensor.Status()
	send := func(d *prometheus.Desc, t prometheus.ValueType, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, t, v, labels...)
	}
	for i := range s.Ports {
		collectPort(&s.Ports[i], send)
	}
	for name, n := range s.ByProtocol {
		send(transactions, prometheus.CounterValue, float64(n), name)
	}
	for _, state := range recorderStates {
		send(recorderState, prometheus.GaugeValue, truth(state == s.Recorder.State), state)
	}
	send(recorderFrames, prometheus.CounterValue, float64(s.Recorder.Recorded))
	send(recorderDropped, prometheus.CounterValue, float64(s.Recorder.Dropped))
	send(recorderOctets, prometheus.GaugeValue, float64(s.Recorder.Octets))
	send(outputWorks, prometheus.GaugeValue, truth(s.OutputFault == ""))
	send(startTime, prometheus.GaugeValue, float64(s.Started.UnixNano())/1e9)
}

func collectPort(p *health.Port, send func(*prometheus.Desc, prometheus.ValueType, float64, ...string)) {
	for _, state := range states {
		send(portState, prometheus.GaugeValue, truth(state == p.State), p.Name, string(state))
	}
	send(portBlind, prometheus.CounterValue, p.BlindSeconds, p.Name)
	send(portSilent, prometheus.GaugeValue, p.SilentFor, p.Name)
	send(filterPassed, prometheus.CounterValue, float64(p.Filter.Passed), p.Name)
	send(filterWithheld, prometheus.CounterValue, float64(p.Filter.Withheld), p.Name)
	send(filterFlows, prometheus.CounterValue, float64(p.Filter.Flows), p.Name)
	for i := range p.Workers {
		for _, m := range workerMetrics {
			send(m.desc, prometheus.CounterValue, m.value(&p.Workers[i]), p.Name, number(i))
		}
	}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
