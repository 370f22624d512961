package opcua

import "github.com/banken-ot/banken/protocols/wire"

// register remembers that a server lets a client call a node by another name
// (RegisterNodes, Part 4, 5.8.5).
func (d *decoder) register(name, original wire.Value) {
	w := &d.watched
	h := d.hash(name)
	i := w.names.find(h)
	if i < 0 {
		if i = w.aliases.take(maxAliases); i < 0 {
			return
		}
	}
	a := &w.aliases.all[i]
	a.hash = h
	if !d.set(&a.alias, name) || !d.set(&a.original, original) {
		w.names.remove(h)
		w.aliases.give(i)
		return
	}
	w.names.put(h, i)
}

// unregister forgets a name.
func (d *decoder) unregister(name wire.Value) {
	w := &d.watched
	if i := w.names.find(d.hash(name)); i >= 0 {
		w.names.remove(w.aliases.all[i].hash)
		w.aliases.give(i)
	}
}

// original returns the node that is called so, or nil when it is no alias.
func (w *watched) original(d *decoder, name *wire.Value) *node {
	if w.names.used == 0 {
		return nil
	}
	if i := w.names.find(d.hash(*name)); i >= 0 && w.aliases.all[i].alias.is(*name) {
		return &w.aliases.all[i].original
	}
	return nil
}
