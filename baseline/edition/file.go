package edition

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

const (
	magic     = "banken baseline 1"
	separator = "-- state --"
	// MaxFile bounds a file, and MaxState what is in it: 200,000 keys and 100,000
	// variables take a tenth of it.
	MaxFile  = 256 << 20
	MaxState = 256 << 20
	// lineWidth is how many characters of base64 stand in a line.
	lineWidth = 100
)

// Write writes the edition as a file.
func (e *Edition) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.Write(e.head())
	if e.Signature != nil {
		fmt.Fprintf(b, "signature: %s\n", base64.StdEncoding.EncodeToString(e.Signature))
	}
	b.WriteByte('\n')
	b.Write(e.Text)
	fmt.Fprintf(b, "\n%s\n", separator)
	packed, err := pack(e.State)
	if err != nil {
		return fmt.Errorf("edition: %w", err)
	}
	text := base64.StdEncoding.EncodeToString(packed)
	for len(text) > 0 {
		n := min(len(text), lineWidth)
		b.WriteString(text[:n])
		b.WriteByte('\n')
		text = text[n:]
	}
	return b.Flush()
}

// pack compresses. The header of gzip is left as it is made without name or time, so
// that equal states give equal octets.
func pack(b []byte) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(b); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func unpack(b []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	state, err := io.ReadAll(io.LimitReader(z, MaxState+1))
	if err != nil {
		return nil, err
	}
	if len(state) > MaxState {
		return nil, fmt.Errorf("the state has more than %d octets", MaxState)
	}
	return state, nil
}

// Read reads a file that Write wrote. It does not check the signature: see Verify.
func Read(r io.Reader) (*Edition, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("edition: %w", err)
	}
	if len(b) > MaxFile {
		return nil, fmt.Errorf("%w: more than %d octets", ErrForm, MaxFile)
	}
	head, rest, ok := bytes.Cut(b, []byte("\n\n"))
	if !ok || !bytes.HasPrefix(head, []byte(magic+"\n")) {
		return nil, fmt.Errorf("%w: it does not begin with %q", ErrForm, magic)
	}
	text, packed, ok := bytes.Cut(rest, []byte("\n"+separator+"\n"))
	if !ok {
		return nil, fmt.Errorf("%w: the line %q is missing: it was cut short", ErrForm, separator)
	}
	e := &Edition{Text: text}
	if err := e.readHead(string(head[len(magic)+1:])); err != nil {
		return nil, err
	}
	octets, err := base64.StdEncoding.DecodeString(string(bytes.ReplaceAll(packed, []byte("\n"), nil)))
	if err == nil {
		e.State, err = unpack(octets)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: the state cannot be read: %w", ErrForm, err)
	}
	return e, nil
}

func (e *Edition) readHead(head string) error {
	for i, l := range strings.Split(head, "\n") {
		key, value, ok := strings.Cut(l, ": ")
		if !ok {
			key, ok = strings.CutSuffix(l, ":")
		}
		if !ok || !e.set(key, value) {
			return fmt.Errorf("%w: line %d, %q, is not understood", ErrForm, i+2, l)
		}
	}
	return nil
}

// set takes one line of the head.
func (e *Edition) set(key, value string) bool {
	var err error
	switch key {
	case "site":
		e.Site = value
	case "by":
		e.By = value
	case "note":
		e.Note = value
	case "number":
		e.Number, err = strconv.Atoi(value)
	case "time":
		e.Time, err = time.Parse(time.RFC3339, value)
	case "parent":
		var n int
		if n, err = hex.Decode(e.Parent[:], []byte(value[:min(len(value), 2*len(e.Parent))])); n != len(e.Parent) {
			return false
		}
	case "key":
		e.Key, err = base64.StdEncoding.DecodeString(value)
	case "signature":
		e.Signature, err = base64.StdEncoding.DecodeString(value)
	default:
		return false
	}
	return err == nil
}
