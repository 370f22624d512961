package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/lang"
)

// systemFaults are what the system says, by its error.
var systemFaults = [...]struct {
	is   error
	says message
}{
	{fs.ErrNotExist, faultMissing},
	{fs.ErrPermission, faultPermission},
	{fs.ErrExist, faultExists},
	{syscall.ENOSPC, faultFull},
	{syscall.EDQUOT, faultFull},
	{syscall.EROFS, faultReadOnly},
	{syscall.EISDIR, faultFolder},
	{syscall.ENOTDIR, faultNoFolder},
	{syscall.EIO, faultDevice},
}

// faults says each of the errors that were joined, in all languages.
func faults(err error) []lang.Text {
	if _, ok := sensorFault(err); ok {
		return []lang.Text{fault(err)}
	}
	switch joined := err.(type) {
	case config.Faults:
		return configFaults(joined)
	case *capture.Error: // whose kind and cause are no further errors
	case inLanguage:
		return linesOfFault(joined)
	case interface{ Unwrap() []error }:
		var all []lang.Text
		for _, e := range joined.Unwrap() {
			all = append(all, faults(e)...)
		}
		return all
	}
	return []lang.Text{fault(err)}
}

// inLanguage is an error that says itself in all languages.
type inLanguage interface {
	error
	In(l lang.Language) string
}

// linesOfFault says the lines of a fault one by one.
func linesOfFault(f inLanguage) (all []lang.Text) {
	en, ja := strings.Split(f.In(lang.English), "\n"), strings.Split(f.In(lang.Japanese), "\n")
	for i := range min(len(en), len(ja)) {
		all = append(all, lang.Text{EN: en[i], JA: ja[i]})
	}
	return all
}

// fault says one error in all languages, by what it is of.
func fault(err error) lang.Text {
	var file *capture.Error
	var path *fs.PathError
	var link *os.LinkError
	if text, ok := sensorFault(err); ok {
		return text
	}
	var bilingual inLanguage
	switch {
	case errors.As(err, &file):
		return captureFault(file)
	case errors.As(err, &bilingual):
		return lang.Text{EN: bilingual.In(lang.English), JA: bilingual.In(lang.Japanese)}
	case errors.Is(err, context.Canceled):
		return messages[faultInterrupted]
	case errors.As(err, &path):
		return messages[faultFile].Fill(path.Path, systemFault(path.Err))
	case errors.As(err, &link):
		return messages[faultFile].Fill(link.New, systemFault(link.Err))
	}
	return systemFault(err)
}

// systemFault says an error of the system, and others as they are.
func systemFault(err error) lang.Text {
	var path *fs.PathError
	if errors.As(err, &path) { // whose path is said elsewhere
		err = path.Err
	}
	for _, x := range systemFaults {
		if errors.Is(err, x.is) {
			return messages[x.says]
		}
	}
	return messages[faultOther].Fill(err)
}

// faultOf says what is wrong with a capture, empty for nothing, without telling
// where the file lay: base stands for its name.
func faultOf(err error, name, base string) lang.Text {
	var file *capture.Error
	switch {
	case err == nil:
		return lang.Text{}
	case errors.As(err, &file):
		bare := *file
		bare.File = base
		return captureFault(&bare)
	}
	t := fault(err)
	return lang.Text{EN: strings.ReplaceAll(t.EN, name, base), JA: strings.ReplaceAll(t.JA, name, base)}
}
