package record

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
)

// zeekFile is one log being written.
type zeekFile struct {
	f    *os.File
	w    *bufio.Writer
	line []byte
}

// createZeekFile creates the log of a table and writes its header; opened is the
// capture time of its first line.
func createZeekFile(dir string, t *zeekTable, opened int64) (*zeekFile, error) {
	f, err := os.Create(filepath.Join(dir, t.path+".log"))
	if err != nil {
		return nil, err
	}
	z := &zeekFile{f: f, w: bufio.NewWriterSize(f, buffer)}
	b := append(z.line, "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\t"...)
	b = append(append(b, t.path...), "\n#open\t"...)
	b = append(appendZeekStamp(b, opened), "\n#fields"...)
	for i := range t.columns {
		b = append(append(b, '\t'), t.columns[i].name...)
	}
	b = append(b, "\n#types"...)
	for i := range t.columns {
		b = append(append(b, '\t'), t.columns[i].kind...)
	}
	_, err = z.w.Write(append(b, '\n'))
	z.line = b
	return z, err
}

// write writes a row: unset columns are "-".
func (z *zeekFile) write(r *zeekRow) error {
	b := z.line[:0]
	for i := range r.table.columns {
		if i > 0 {
			b = append(b, '\t')
		}
		if c := r.cells[i]; c.to > c.from {
			b = append(b, r.text[c.from:c.to]...)
		} else {
			b = append(b, '-')
		}
	}
	b = append(b, '\n')
	_, err := z.w.Write(b)
	z.line = b
	if cap(b) > maxZeekKept {
		z.line = nil
	}
	return err
}

// maxZeekKept bounds what a buffer of lines keeps for the next one: a single huge
// value must not hold its memory for ever.
const maxZeekKept = 1 << 20

// close writes the last line, with the capture time at the end.
func (z *zeekFile) close(ended int64) error {
	_, err := z.w.Write(append(appendZeekStamp([]byte("#close\t"), ended), '\n'))
	return errors.Join(err, z.w.Flush(), z.f.Close())
}
