package judge

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/evaluate"
)

// Set is a part of the corpus that is judged in one way.
type Set uint8

// The sets, in the order in which they are told.
const (
	// Ordinary operation: the first part of each capture is learned, the rest judged.
	Ordinary Set = iota
	// Substation is the tap of an attacker by DNP3 (QUT 2017): what is learned is the
	// capture of the same tap without an attack.
	Substation
	// Outstation is a laboratory with one outstation and one attack a capture; what is
	// learned is its capture without one.
	Outstation
	// Transfer is files that are moved through registers of controllers.
	Transfer
	// Undecoded are captures of protocols that are not decoded.
	Undecoded
)

// Names of files and folders of the corpus.
const (
	ordinaryList = "ordinary.txt"
	labelFile    = "labels/dev.jsonl"
	substations  = "derived/2017QUT_DNP3_nogoose"
	outstations  = "dumbled00r__DNP3-ICS-Lab/dataset/pcap"
	transfers    = "antoine-lemay__Modbus_dataset"
)

const (
	// ordinaryShare of a capture of ordinary operation is learned.
	ordinaryShare = 0.6
	// transferShare ends before the first file is moved.
	transferShare = 0.056
)

// undecoded are the folders of captures of protocols that are not decoded.
var undecoded = map[string]string{
	"qut-infosec__2017QUT_S7comm":     "S7comm is not decoded",
	"digitalbond__Quickdraw-Suricata": "EtherNet/IP is not decoded",
}

// Case is a capture of the corpus, and how it is judged.
type Case struct {
	Capture
	Set Set
	// File is its name within the corpus.
	File string
}

// Corpus lists what of a corpus can be judged: what its lists say is ordinary, and
// what has labels.
func Corpus(dir string) ([]Case, error) {
	ordinary, err := ordinaryCases(dir)
	if err != nil {
		return nil, err
	}
	labelled, err := labelledCases(dir)
	return append(ordinary, labelled...), err
}

func ordinaryCases(dir string) (list []Case, err error) {
	b, err := os.ReadFile(filepath.Join(dir, ordinaryList))
	if err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	for line := range strings.Lines(string(b)) {
		if name := strings.TrimSpace(line); name != "" && name[0] != '#' {
			list = append(list, Case{File: name, Set: Ordinary, Capture: Capture{Name: filepath.Join(dir, name), Learn: ordinaryShare, Days: DefaultDays}})
		}
	}
	return list, nil
}

// labelledCases has one for each capture that has a label of an attack.
func labelledCases(dir string) (list []Case, err error) {
	b, err := os.ReadFile(filepath.Join(dir, labelFile))
	if err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	s := bufio.NewScanner(bytes.NewReader(b))
	s.Buffer(nil, 1<<20)
	at := map[string]int{}
	for n := 1; s.Scan(); n++ {
		var x struct{ Capture, Derived, Attack string }
		if err := json.Unmarshal(s.Bytes(), &x); err != nil {
			return nil, fmt.Errorf("judge: %s, line %d: %w", labelFile, n, err)
		}
		if x.Attack == "normal" {
			continue
		}
		file := x.Capture
		if x.Derived != "" {
			file = x.Derived
		}
		i, ok := at[file]
		if !ok {
			i = len(list)
			at[file] = i
			list = append(list, Case{File: file, Capture: Capture{Name: filepath.Join(dir, file), Days: DefaultDays}})
		}
		list[i].unseen(file, x.Attack)
	}
	for i := range list {
		if err := list[i].place(dir, b); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(list, func(a, b Case) int { return int(a.Set) - int(b.Set) })
	return list, s.Err()
}

// unseen notes a label of a capture of which nothing is decoded.
func (c *Case) unseen(file, attack string) {
	folder, _, _ := strings.Cut(file, "/")
	if why := undecoded[folder]; why != "" {
		c.Set = Undecoded
		c.Labels = append(c.Labels, evaluate.Label{Name: attack, Unseen: why})
	}
}

// place says how a labelled capture is judged.
func (c *Case) place(dir string, labels []byte) (err error) {
	folder := path.Dir(c.File)
	switch {
	case c.Set == Undecoded:
		return nil
	case folder == substations:
		c.Set, c.Before = Substation, filepath.Join(dir, folder, control(path.Base(c.File)))
	case folder == outstations:
		c.Set, c.Before = Outstation, filepath.Join(dir, folder, "NORMAL.pcap")
	case folder == transfers:
		c.Set, c.Learn = Transfer, transferShare
	default:
		return fmt.Errorf("judge: %s: %s has labels, and nothing says how it is judged", labelFile, c.File)
	}
	c.Labels, err = evaluate.ReadLabels(bytes.NewReader(labels), c.File)
	return err
}

// control is the capture without attacks of the same pace.
func control(base string) string {
	_, pace, _ := strings.Cut(base, "_training_")
	return "Control_control_training_" + pace
}

// Tried is a case, and what came of it.
type Tried struct {
	Case
	Judged Judged
}

// JudgeCorpus judges all cases. Of what is not decoded it only tells that.
func JudgeCorpus(ctx context.Context, cases []Case) (list []Tried, err error) {
	for _, c := range cases {
		x := Tried{Case: c}
		if c.Set == Undecoded {
			x.Judged.Result = evaluate.Judge(nil, c.Labels, 0, time.Hour)
		} else if x.Judged, err = c.Run(ctx); err != nil {
			return nil, fmt.Errorf("judge: %s: %w", c.File, err)
		}
		list = append(list, x)
	}
	return list, nil
}

// Elsewhere returns the case with its labels of windows moved into the pauses behind
// them: what is found there is found by chance.
func (c *Case) Elsewhere() Case {
	moved := *c
	labels := slices.Clone(c.Labels)
	slices.SortStableFunc(labels, func(a, b evaluate.Label) int { return cmp.Compare(a.From, b.From) })
	moved.Labels = nil
	for i, l := range labels {
		long, end := l.To-l.From, l.To+int64(evaluate.Grace)
		next := end + 10*long
		if i+1 < len(labels) {
			next = labels[i+1].From
		}
		if room := next - end - long; l.Unseen == "" && room >= 0 {
			l.From = end + room/2
			l.To = l.From + long
			moved.Labels = append(moved.Labels, l)
		}
	}
	return moved
}

// ByChance returns how many windows of the substation are found where they are not.
func ByChance(ctx context.Context, cases []Case) (found, seen int, err error) {
	for i := range cases {
		if cases[i].Set != Substation {
			continue
		}
		c := cases[i].Elsewhere()
		j, err := c.Run(ctx)
		if err != nil {
			return 0, 0, fmt.Errorf("judge: %s: %w", c.File, err)
		}
		f, n := j.Result.Seen()
		found, seen = found+f, seen+n
	}
	return found, seen, nil
}
