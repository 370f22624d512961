package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"golang.org/x/term"

	"github.com/banken-ot/banken/deploy/demo"
)

func runDemo(ctx context.Context, s streams, args []string) error {
	f := flags(s, "demo")
	dir := f.String("o", "demo", "folder the capture and the page are written to")
	show := f.Bool("open", false, "open the page in the desktop's browser, if there is one")
	names, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(names) > 0 {
		return usagef("%q is too much; the folder is named by -o", names[0])
	}
	if err := os.MkdirAll(*dir, 0o755); err != nil {
		return err
	}
	plant, page := filepath.Join(*dir, "plant.pcap"), filepath.Join(*dir, "report.html")
	if err := writePlant(plant); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "ten minutes of a small water works: %s\n\n", plant)
	if err := runDecode(ctx, streams{s.in, s.out, s.out}, []string{"-format", "none", plant}); err != nil {
		return err
	}
	if err := runAssess(ctx, s, []string{"-quiet", "-o", page, plant}); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "\nthe assessment, in Japanese and English: open %s\neach transaction: bin/banken decode %s\n", page, plant)
	if *show {
		openPage(ctx, s, page)
	}
	return nil
}

func writePlant(name string) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(file)
	return errors.Join(demo.Write(w), w.Flush(), file.Close())
}

// openPage opens the page where a person sits at a desktop; elsewhere its name
// was printed.
func openPage(ctx context.Context, s streams, page string) {
	out, ok := s.out.(*os.File)
	if !ok || !term.IsTerminal(int(out.Fd())) || os.Getenv("DISPLAY")+os.Getenv("WAYLAND_DISPLAY") == "" {
		return
	}
	if viewer, err := exec.LookPath("xdg-open"); err == nil {
		_ = exec.CommandContext(ctx, viewer, page).Run()
	}
}
