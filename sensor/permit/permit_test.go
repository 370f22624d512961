package permit

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
)

// epoch is when the permits of the tests begin.
var epoch = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func prefixes(list ...string) (all []netip.Prefix) {
	for _, s := range list {
		p, ok := parsePlace(s)
		if !ok {
			panic(s)
		}
		all = append(all, p)
	}
	return all
}

// valid is a permit without fault.
func valid() Permit {
	return Permit{Ticket: "W-4711", Who: "佐藤", Hosts: prefixes("10.0.0.50", "10.0.9.0/28"), Assets: prefixes("10.0.0.1", "2001:db8::1"),
		Operations: []Class{Write, Program, Session}, From: epoch, To: epoch.Add(4 * time.Hour), Approvers: []string{"田中", "鈴木"}}
}

var (
	write   = baseline.Meaning{Kind: "new-value", Detector: baseline.Values, Stage: baseline.Control, Control: true, Alone: true}
	contact = baseline.Meaning{Kind: "new-pair", Detector: baseline.Whitelist, Stage: baseline.Access, Alone: true}
)

// deviation is one that the valid permit covers.
func deviation() *baseline.Deviation {
	at := epoch.Add(time.Hour).UnixNano()
	return &baseline.Deviation{Meaning: &write, Time: at, Event: at, Frame: 7, Protocol: "modbus", Port: 502, Station: 1, Operation: wire.Write, Function: "Write Single Register",
		Outcome: wire.Answered, Actor: netip.MustParseAddr("10.0.0.50"), Target: netip.MustParseAddr("10.0.0.1"), Point: "holding-register 12", Expected: "200..260", Seen: "900", Count: 1}
}

func TestCovers(t *testing.T) {
	address := netip.MustParseAddr
	other := func(m baseline.Meaning, change func(*baseline.Meaning)) *baseline.Meaning { change(&m); return &m }
	for name, test := range map[string]struct {
		change func(*baseline.Deviation)
		want   bool
	}{
		"as it is":            {func(d *baseline.Deviation) {}, true},
		"refused":             {func(d *baseline.Deviation) { d.Outcome = wire.Refused }, true},
		"another host listed": {func(d *baseline.Deviation) { d.Actor = address("10.0.9.15") }, true},
		"mapped address":      {func(d *baseline.Deviation) { d.Actor = address("::ffff:10.0.9.15") }, true},
		"other host":          {func(d *baseline.Deviation) { d.Actor = address("10.0.9.16") }, false},
		"no host":             {func(d *baseline.Deviation) { d.Actor = netip.Addr{} }, false},
		"another asset":       {func(d *baseline.Deviation) { d.Target = address("2001:db8::1") }, true},
		"other asset":         {func(d *baseline.Deviation) { d.Target = address("10.0.0.2") }, false},
		"no asset":            {func(d *baseline.Deviation) { d.Target = netip.Addr{} }, false},
		"program":             {func(d *baseline.Deviation) { d.Operation = wire.Program }, true},
		"restart":             {func(d *baseline.Deviation) { d.Operation = wire.Restart }, false},
		"read":                {func(d *baseline.Deviation) { d.Operation = wire.Read }, false},
		"operate":             {func(d *baseline.Deviation) { d.Operation = wire.Operate }, false},
		"at the beginning":    {func(d *baseline.Deviation) { d.Event = epoch.UnixNano() }, true},
		"before":              {func(d *baseline.Deviation) { d.Event = epoch.UnixNano() - 1 }, false},
		"at the end":          {func(d *baseline.Deviation) { d.Event = epoch.Add(4 * time.Hour).UnixNano() }, false},
		"told after the end":  {func(d *baseline.Deviation) { d.Time = epoch.Add(5 * time.Hour).UnixNano() }, true},
		"connection":          {func(d *baseline.Deviation) { d.Meaning, d.Operation = &contact, wire.OperationNone }, true},
		"search": {func(d *baseline.Deviation) {
			d.Operation = wire.OperationNone
			d.Meaning = other(contact, func(m *baseline.Meaning) { m.Detector, m.Stage = baseline.Endpoint, baseline.Recon })
		}, false},
		"silence": {func(d *baseline.Deviation) {
			d.Operation = wire.OperationNone
			d.Meaning = other(contact, func(m *baseline.Meaning) { m.Detector, m.Stage = baseline.Timing, baseline.Disruption })
		}, true},
		"silence elsewhere": {func(d *baseline.Deviation) {
			d.Operation, d.Target = wire.OperationNone, address("10.0.0.2")
			d.Meaning = other(contact, func(m *baseline.Meaning) { m.Detector, m.Stage = baseline.Timing, baseline.Disruption })
		}, false},
		"identity of the host": {func(d *baseline.Deviation) { d.Meaning, d.Operation, d.Target = &contact, wire.OperationNone, d.Actor }, false},
		"own visibility": {func(d *baseline.Deviation) {
			d.Meaning = other(write, func(m *baseline.Meaning) { m.Detector = baseline.Visible })
		}, false},
		"the asset itself": {func(d *baseline.Deviation) { d.Actor, d.Target = d.Target, d.Actor }, false},
		"without meaning":  {func(d *baseline.Deviation) { d.Meaning = nil }, false},
	} {
		p, d := valid(), deviation()
		test.change(d)
		if got := p.Covers(d); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	p, d := valid(), deviation()
	p.Operations = []Class{Write}
	d.Meaning, d.Operation = &contact, wire.OperationNone
	if p.Covers(d) {
		t.Error("a connection is covered without session")
	}
	if p.Hosts, d.Operation = append(p.Hosts, p.Assets...), wire.Write; !p.Covers(d) {
		t.Error("an asset that is a host too")
	}
}

// TestClasses: each operation is in one class, and each class has a name.
func TestClasses(t *testing.T) {
	seen := map[wire.Operation]Class{}
	for c := range classes {
		for _, o := range classOperations[c] {
			if before, ok := seen[o]; ok {
				t.Errorf("%v is in %v and %v", o, before, c)
			}
			seen[o] = c
		}
		if got, ok := parseClass(c.String()); !ok || got != c {
			t.Errorf("%v is read as %v", c, got)
		}
		if got, ok := parseClass(classTexts[c].JA); !ok || got != c {
			t.Errorf("%v is read as %v", classTexts[c].JA, got)
		}
	}
	for o := wire.OperationNone; o.String() != wire.Operation(255).String(); o++ {
		if _, ok := seen[o]; !ok {
			t.Errorf("%v is in no class", o)
		}
	}
	if Class(200).String() != "unknown" || classes.String() != "unknown" {
		t.Error("a class beyond the last has a name")
	}
}

// TestValidate: every fault is told at once, with its field, in both languages.
func TestValidate(t *testing.T) {
	p := valid()
	if faults := p.Validate(); len(faults) > 0 {
		t.Fatal(faults)
	}
	for name, test := range map[string]struct {
		change func(*Permit)
		want   []string // field, and beginning of the text in English
	}{
		"empty": {func(p *Permit) { *p = Permit{} }, []string{"ticket: is missing", "who: is missing", "hosts: is empty", "assets: is empty",
			"operations: is empty: write what is done, of read, write", "from: is missing", "to: is missing", "approvers: is empty"}},
		"texts":      {func(p *Permit) { p.Ticket, p.Who = "a\nb", strings.Repeat("x", 129) }, []string{"ticket: must be one line of at most 64", "who: must be one line of at most 128"}},
		"blanks":     {func(p *Permit) { p.Ticket, p.Who = " a", "\xff" }, []string{"ticket: must be one line", "who: must be one line"}},
		"8 h":        {func(p *Permit) { p.To = p.From.Add(MaxTime) }, nil},
		"longer":     {func(p *Permit) { p.To = p.From.Add(MaxTime + 1) }, []string{"to: is 8 h after the beginning, at most 8 h"}},
		"ends first": {func(p *Permit) { p.To = p.From }, []string{"to: must be later"}},
		"wide":       {func(p *Permit) { p.Hosts = prefixes("10.0.0.0/23", "10.1.0.0/24", "2001:db8::/119") }, []string{"hosts[0]: 10.0.0.0/23 stands for more than 256", "hosts[2]: 2001:db8::/119 stands"}},
		"no device":  {func(p *Permit) { p.Assets = prefixes("224.0.0.1", "0.0.0.0", "255.255.255.255") }, []string{"assets[0]: 224.0.0.1 is the address of no", "assets[1]: 0.0.0.0", "assets[2]: 255.255"}},
		"no address": {func(p *Permit) { p.Hosts = []netip.Prefix{{}, netip.MustParsePrefix("::ffff:10.0.0.1/128")} }, []string{"hosts[0]: \"invalid Prefix\" is no address", "hosts[1]: \"::ffff"}},
		"twice": {func(p *Permit) {
			p.Hosts = prefixes("10.0.0.1", "10.0.0.1")
			p.Operations = []Class{Read, Read}
			p.Approvers = []string{"Abe", "abe"}
		}, []string{"hosts[1]: 10.0.0.1 is there twice", "operations[1]: read is there", "approvers[1]: \"abe\""}},
		"class":            {func(p *Permit) { p.Operations = []Class{77} }, []string{"operations[0]: unknown is no sort of work"}},
		"many":             {func(p *Permit) { p.Hosts = many(MaxHosts + 1); p.Assets = many(MaxAssets + 1); p.Approvers = people(9) }, []string{"hosts: has 33 entries, at most 32", "assets: has 257", "approvers: has 9"}},
		"one approver":     {func(p *Permit) { p.Approvers = p.Approvers[:1] }, []string{"approvers: must be two people"}},
		"enough else":      {func(p *Permit) { p.Approvers = p.Approvers[:1]; p.Operations = []Class{Configure, Restart} }, nil},
		"approves self":    {func(p *Permit) { p.Approvers = []string{"田中", p.Who} }, []string{"approvers: must be two people"}},
		"and two others":   {func(p *Permit) { p.Approvers = append(p.Approvers, p.Who) }, nil},
		"approver unnamed": {func(p *Permit) { p.Approvers = []string{"", "a", "b"} }, []string{"approvers[0]: must be one line"}},
	} {
		p := valid()
		test.change(&p)
		faults := p.Validate()
		if len(faults) != len(test.want) {
			t.Errorf("%s: %d faults, want %d: %v", name, len(faults), len(test.want), faults)
			continue
		}
		for i, f := range faults {
			if got := f.In(lang.English); !strings.HasPrefix(got, test.want[i]) {
				t.Errorf("%s:\ngot  %s\nwant %s", name, got, test.want[i])
			}
			if !strings.ContainsFunc(f.In(lang.Japanese), langtest.IsJapanese) {
				t.Errorf("%s: not in Japanese: %s", name, f.In(lang.Japanese))
			}
		}
		if err := faults.err(); err != nil && !strings.HasPrefix(err.Error(), "permit: "+test.want[0]) {
			t.Error(err)
		}
	}
}

func many(n int) (all []netip.Prefix) {
	for i := range n {
		all = append(all, Place(netip.AddrFrom4([4]byte{10, 1, byte(i >> 8), byte(i)})))
	}
	return all
}

func people(n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprint("person ", i))
	}
	return all
}

func TestTexts(t *testing.T) {
	for name, x := range map[string]lang.Text{"noTicket": noTicket, "noWho": noWho, "wrongText": wrongText, "noHosts": noHosts, "noAssets": noAssets,
		"noOperations": noOperations, "noApprovers": noApprovers, "tooMany": tooMany, "twice": twice, "wrongAddress": wrongAddress, "noHost": noHost,
		"tooWide": tooWide, "wrongClass": wrongClass, "wrongTime": wrongTime, "noTime": noTime, "endsFirst": endsFirst, "tooLong": tooLong,
		"twoApprovers": twoApprovers, "ended": ended, "alreadyOpen": alreadyOpen, "tooManyOpen": tooManyOpen, "wrongForm": wrongForm, "unknownKey": unknownKey,
		"tooLarge": tooLarge, "noLine": noLine, "noReviewer": noReviewer, "noDecisions": noDecisions, "bothDecisions": bothDecisions, "firstDone": firstDone, "firstFrame": firstFrame, "beforeThen": beforeThen, "beforeOnly": beforeOnly, "decidedBy": decidedBy,
		"undecided": undecided, "approved": approved, "rejected": rejected, "nothingDone": nothingDone,
		"omittedLines": omittedLines, "neverSeen": neverSeen, "timesDone": timesDone, "moreValues": moreValues, "wholePermit": wholePermit, "stationNumber": stationNumber} {
		langtest.Check(t, name, x, false)
	}
	for _, x := range append(classTexts[:], labelTicket, labelWho, labelHosts, labelAssets, labelOperations, labelFrom, labelTo, labelApprovers) {
		langtest.Check(t, x.EN, x, false)
	}
}
