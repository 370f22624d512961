package bench

import (
	"bytes"
	"context"
	"os"
	"slices"
	"testing"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/replay"
)

// packets is the size of the captures measured.
const packets = 1_000_000

// counter counts transactions.
type counter struct{ n int }

func (c *counter) Transaction(*wire.Transaction) error { c.n++; return nil }
func (c *counter) Message([]byte) error                { return nil }
func (c *counter) Flow(*replay.Flow) error             { return nil }

// BenchmarkReplay decodes a million real packets of one protocol, from the
// octets of the file to transactions, on one worker.
func BenchmarkReplay(b *testing.B) {
	root := os.Getenv("BANKEN_CORPUS")
	if root == "" && os.Getenv("CI") == "true" {
		b.Fatal("BANKEN_CORPUS is not set")
	}
	if root == "" {
		b.Skip("BANKEN_CORPUS is not set: there are no real packets to measure with")
	}
	for _, protocol := range []string{"modbus", "dnp3", "opcua"} {
		b.Run(protocol, func(b *testing.B) {
			var file bytes.Buffer
			if err := Write(&file, root, protocol, packets); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(file.Len()))
			b.ReportAllocs()
			var c counter
			for b.Loop() {
				c = counter{}
				r, err := capture.NewBytes(file.Bytes(), protocol)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := replay.Run(context.Background(), r, replay.Options{Protocols: protocols.All}, &c); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(packets)*float64(b.N)/b.Elapsed().Seconds(), "packets/s")
			b.ReportMetric(float64(c.n)*float64(b.N)/b.Elapsed().Seconds(), "transactions/s")
		})
	}
}

// TestReaddress: different hosts stay different, and headers keep their sum.
func TestReaddress(t *testing.T) {
	ip := []byte{0x45, 0, 0, 20, 0, 0, 0, 0, 64, 6, 0, 0, 192, 168, 1, 1, 10, 0, 0, 1}
	f := frame{data: slices.Clone(ip), hosts: hosts(ip)}
	f.readdress(0x0203)
	if !bytes.Equal(f.data[12:15], []byte{10, 2, 3}) || !bytes.Equal(f.data[16:19], []byte{10, 2, 3}) || f.data[15] == f.data[19] {
		t.Errorf("addresses %v %v", f.data[12:16], f.data[16:20])
	}
	sum := uint32(0)
	for i := 0; i < 20; i += 2 {
		sum += uint32(f.data[i])<<8 | uint32(f.data[i+1])
	}
	if sum>>16+sum&0xffff != 0xffff {
		t.Errorf("checksum %x", f.data[10:12])
	}
}
