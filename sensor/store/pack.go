package store

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
)

// errTooLarge: what was packed is larger than anything that is.
var errTooLarge = errors.New("store: packed contents are too large")

// pack compresses octets (RFC 1952). Writing to memory does not fail.
func pack(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

// unpack gives back what pack was given, never nil.
func unpack(b []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(r, MaxState+1))
	if err == nil && len(out) > MaxState {
		err = errTooLarge
	}
	return out, err
}
