package store

// maxTargets bounds the addresses by which an incident is found.
const maxTargets = 256

// end is an address that has to do with an incident: it did it, or it was done to it.
type end struct {
	asset string
	actor bool
}

// known is an end by which an incident is found, as it was opened then.
type known struct {
	end
	opened int64
}

// ends returns by what an incident is to be found.
func (i *Incident) ends() []end {
	var all []end
	if i.Actor != "" && len(i.Actor) <= maxName {
		all = append(all, end{i.Actor, true})
	}
	for _, a := range i.Targets[:min(len(i.Targets), maxTargets)] {
		if a != "" && len(a) <= maxName {
			all = append(all, end{a, false})
		}
	}
	return all
}

// link keeps by which addresses an incident is found.
func (t *Tx) link(i *Incident) error {
	if t.err != nil {
		return t.err
	}
	at, wanted := stamp(i.Opened), map[known]bool{}
	for _, e := range i.ends() {
		wanted[known{e, at}] = true
	}
	before, err := list(&t.View, scanKnown, "SELECT asset, actor, opened FROM incident_assets WHERE incident = ?", i.ID)
	if t.fail(err) != nil {
		return t.err
	}
	for _, k := range before {
		kept := wanted[k] || !k.actor && i.Targets == nil && k.opened == at
		delete(wanted, k)
		if !kept {
			t.exec("DELETE FROM incident_assets WHERE asset = ? AND opened = ? AND incident = ? AND actor = ?", k.asset, k.opened, i.ID, k.actor)
		}
	}
	for k := range wanted { // the order is that of the index
		t.exec("INSERT INTO incident_assets (asset, opened, incident, actor) VALUES (?, ?, ?, ?)", k.asset, at, i.ID, k.actor)
	}
	return t.err
}

func scanKnown(row scanner) (k known, err error) {
	err = row.Scan(&k.asset, &k.actor, &k.opened)
	return k, err
}
