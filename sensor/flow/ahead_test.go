package flow

import (
	"reflect"
	"testing"

	"github.com/banken-ot/banken/sensor/packet"
)

// inBatches runs packets through a table, n at a time and told ahead; with 0 they
// are not.
func inBatches(packets []packet.Packet, n int) perFlow {
	l := perFlow{}
	t := New(Config{}, l)
	for at := 0; at < len(packets); at += max(n, 1) {
		batch := packets[at:min(at+max(n, 1), len(packets))]
		if n > 0 {
			t.fetch(batch)
		}
		for i := range batch {
			p := batch[i]
			t.Packet(&p)
			if p.Frame%7 == 0 {
				t.Advance(p.Time, p.Frame)
			}
		}
	}
	t.Flush(uint64(len(packets)))
	return l
}

func TestSameCallbacksWhateverIsKnownAhead(t *testing.T) {
	packets := mixture()
	none := inBatches(packets, 0)
	for _, n := range []int{1, 2, 7, Batch} {
		if got := inBatches(packets, n); !reflect.DeepEqual(got, none) {
			t.Errorf("callbacks are not the same in batches of %d", n)
		}
	}
}

// TestAheadFindsFlows fills a table up to farFlows; from there on Ahead finds the
// flow of every packet, but where two share a piece of their hashes by chance.
func TestAheadFindsFlows(t *testing.T) {
	table := New(Config{}, &counter{})
	var next []packet.Packet
	for n := range farFlows {
		k := newTalk(n)
		if got := table.Ahead(next[:min(len(next), Batch)]); got != nil {
			t.Fatalf("%d flows found among %d", len(got), n)
		}
		for _, p := range append(k.handshake(), k.data(client, "ask"), k.data(server, "answer")) {
			p.Time = start
			table.Packet(&p)
		}
		next = append(next, k.data(client, "again"))
	}
	wrong := 0
	for at := 0; at < len(next); at += Batch {
		flows := table.Ahead(next[at:])
		if len(flows) != Batch {
			t.Fatalf("%d flows found for %d packets", len(flows), Batch)
		}
		for i, f := range flows {
			if k, _ := KeyOf(&next[at+i]); f.Key != k {
				wrong++
			}
		}
	}
	if wrong > farFlows/100 {
		t.Errorf("%d of %d flows are others", wrong, farFlows)
	}
	strange := []packet.Packet{newTalk(farFlows+1).send(client, syn, ""), {}, next[0]}
	if n := len(table.Ahead(strange)); n == 0 || n > len(strange) {
		t.Errorf("%d flows found for packets of which one has a flow", n)
	}
}

func TestAheadAllocatesNothing(t *testing.T) {
	table := New(Config{}, &counter{})
	packets := mixture()[:Batch]
	for i := range packets {
		table.Packet(&packets[i])
	}
	if n := testing.AllocsPerRun(100, func() { table.fetch(packets) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
