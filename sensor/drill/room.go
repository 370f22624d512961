package drill

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// What a copy of a model needs. Measured, a full one (199,440 keys, 100,000 variables) has
// a state of 32 MiB; its copy keeps 29 MiB, and 86 MiB are taken while it is made, some of
// them for a moment. That of a small works keeps 1.7 MiB, four times its state.
const (
	timesState = 4
	margin     = 32 << 20
)

// Needs is how much memory the copy takes of a model whose state has so many octets.
func Needs(state int) uint64 { return timesState*uint64(state) + margin }

// Free is how many octets of memory this process may still take: what the system has
// left, and what the control group allows. ok is false where neither is told.
func Free() (octets uint64, ok bool) { return freeIn("/") }

func freeIn(root string) (octets uint64, ok bool) {
	octets, ok = available(filepath.Join(root, "proc/meminfo"))
	left, bounded := groupLeft(root)
	if bounded && (!ok || left < octets) {
		return left, true
	}
	return octets, ok
}

// available reads MemAvailable of /proc/meminfo, which is in KiB.
func available(file string) (octets uint64, ok bool) {
	b, err := os.ReadFile(file)
	if err != nil {
		return 0, false
	}
	for s := bufio.NewScanner(bytes.NewReader(b)); s.Scan(); {
		if f := strings.Fields(s.Text()); len(f) >= 2 && f[0] == "MemAvailable:" {
			n, err := strconv.ParseUint(f[1], 10, 64)
			return n << 10, err == nil
		}
	}
	return 0, false
}

// groupLeft is what the control groups of the process leave it (cgroup v2): the least
// of its own and of those above.
func groupLeft(root string) (octets uint64, ok bool) {
	b, err := os.ReadFile(filepath.Join(root, "proc/self/cgroup"))
	if err != nil {
		return 0, false
	}
	group, found := strings.CutPrefix(strings.TrimSpace(string(b)), "0::")
	if !found {
		return 0, false
	}
	for group = filepath.Clean("/" + group); ; group = filepath.Dir(group) {
		dir := filepath.Join(root, "sys/fs/cgroup", group)
		most, bounded := number(filepath.Join(dir, "memory.max"))
		used, told := number(filepath.Join(dir, "memory.current"))
		if left := most - min(used, most); bounded && told && (!ok || left < octets) {
			octets, ok = left, true
		}
		if group == "/" {
			return octets, ok
		}
	}
}

// number reads a file with one number; "max" is none.
func number(file string) (uint64, bool) {
	b, err := os.ReadFile(file)
	if err != nil {
		return 0, false
	}
	n, err := strconv.ParseUint(strings.TrimSpace(string(b)), 10, 64)
	return n, err == nil
}
