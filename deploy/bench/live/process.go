//go:build linux

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// process is a contestant, kept on the processor that the plant does not use.
type process struct {
	command *exec.Cmd
	stdout  bytes.Buffer
	mu      sync.Mutex
	stderr  strings.Builder
	spoke   chan struct{} // closed when it has said something, or ended
	read    chan struct{} // closed when it has said everything
}

// sensorProcessor is where the contestants run. The plant, and what the kernel does
// to receive what it sends, has the one before it.
const sensorProcessor = "1"

// start starts a command and waits until it says something on standard error, as
// all of them do once they capture.
func start(args ...string) (*process, error) {
	p := &process{command: exec.Command("taskset", append([]string{"-c", sensorProcessor}, args...)...), spoke: make(chan struct{}), read: make(chan struct{})}
	p.command.Env = append(os.Environ(), "GOMAXPROCS=1")
	p.command.SysProcAttr = &unix.SysProcAttr{Pdeathsig: unix.SIGKILL}
	p.command.Stdout = &p.stdout
	said, err := p.command.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	go p.listen(said)
	select {
	case <-p.spoke:
		return p, nil
	case <-time.After(time.Minute):
		p.command.Process.Kill()
		return nil, fmt.Errorf("%s does not begin", args[0])
	}
}

// listen keeps what the process says until it ends.
func (p *process) listen(r io.Reader) {
	defer close(p.read)
	spoke := sync.OnceFunc(func() { close(p.spoke) })
	defer spoke()
	for s := bufio.NewScanner(r); s.Scan(); {
		p.mu.Lock()
		p.stderr.WriteString(s.Text() + "\n")
		p.mu.Unlock()
		if beginning(s.Text()) {
			spoke()
		}
	}
}

// beginning tells whether a line is what a contestant says when it captures.
func beginning(line string) bool {
	for _, say := range []string{"ready", "listening on", "Capturing on", port + ":", "Watching " + port, port + " "} {
		if strings.Contains(line, say) {
			return true
		}
	}
	return false
}

// stop ends the process and waits for its end.
func (p *process) stop() error {
	if err := p.command.Process.Signal(unix.SIGTERM); err != nil {
		return err
	}
	<-p.read
	err := p.command.Wait()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(p.command.Args, " "), err, p.stderr.String())
	}
	return nil
}

// captured is how tcpdump and tshark tell how much they saw.
var captured = regexp.MustCompile(`(\d+) packets? captured`)

// seen is how many frames the process says to have seen, "-" when it does not.
func (p *process) seen() string {
	var o outcome
	if json.Unmarshal(p.stdout.Bytes(), &o) == nil {
		return strconv.FormatUint(o.Health.Delivered, 10)
	}
	if m := captured.FindStringSubmatch(p.stderr.String()); m != nil {
		return m[1]
	}
	return "-"
}

// cpu is what the process and all those it started took of the processors so far.
func (p *process) cpu() (sum time.Duration, err error) {
	for _, pid := range family(p.command.Process.Pid) {
		threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
		if err != nil {
			return 0, err
		}
		for _, name := range threads {
			b, err := os.ReadFile(name)
			if err != nil {
				continue // the thread has ended meanwhile
			}
			first, _, _ := strings.Cut(string(b), " ")
			ns, err := strconv.ParseInt(first, 10, 64)
			if err != nil {
				return 0, err
			}
			sum += time.Duration(ns)
		}
	}
	return sum, nil
}

// family returns a process and those it started.
func family(pid int) []int {
	list := []int{pid}
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, name := range tasks {
		b, _ := os.ReadFile(name)
		for _, field := range strings.Fields(string(b)) {
			if child, err := strconv.Atoi(field); err == nil {
				list = append(list, family(child)...)
			}
		}
	}
	return list
}
