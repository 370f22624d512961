package main

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/banken-ot/banken/baseline/edition"
	"github.com/banken-ot/banken/sensor/control"
)

func (x *baselineOptions) history([]string) (step, error) {
	return func(v *visit) error {
		h, err := v.History(v.ctx)
		if err != nil {
			return err
		}
		return v.show(h, h.Zone, func() {
			if len(h.Editions) == 0 {
				v.line(0, faultNoEditions)
			}
			for i := range h.Editions {
				v.edition(&h.Editions[i])
			}
		})
	}, nil
}

// edition tells of an edition.
func (v *visit) edition(e *control.EditionLine) {
	v.line(0, editionLineText, strconv.Itoa(e.Number), v.at(e.Time), orDash(e.By), orDash(e.Site))
	if e.Note != "" {
		v.plain(1, e.Note)
	}
	v.line(1, editionKey, orDash(e.Key))
}

// signed is what sign did.
type signed struct {
	*control.EditionLine
	Changes int `json:"changes"` // since the edition before
	Waiting int `json:"waiting"` // for a person
}

// sign signs the present baseline. The key stays where the command runs: the site
// hands out what is to be signed, and takes it back signed.
func (x *baselineOptions) sign([]string) (step, error) {
	if *x.key == "" {
		return nil, wrong(wantsKey)
	}
	who, err := person(*x.who)
	if err != nil {
		return nil, err
	}
	key, err := readKey(*x.key)
	if err != nil {
		return nil, err
	}
	return func(v *visit) error {
		file, err := v.Next(v.ctx, who, *x.note)
		if err != nil {
			return err
		}
		e, err := edition.Read(bytes.NewReader(file))
		if err != nil {
			return err
		}
		e.Sign(key)
		if file, err = editionFile(e); err != nil {
			return err
		}
		done := signed{}
		if done.EditionLine, err = v.Release(v.ctx, who, file); err != nil {
			return err
		}
		if err := v.count(e, &done); err != nil {
			return err
		}
		return v.show(done, "", func() {
			v.line(0, signedEdition, strconv.Itoa(done.Number), who, done.Key, done.Changes)
			if done.Waiting > 0 {
				v.line(1, signedWaiting, done.Waiting)
			}
		})
	}, nil
}

// signFile signs a file that a site handed out to be signed, so that neither the key has to
// come to the site nor the site to the key.
func (x *baselineOptions) signFile(s streams, name string) error {
	switch {
	case *x.key == "":
		return wrong(wantsKey)
	case *x.out == "":
		return wrong(wantsValue, "-o")
	}
	key, err := readKey(*x.key)
	if err != nil {
		return err
	}
	file, err := readInput(s, name)
	if err != nil {
		return err
	}
	e, err := edition.Read(bytes.NewReader(file))
	if err != nil {
		return told(err)
	}
	e.Sign(key)
	if file, err = editionFile(e); err != nil {
		return err
	}
	if err := writeOutput(s, *x.out, file); err != nil || *x.out == "-" {
		return err
	}
	fmt.Fprintln(s.out, s.say(baselineSignedTo, strconv.Itoa(e.Number), *x.out, fingerprint(e.Key)))
	return nil
}

// count counts what an edition changes, and what in it waits for a person.
func (v *visit) count(e *edition.Edition, done *signed) error {
	after, err := linesOf(e.Text)
	if err != nil {
		return err
	}
	var before control.Lines
	if e.Number > 1 {
		old, err := v.Lines(v.ctx, &control.LinesQuery{Edition: e.Number - 1})
		if err != nil {
			return err
		}
		before = *old
	}
	done.Changes = len(changesOf(before.Lines, after))
	for i := range after {
		if waits(&after[i]) {
			done.Waiting++
		}
	}
	return nil
}

func (x *baselineOptions) export([]string) (step, error) {
	if *x.out == "" {
		return nil, wrong(wantsValue, "-o")
	}
	if *x.number < 0 {
		return nil, wrong(wrongEdition, quoted(strconv.Itoa(*x.number)))
	}
	return func(v *visit) error {
		file, err := v.Edition(v.ctx, *x.number)
		if err != nil {
			return err
		}
		if err := writeOutput(v.s, *x.out, file); err != nil || *x.out == "-" {
			return err
		}
		e, err := edition.Read(bytes.NewReader(file))
		if err != nil {
			return err
		}
		return v.show(editionLine(e), "", func() { v.line(0, exported, strconv.Itoa(e.Number), *x.out, fingerprint(e.Key)) })
	}, nil
}

// importFile has the site go on from a file, once its signature fits and its key is
// known.
func (x *baselineOptions) importFile(s streams) func(names []string) (step, error) {
	return func(names []string) (step, error) {
		who, err := person(*x.who)
		if err != nil {
			return nil, err
		}
		file, err := readInput(s, names[0])
		if err != nil {
			return nil, err
		}
		e, err := edition.Read(bytes.NewReader(file))
		if err == nil {
			err = e.Verify()
		}
		if err != nil {
			return nil, told(err)
		}
		return func(v *visit) error {
			if !v.json {
				v.edition(editionLine(e))
			}
			line, err := v.Import(v.ctx, who, *x.trust, file)
			if err != nil {
				return err
			}
			return v.show(line, "", func() { v.line(0, inUse, strconv.Itoa(line.Number)) })
		}, nil
	}
}

func (x *baselineOptions) rollback(names []string) (step, error) {
	n, err := strconv.Atoi(names[0])
	if err != nil || n < 1 {
		return nil, wrong(wrongEdition, quoted(names[0]))
	}
	who, err := person(*x.who)
	if err != nil {
		return nil, err
	}
	return func(v *visit) error {
		line, err := v.Rollback(v.ctx, &control.Rollback{Number: n, Who: who})
		if err != nil {
			return err
		}
		return v.show(line, "", func() { v.line(0, inUse, strconv.Itoa(line.Number)) })
	}, nil
}
