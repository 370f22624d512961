package recorder

import (
	"fmt"
	"strings"
	"time"
)

const (
	segmentSuffix   = ".pcapng"
	indexSuffix     = ".idx"
	temporarySuffix = ".tmp" // of an index that is being written
	namePrefix      = "banken-"
	nameTime        = "20060102T150405Z"
	// maxSequence is far beyond what a recorder comes to, so that no name of a
	// file can use the numbers up.
	maxSequence = 1e15
)

// baseName returns the name of a segment without its suffix.
func baseName(sequence uint64, began time.Time) string {
	return fmt.Sprintf("%s%012d-%s", namePrefix, sequence, began.UTC().Format(nameTime))
}

// parseName splits the name of a file of a recorder. ok is false for any name
// that a recorder does not give.
func parseName(name string) (sequence uint64, began time.Time, base, suffix string, ok bool) {
	base, suffix, found := strings.Cut(name, ".")
	suffix = "." + suffix
	if !found || (suffix != segmentSuffix && suffix != indexSuffix && suffix != indexSuffix+temporarySuffix) {
		return 0, time.Time{}, "", "", false
	}
	rest, found := strings.CutPrefix(base, namePrefix)
	number, stamp, cut := strings.Cut(rest, "-")
	if !found || !cut {
		return 0, time.Time{}, "", "", false
	}
	if _, err := fmt.Sscanf(number, "%d", &sequence); err != nil {
		return 0, time.Time{}, "", "", false
	}
	began, err := time.Parse(nameTime, stamp)
	if err != nil || sequence > maxSequence || baseName(sequence, began) != base {
		return 0, time.Time{}, "", "", false
	}
	return sequence, began, base, suffix, true
}
