package evaluate

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/netip"
	"path/filepath"
	"strings"
	"time"
)

// maxLabels bounds a file of ground truth, in octets.
const maxLabels = 64 << 20

// ReadLabels reads ground truth in one of two forms: that of `banken lab record`, or
// JSON lines with capture, granularity (packet, window or file), attack, and times in
// seconds since 1970 or runs of frames. Of these, only the lines whose capture, or
// what was derived from it, ends with the name of the capture are taken; an attack
// called normal is none.
func ReadLabels(r io.Reader, capture string) ([]Label, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxLabels+1))
	if err != nil {
		return nil, fmt.Errorf("evaluate: %w", err)
	}
	if len(b) > maxLabels {
		return nil, fmt.Errorf("evaluate: the labels have more than %d octets", maxLabels)
	}
	var truth labTruth
	if json.Unmarshal(b, &truth) == nil && truth.V > 0 {
		return truth.labels(), nil
	}
	return readLines(b, capture)
}

// labTruth is the ground truth of the lab, as far as it is judged by.
type labTruth struct {
	V       int `json:"v"`
	Attacks []struct {
		ID      string    `json:"id"`
		Actor   labHost   `json:"actor"`
		Targets []labHost `json:"targets"`
		Start   time.Time `json:"start"`
		End     time.Time `json:"end"`
		Packets uint64    `json:"packets"`
	} `json:"attacks"`
}

type labHost struct {
	Address netip.Addr `json:"address"`
}

func (t *labTruth) labels() (list []Label) {
	for _, a := range t.Attacks {
		l := Label{Name: a.ID, From: a.Start.UnixNano(), To: a.End.UnixNano(), Addresses: []netip.Addr{a.Actor.Address}}
		for _, h := range a.Targets {
			l.Addresses = append(l.Addresses, h.Address)
		}
		list = append(list, l)
	}
	return list
}

// labelLine is one line of the second form.
type labelLine struct {
	Capture     string      `json:"capture"`
	Derived     string      `json:"derived"`
	Granularity string      `json:"granularity"`
	Attack      string      `json:"attack"`
	FrameRanges [][2]uint64 `json:"frame_ranges"`
	T0          float64     `json:"t0"`
	T1          float64     `json:"t1"`
	Endpoints   []string    `json:"endpoints"`
	Frames      *int        `json:"dnp3_frames"`
}

func readLines(b []byte, capture string) (list []Label, err error) {
	s := bufio.NewScanner(bytes.NewReader(b))
	s.Buffer(nil, 1<<20)
	for n := 1; s.Scan(); n++ {
		if len(bytes.TrimSpace(s.Bytes())) == 0 {
			continue
		}
		var x labelLine
		if err := json.Unmarshal(s.Bytes(), &x); err != nil {
			return nil, fmt.Errorf("evaluate: labels, line %d: %w", n, err)
		}
		if x.Attack == "normal" || !names(x.Capture, capture) && !names(x.Derived, capture) {
			continue
		}
		l, err := x.label()
		if err != nil {
			return nil, fmt.Errorf("evaluate: labels, line %d: %w", n, err)
		}
		list = append(list, l)
	}
	return list, s.Err()
}

// names reports whether a label's path is that of a capture: the shorter of both is
// the end of the longer one.
func names(path, capture string) bool {
	path, capture = filepath.ToSlash(path), filepath.ToSlash(capture)
	return path != "" && (path == capture || strings.HasSuffix(capture, "/"+path) || strings.HasSuffix(path, "/"+capture))
}

func (x *labelLine) label() (Label, error) {
	l := Label{Name: x.Attack, Frames: x.FrameRanges}
	switch x.Granularity {
	case "packet":
		if len(l.Frames) == 0 {
			return l, fmt.Errorf("it is by packet and has no frame_ranges")
		}
	case "window":
		if x.T1 < x.T0 || x.T0 <= 0 {
			return l, fmt.Errorf("it is by window and has no times t0 and t1")
		}
		l.From, l.To = nanoseconds(x.T0), nanoseconds(x.T1)
	case "file":
		l.From, l.To = 1, endless
	default:
		return l, fmt.Errorf("the granularity %q is not understood: it is packet, window or file", x.Granularity)
	}
	for _, e := range x.Endpoints {
		if a, err := netip.ParseAddr(e); err == nil {
			l.Addresses = append(l.Addresses, a)
		}
	}
	if x.Frames != nil && *x.Frames == 0 {
		l.Unseen = "no DNP3 frame in the window"
	}
	return l, nil
}

// endless is the end of a scenario that is all of a capture.
const endless = math.MaxInt64 - int64(Grace)

// Whole reports whether the scenario is all of the capture, as when labels are by
// file.
func (l *Label) Whole() bool { return l.From <= 1 && l.To >= endless }

func nanoseconds(s float64) int64 { return int64(math.Round(s * 1e9)) }
