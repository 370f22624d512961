package filter

import (
	"runtime"
	"testing"
	"time"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"golang.org/x/sys/unix"
)

// kinds are packets by the way they take through the program.
func kinds(t testing.TB) map[string][]byte {
	return map[string][]byte{
		"arp":          serialize(t, ethernet(0x0806), payload(46)),
		"tcp_withheld": tcpFrame(t, 554, 40000, 1400),
		"tcp_port":     tcpFrame(t, 40000, 502, 12),
		"qinq_port": serialize(t, ethernet(0x88A8), tag(1, 0x8100), tag(2, 0x0800), ipv4(6), tcp(40000, 502),
			payload(12)),
		"ipv6_withheld": serialize(t, ethernet(0x86DD), ipv6(17), udp(5004, 5005), payload(1200)),
		"ipv6_headers": serialize(t, ethernet(0x86DD), ipv6(0), extension(60, 1), extension(17, 1), udp(5004, 5006),
			payload(1200)),
	}
}

// BenchmarkPacket runs one packet over and over: one flow, and everything in the
// processor's cache.
func BenchmarkPacket(b *testing.B) {
	for name, frame := range kinds(b) {
		b.Run(name, func(b *testing.B) {
			x := newBench(b, Config{Dedicated: true})
			repeatRun(b, x.program, frame)
		})
	}
}

// cpuTime is what the thread has spent on a processor: on a busy machine it is
// the program's cost where the wall clock is not.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		b.Fatal(err)
	}
	return time.Duration(t.Nano())
}

// repeatRun has the kernel repeat a program and reports the thread's time.
func repeatRun(b *testing.B, p *ebpf.Program, frame []byte) {
	b.Helper()
	n := uint32(max(b.N, 100000))
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	start := cpuTime(b)
	if _, err := p.Run(&ebpf.RunOptions{Data: frame, Repeat: n}); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(cpuTime(b)-start)/float64(n), "ns/packet")
}

// BenchmarkClock is what the clocks cost, with the rest of a program that does
// nothing else.
func BenchmarkClock(b *testing.B) {
	for name, call := range map[string]asm.BuiltinFunc{"none": 0, "ktime": asm.FnKtimeGetNs,
		"coarse": asm.FnKtimeGetCoarseNs, "jiffies": asm.FnJiffies64} {
		b.Run(name, func(b *testing.B) {
			root(b)
			var code asm.Instructions
			if call != 0 {
				code = append(code, call.Call())
			}
			code = append(code, asm.Mov.Imm(asm.R0, xdpPass), asm.Return())
			repeatRun(b, newProgram(b, code), payload(60))
		})
	}
}

func newProgram(t testing.TB, code asm.Instructions) *ebpf.Program {
	t.Helper()
	p, err := ebpf.NewProgram(&ebpf.ProgramSpec{Type: ebpf.XDP, License: "GPL", Instructions: code})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// portAt is where the source port of a segment lies in a frame of IPv4 without
// options and tags.
const portAt = 34

// varied are the instructions that give the frame one of some source ports.
func varied(flows int32) asm.Instructions {
	return asm.Instructions{
		asm.LoadMem(asm.R6, asm.R1, 0, asm.Word),
		asm.LoadMem(asm.R7, asm.R1, 4, asm.Word),
		asm.Mov.Reg(asm.R2, asm.R6),
		asm.Add.Imm(asm.R2, portAt+2),
		asm.JGT.Reg(asm.R2, asm.R7, "out"),
		asm.FnGetPrandomU32.Call(),
		asm.Mod.Imm32(asm.R0, flows),
		asm.Add.Imm(asm.R0, 1024),
		asm.HostTo(asm.BE, asm.R0, asm.Half),
		asm.StoreMem(asm.R6, portAt, asm.R0, asm.Half),
	}
}

// generator sends the frame it is run with out of an interface.
func generator(t testing.TB, flows int32, ifindex int) *ebpf.Program {
	return newProgram(t, append(varied(flows),
		asm.Mov.Imm(asm.R1, int32(ifindex)),
		asm.Mov.Imm(asm.R2, 0),
		asm.FnRedirect.Call(),
		asm.Return(),
		asm.Mov.Imm(asm.R0, xdpDrop).WithSymbol("out"),
		asm.Return(),
	))
}

// What BPF_PROG_TEST_RUN calls frames that go through the network stack
// (linux/bpf.h, BPF_F_TEST_XDP_LIVE_FRAMES).
const liveFrames = 2

// BenchmarkVeth sends frames to a native filter as fast as one processor can,
// which runs the generator, both interfaces and the filter; and counts those the
// filter did not see.
func BenchmarkVeth(b *testing.B) {
	for _, c := range []struct {
		name  string
		to    layers.TCPPort
		flows int32
	}{{"withheld/1", 554, 1}, {"withheld/1000", 554, 1000}, {"withheld/16000", 554, 16000}, {"port/1000", 502, 1000}} {
		b.Run(c.name, func(b *testing.B) { flood(b, c.to, c.flows) })
	}
}

func flood(b *testing.B, to layers.TCPPort, flows int32) {
	namespace(b)
	pin(b)
	f, err := Load(Config{Interface: "v1", Dedicated: true})
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	if err := f.Attach(); err != nil {
		b.Fatal(err)
	}
	g := generator(b, flows, index(b, "v0"))
	frame := serialize(b, ethernet(0x0800), ipv4(6), tcp(0, to), gopacket.Payload(payload(24)))
	n := uint32(max(b.N, 1000000))
	b.ResetTimer()
	start, cpu := time.Now(), cpuTime(b)
	if _, err := g.Run(&ebpf.RunOptions{Data: frame, Repeat: n, Flags: liveFrames, BatchSize: 64}); err != nil {
		b.Fatal(err)
	}
	seen := settled(b, f)
	took, spent := time.Since(start), cpuTime(b)-cpu
	b.StopTimer()
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(seen)/took.Seconds(), "packets/s")
	b.ReportMetric(float64(spent)/float64(seen), "cpu-ns/packet")
	b.ReportMetric(100*(1-float64(seen)/float64(n)), "%lost")
}

// settled waits until the counter stands still and returns it.
func settled(t testing.TB, f *Filter) uint64 {
	t.Helper()
	for last := ^uint64(0); ; time.Sleep(2 * time.Millisecond) {
		totals, err := f.Totals()
		if err != nil {
			t.Fatal(err)
		}
		now := totals.Passed().Packets + totals.Withheld().Packets
		if now == last {
			return now
		}
		last = now
	}
}

// BenchmarkFlows reads a full table.
func BenchmarkFlows(b *testing.B) {
	x := newBench(b, Config{Dedicated: true})
	for i := range 50000 {
		x.run(b, tcpFrame(b, layers.TCPPort(i), 9, 4))
	}
	n := 0
	for b.Loop() {
		if err := x.Flows(func(Flow) bool { n++; return true }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/flow")
}
