//go:build linux

package ring

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/packet"
)

// inMemory is a ring of one block that no kernel fills.
func inMemory(size int) *Ring {
	words := make([]uint64, size/8) // aligned as mapped memory is
	mem := unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), size)
	return &Ring{c: Config{BlockSize: size, Blocks: 1}, mem: mem, block: mem, fd: -1, link: packet.LinkEthernet, long: 1522}
}

// TestDefectiveBlocks reads blocks of random headers, which no kernel writes: no
// frame leads out of the block, and the end comes.
func TestDefectiveBlocks(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	r := inMemory(4096)
	var damaged, delivered uint64
	for range 20000 {
		for i := range r.mem {
			r.mem[i] = 0
		}
		for range 30 {
			at := random.IntN(len(r.mem)/8) * 8
			binary.NativeEndian.PutUint32(r.mem[at:], uint32(random.Uint64())>>random.IntN(32))
		}
		first, status := uint32(48+random.IntN(200)&^7), uint32(unix.TP_STATUS_USER)
		binary.NativeEndian.PutUint32(r.mem[blockFirst:], first)
		binary.NativeEndian.PutUint32(r.mem[blockFrames:], uint32(random.IntN(50)))
		binary.NativeEndian.PutUint32(r.mem[blockStatus:], status)
		h := (*unix.Tpacket3Hdr)(unsafe.Pointer(&r.mem[first]))
		h.Mac, h.Snaplen = 90, uint32(random.IntN(8000))
		h.Status |= unix.TP_STATUS_VLAN_VALID
		if !r.take() {
			t.Fatal("a block passed over is not taken")
		}
		var f capture.Frame
		for steps := 0; r.left > 0; steps++ {
			if steps > 50 {
				t.Fatal("no end")
			}
			if r.frame(&f) && (int(f.CapLen) != len(f.Data) || len(f.Data) > len(r.mem)) {
				t.Fatalf("%+v", f)
			}
		}
		r.release()
	}
	damaged, delivered = r.counts.damaged, r.counts.delivered
	if damaged == 0 || delivered == 0 || r.Stats().Damaged != damaged {
		t.Errorf("%d blocks damaged, %d frames delivered", damaged, delivered)
	}
}

// frameIn writes a frame into a block, as the kernel does.
func frameIn(r *Ring, status uint32, origin byte, octets []byte) *unix.Tpacket3Hdr {
	const first, mac = 48, 96
	clear(r.mem)
	binary.NativeEndian.PutUint32(r.mem[blockFirst:], first)
	binary.NativeEndian.PutUint32(r.mem[blockFrames:], 1)
	binary.NativeEndian.PutUint32(r.mem[blockStatus:], unix.TP_STATUS_USER)
	h := (*unix.Tpacket3Hdr)(unsafe.Pointer(&r.mem[first]))
	*h = unix.Tpacket3Hdr{Sec: 1700000000, Nsec: 5, Snaplen: uint32(len(octets)), Len: uint32(len(octets)), Status: status, Mac: mac}
	r.mem[first+frameOrigin] = origin
	copy(r.mem[first+mac:], octets)
	return h
}

// TestMarks has the marks that virtual interfaces do not set.
func TestMarks(t *testing.T) {
	octets := []byte("destinsource\x08\x00payload")
	for _, c := range []struct {
		name   string
		status uint32
		origin byte
		want   counts
		data   string
	}{
		{"plain", 0, 0, counts{delivered: 1}, "destinsource\x08\x00payload"},
		{"hardware time", unix.TP_STATUS_TS_RAW_HARDWARE, 3, counts{delivered: 1, hardware: 1}, "destinsource\x08\x00payload"},
		{"merged", unix.TP_STATUS_GSO_TCP | unix.TP_STATUS_CSUMNOTREADY, 0, counts{delivered: 1, merged: 1, noChecksum: 1}, "destinsource\x08\x00payload"},
		{"outgoing", 0, unix.PACKET_OUTGOING, counts{outgoing: 1}, ""},
		{"tag without number", unix.TP_STATUS_VLAN_VALID, 0, counts{delivered: 1, tagged: 1}, "destinsource\x81\x00\x01\x02\x08\x00payload"},
		{"tag", unix.TP_STATUS_VLAN_VALID | unix.TP_STATUS_VLAN_TPID_VALID, 0, counts{delivered: 1, tagged: 1}, "destinsource\x88\xa8\x01\x02\x08\x00payload"},
	} {
		r := inMemory(4096)
		h := frameIn(r, c.status, c.origin, octets)
		h.Hv1.Vlan_tci, h.Hv1.Vlan_tpid = 0x102, 0x88a8
		if !r.take() {
			t.Fatal("not taken")
		}
		c.want.blocks = 1
		var f capture.Frame
		if ok := r.frame(&f); ok != (c.data != "") || string(f.Data) != c.data || int(f.WireLen) != len(c.data) || r.counts != c.want {
			t.Errorf("%s: %q, %d on the wire, counted %+v", c.name, f.Data, f.WireLen, r.counts)
		} else if ok && (f.Time != 1700000000000000005 || cap(f.Data) != len(f.Data)) {
			t.Errorf("%s: %+v", c.name, f)
		}
	}
}

// TestNoTagWithoutEthernet leaves frames alone that have no addresses.
func TestNoTagWithoutEthernet(t *testing.T) {
	r := inMemory(4096)
	r.link = packet.LinkRaw
	frameIn(r, unix.TP_STATUS_VLAN_VALID, 0, []byte("no Ethernet header at all"))
	r.take()
	var f capture.Frame
	if !r.frame(&f) || string(f.Data) != "no Ethernet header at all" || f.Link != packet.LinkRaw {
		t.Errorf("%+v", f)
	}
}

// TestBlockIsKept checks that a block is not given back while a frame of it is
// borrowed.
func TestBlockIsKept(t *testing.T) {
	r := inMemory(4096)
	frameIn(r, 0, 0, []byte("destinsource\x08\x00payload"))
	var f capture.Frame
	if err := r.Next(&f); err != nil {
		t.Fatal(err)
	}
	if *r.word(blockStatus) != unix.TP_STATUS_USER {
		t.Error("the block is given back while its last frame is borrowed")
	}
	r.release()
	if *r.word(blockStatus) != unix.TP_STATUS_KERNEL || r.pending() {
		t.Error("the block is not given back")
	}
}

func TestCanStamp(t *testing.T) {
	able := unix.EthtoolTsInfo{So_timestamping: stampsAll | unix.SOF_TIMESTAMPING_SOFTWARE, Rx_filters: 1 << unix.HWTSTAMP_FILTER_ALL}
	if !canStamp(&able) {
		t.Error("an interface that can is refused")
	}
	for _, change := range []func(*unix.EthtoolTsInfo){
		func(i *unix.EthtoolTsInfo) { i.So_timestamping &^= unix.SOF_TIMESTAMPING_RAW_HARDWARE },
		func(i *unix.EthtoolTsInfo) { i.So_timestamping &^= unix.SOF_TIMESTAMPING_RX_HARDWARE },
		func(i *unix.EthtoolTsInfo) { i.Rx_filters = 1 << unix.HWTSTAMP_FILTER_PTP_V2_EVENT },
		func(i *unix.EthtoolTsInfo) { i.Phc_index = -1 },
	} {
		unable := able
		change(&unable)
		if canStamp(&unable) {
			t.Errorf("%+v is accepted", unable)
		}
	}
}

func TestClockAgrees(t *testing.T) {
	const now = 1700000000e9
	for d, want := range map[int64]bool{0: true, 9e6: true, -9e6: true, 11e6: false, -11e6: false, 37e9: false, -now: false} {
		if agree(now+d, now) != want {
			t.Errorf("a clock off by %d ns: %v", d, !want)
		}
	}
	if clockAgrees("/dev/null") || clockAgrees("/dev/ptp-that-is-not") {
		t.Error("what is no clock agrees")
	}
}
