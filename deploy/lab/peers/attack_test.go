package peers

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
)

// expected is an attack, when it starts, and what the mirror port must show.
type expected struct {
	id     string
	at     time.Duration
	filter string // of tshark
	least  int    // fewer than there are: a loaded machine cuts scripts short
}

const (
	fromIntruder = "eth.src == 28:cd:c1:0a:77:4d && "
	toIntruder   = "eth.dst == 28:cd:c1:0a:77:4d && "
)

// schedule keeps attacks of the intruder apart; after the restart the outstation
// is away, and how long the flood takes depends on the machine.
var schedule = []expected{
	{"scan", 3 * time.Second, fromIntruder + "(arp.opcode == 1 || tcp.flags.syn == 1 && !(tcp.dstport == 502) || modbus.func_code == 43)", 200},
	{"rogue-read", 8 * time.Second, fromIntruder + "modbus && modbus.func_code <= 4 && modbus.word_cnt == 8 || " + fromIntruder + "modbus && modbus.bit_cnt == 8", 50},
	{"new-host-write", 11 * time.Second, fromIntruder + "modbus.func_code == 6", 1},
	{"set-point", 12500 * time.Millisecond, "ip.src == 10.20.1.11 && ip.dst == 10.20.1.32 && tcp.dstport == 502 && modbus.func_code == 6", 2},
	{"umas-stop", 14 * time.Second, fromIntruder + "ip.dst == 10.20.1.33 && modbus.func_code == 90", 4},
	{"umas-download", 16 * time.Second, "ip.src == 10.20.1.18 && ip.dst == 10.20.1.34 && modbus.func_code == 90", 12},
	{"dnp3-direct-operate", 17 * time.Second, fromIntruder + "dnp3.al.func == 5", 3},
	{"dnp3-disable-unsolicited", 19 * time.Second, fromIntruder + "dnp3.al.func == 21", 1},
	{"dnp3-operate", 20 * time.Second, "ip.src == 10.20.1.20 && dnp3.al.func == 4", 1},
	{"dnp3-file", 21 * time.Second, "ip.src == 10.20.1.18 && (dnp3.al.func == 25 || dnp3.al.func == 2 || dnp3.al.func == 26)", 5},
	{"opcua-anonymous", 22 * time.Second, fromIntruder + "(opcua.servicenodeid.numeric == 673 || opcua.servicenodeid.numeric == 712)", 2},
	{"opcua-downgrade", 24 * time.Second, "ip.src == 10.20.1.51 && opcua.servicenodeid.numeric == 673", 1},
	{"opcua-delete-subscriptions", 26 * time.Second, fromIntruder + "opcua.servicenodeid.numeric == 847", 1},
	{"flood", 41 * time.Second, fromIntruder + "modbus.func_code == 4", 1000},
	{"internet", 12 * time.Second, "ip.dst == 192.88.99.7 && tcp.len == 900", 6},
	{"mitm", 28 * time.Second, fromIntruder + "ip.src == 10.20.1.33 && ip.dst == 10.20.1.11 && modbus.func_code == 4", 3},
	{"dnp3-cold-restart", 38 * time.Second, fromIntruder + "dnp3.al.func == 13", 1},
}

// TestAttacks: every attack is carried out without errors, shows at the mirror
// port, and is in the ground truth with as many packets as it caused.
func TestAttacks(t *testing.T) {
	const pace = 40
	var launches []attack.Launch
	byID := map[string]expected{}
	for _, e := range schedule {
		launches = append(launches, attack.Launch{Scenario: e.id, At: e.at})
		byID[e.id] = e
	}
	x := runLab(t, Options{Seed: 7, Pace: pace, Attacks: launches}, 60*time.Second, nil)
	for _, f := range x.failed {
		if !strings.HasPrefix(f, "HMI-1 PLC-3 modbus") && !strings.HasPrefix(f, "SCADA RTU-1 dnp3") {
			t.Error(f) // but for the victims of the interception and of the restart
		}
	}
	for _, id := range attack.All() {
		if id == "slow-drift" {
			continue // TestSlowDrift
		}
		t.Run(id, func(t *testing.T) { checkAttack(t, x, byID[id]) })
	}
	falsified(t, x)
}

func checkAttack(t *testing.T, x *outcome, e expected) {
	var truth *attack.Attack
	for i := range x.truth.Attacks {
		if x.truth.Attacks[i].ID == e.id {
			truth = &x.truth.Attacks[i]
		}
	}
	if truth == nil || e.id == "" {
		t.Fatal("not in the ground truth")
	}
	s, _ := attack.Named(e.id)
	script := len(s.Actions(x.truth.Start, 7))
	if truth.Actions != script || x.answered[e.id] < script {
		t.Errorf("%d of %d actions, %d answered", truth.Actions, script, x.answered[e.id])
	}
	span := fmt.Sprintf("frame.time_epoch >= %s && frame.time_epoch <= %s", epoch(truth.Start.Add(-tolerance)), epoch(truth.End.Add(tolerance)))
	if n := len(rows(t, x.file, span+" && ("+e.filter+")", "frame.number")); n < e.least {
		t.Errorf("%d frames of %s", n, e.filter)
	}
	if truth.Packets < uint64(e.least) {
		t.Errorf("%d packets", truth.Packets)
	}
	if s.Actor == plant.Intruder && e.id != "mitm" {
		if n := len(rows(t, x.file, span+" && eth.addr == 28:cd:c1:0a:77:4d", "frame.number")); uint64(n) != truth.Packets {
			t.Errorf("%d packets in the ground truth, %d at the mirror port", truth.Packets, n)
		}
	}
}

// tolerance is how far the times of two captures may be apart.
const tolerance = time.Millisecond

func epoch(at time.Time) string { return fmt.Sprintf("%d.%09d", at.Unix(), at.Nanosecond()) }

// falsified: the machine in the middle tells the panel other values than it was
// told.
func falsified(t *testing.T, x *outcome) {
	const level = "modbus.func_code == 4 && modbus.regval_uint16 && ip.src == 10.20.1.33"
	value := func(filter string) (v int) {
		for _, r := range rows(t, x.file, filter+level, "modbus.regval_uint16") {
			fmt.Sscanf(r[0], "%d", &v)
		}
		return v
	}
	told, really := value(fromIntruder), value(toIntruder)
	if d := float64(told) - 1.25*float64(really); really == 0 || d < -2 || d > 2 {
		t.Errorf("the panel is told %d, the attacker %d", told, really)
	}
}

// TestSlowDrift: the attack that takes hours, in seconds.
func TestSlowDrift(t *testing.T) {
	x := runLab(t, Options{Seed: 7, Pace: 2000, Speed: 60, Attacks: []attack.Launch{{Scenario: "slow-drift", At: 2 * time.Second}}}, 11*time.Second, nil)
	checkAttack(t, x, expected{"slow-drift", 0, "ip.src == 10.20.1.11 && ip.dst == 10.20.1.32 && tcp.dstport == 502 && modbus.func_code == 6", 36})
	for _, f := range x.failed {
		t.Error(f)
	}
}
