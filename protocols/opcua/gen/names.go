package main

import (
	"bytes"
	"fmt"
	"go/format"
	"sort"
	"strings"
)

// serverVariables bounds which variables are named: those of the Server object
// and of the types of Part 5 lie below, some 15,000 members of type
// definitions above.
const serverVariables = 3200

// named tells whether a node's name is kept: types, methods, objects, and the
// variables of the Server object; no encodings, which structures name.
func (n *node) named() bool {
	return !strings.Contains(n.name, "_Encoding_Default") && (n.class != "Variable" || n.id < serverVariables)
}

// renderNames writes the names of nodes of namespace 0 as one string, and what
// its methods do.
func renderNames(s *source) ([]byte, error) {
	var kept []node
	for _, n := range s.nodes {
		if n.named() {
			kept = append(kept, n)
		}
	}
	sort.Slice(kept, func(i, j int) bool { return kept[i].id < kept[j].id })
	var b bytes.Buffer
	b.WriteString(header + "import \"github.com/banken-ot/banken/protocols/wire\"\n\n")
	writeNames(&b, kept)
	writeMethods(&b, kept)
	return format.Source(b.Bytes())
}

func writeNames(b *bytes.Buffer, nodes []node) {
	b.WriteString("// nodeIDs is the numbers of the named nodes of namespace 0, ascending.\nvar nodeIDs = [...]uint16{")
	for i, n := range nodes {
		breakLine(b, i)
		fmt.Fprintf(b, "%d,", n.id)
	}
	b.WriteString("}\n\n// nodeEnds is where the name of each ends in nodeNames.\nvar nodeEnds = [...]uint32{")
	end := 0
	for i, n := range nodes {
		end += len(n.name)
		breakLine(b, i)
		fmt.Fprintf(b, "%d,", end)
	}
	b.WriteString("}\n\n// nodeNames is the names one after the other.\nconst nodeNames = \"\" +\n")
	for i, n := range nodes {
		join := " +\n"
		if i == len(nodes)-1 {
			join = "\n\n"
		}
		fmt.Fprintf(b, "%q%s", n.name, join)
	}
}

func breakLine(b *bytes.Buffer, i int) {
	if i%12 == 0 {
		b.WriteString("\n")
	}
}

func writeMethods(b *bytes.Buffer, nodes []node) {
	b.WriteString("// methods is the standard's methods that are not simply operated, ascending.\nvar methods = [...]method{\n")
	for _, n := range nodes {
		if n.class != "Method" {
			continue
		}
		op, last := methodOperation(n.name)
		in, out := secretInputs[last], secretOutputs[last]
		if op != "Operate" || in != 0 || out != 0 {
			fmt.Fprintf(b, "{%d, wire.%s, %#b, %#b},\n", n.id, op, in, out)
		}
	}
	b.WriteString("}\n")
}
