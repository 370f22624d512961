package console

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed static
var staticFiles embed.FS

// static are the files browsers are given, each with its name and the hash of its
// contents in the address, so that they may keep it for ever.
type static struct {
	byAddress map[string]file
	addresses map[string]string // by name
}

type file struct {
	kind    string
	octets  []byte
	gzipped []byte
}

// loadStatic reads the embedded files.
func loadStatic() (*static, error) {
	s := &static{byAddress: map[string]file{}, addresses: map[string]string{}}
	err := fs.WalkDir(staticFiles, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := staticFiles.ReadFile(name)
		if err != nil {
			return err
		}
		z, err := gzipped(b)
		if err != nil {
			return err
		}
		hash := sha256.Sum256(b)
		base := path.Base(name)
		address := "/static/" + base64.RawURLEncoding.EncodeToString(hash[:9]) + "/" + base
		s.byAddress[address] = file{kindOf(base), b, z}
		s.addresses[base] = address
		return nil
	})
	return s, err
}

func kindOf(name string) string {
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		return kind
	}
	return "text/plain; charset=utf-8"
}

func gzipped(b []byte) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(b); err != nil {
		return nil, err
	}
	err = z.Close()
	return out.Bytes(), err
}

// serve sends a file.
func (s *static) serve(w http.ResponseWriter, r *http.Request) {
	f, ok := s.byAddress[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	b := f.octets
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		b = f.gzipped
	}
	_, _ = w.Write(b) // who does not listen any more is not told
}
