package console

import (
	"html/template"
	"strconv"
)

// shapes are the forms of priorities and levels: each differs in form from the others,
// so that colour is never the only sign (WCAG 2.2, 1.4.1).
var shapes = map[string]string{
	"act": "act", "attend": "attend", "track*": "trackstar", "track": "track", "blind": "blind",
	level(5): "act", level(4): "act", level(3): "attend", level(2): "trackstar", level(1): "track",
}

func level(n int) string { return "level" + strconv.Itoa(n) }

// functions are what templates may call.
var functions = template.FuncMap{"shape": shape}

// shape draws the form of a priority or level; the words beside it say the same.
func shape(of string) template.HTML {
	name, ok := shapes[of]
	if !ok {
		name = "track"
	}
	return template.HTML(`<svg class="shape ` + name + `" aria-hidden="true" focusable="false"><use href="#shape-` + name + `"/></svg>`)
}
