package console

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed template
var templateFiles embed.FS

// pages are the templates of the pages, by name: each is the layout with the "main" of
// a file of its own. Files whose name begins with "part_" belong to every page; the
// layout of a page to be printed is "paper".
type pages map[string]*template.Template

func loadPages() (pages, error) {
	names, err := fs.Glob(templateFiles, "template/*.html")
	if err != nil {
		return nil, err
	}
	shared := []string{"template/layout.html", "template/paper.html"}
	var own []string
	for _, name := range names {
		switch base := path.Base(name); {
		case strings.HasPrefix(base, "part_"):
			shared = append(shared, name)
		case base != "layout.html" && base != "paper.html":
			own = append(own, name)
		}
	}
	all := pages{}
	for _, name := range own {
		t, err := template.New("").Funcs(functions).Option("missingkey=error").ParseFS(templateFiles, append(shared, name)...)
		if err != nil {
			return nil, fmt.Errorf("console: %w", err)
		}
		all[strings.TrimSuffix(path.Base(name), ".html")] = t
	}
	return all, nil
}

// render writes a page: as a whole or, when it cannot be made, not at all.
func (c *Console) render(w http.ResponseWriter, status int, layout, page string, v *view) {
	t, ok := c.pages[page]
	if !ok {
		c.broken(w, v, fmt.Errorf("console: there is no page %q", page))
		return
	}
	var out bytes.Buffer
	if err := t.ExecuteTemplate(&out, layout, v); err != nil {
		c.broken(w, v, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = out.WriteTo(w) // who does not listen any more is not told
}

// broken tells of a fault of the program, without a template.
func (c *Console) broken(w http.ResponseWriter, v *view, err error) {
	c.o.Log.Error("A page cannot be made.", "error", err)
	http.Error(w, words["fault.program"].In(v.Lang), http.StatusInternalServerError)
}
