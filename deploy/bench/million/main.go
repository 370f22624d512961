// Command million writes a capture for measuring: million PROTOCOL PACKETS FILE,
// from the captures in the folder BANKEN_CORPUS names.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"

	"github.com/banken-ot/banken/deploy/bench"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	root := os.Getenv("BANKEN_CORPUS")
	if len(args) != 3 || root == "" {
		return fmt.Errorf("usage: BANKEN_CORPUS=FOLDER million PROTOCOL PACKETS FILE")
	}
	n, err := strconv.Atoi(args[1])
	if err != nil || n < 1 {
		return fmt.Errorf("million: %q is not a number of packets", args[1])
	}
	f, err := os.Create(args[2])
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	if err := bench.Write(w, root, args[0], n); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
