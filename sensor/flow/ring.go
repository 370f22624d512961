package flow

// rings are doubly linked lists over numbers, apart from what the numbers stand
// for: a few octets each, so that moving one costs little cache. Nodes are 0 to
// n-1; list l is the node n+l, which closes its ring.
type rings struct {
	links []link
	nodes uint32
}

type link struct{ prev, next uint32 }

func newRings(nodes, lists int) rings {
	r := rings{make([]link, nodes+lists), uint32(nodes)}
	for i := range r.links {
		r.links[i] = link{uint32(i), uint32(i)}
	}
	return r
}

// remove takes a node out of the list it is in, if any.
func (r *rings) remove(i uint32) {
	l := r.links[i]
	r.links[l.prev].next = l.next
	r.links[l.next].prev = l.prev
	r.links[i] = link{i, i}
}

// push puts a node that is in no list at the back of one.
func (r *rings) push(list, i uint32) {
	end := r.nodes + list
	last := r.links[end].prev
	r.links[i] = link{last, end}
	r.links[last].next = i
	r.links[end].prev = i
}

// touch moves a node to the back of its list.
func (r *rings) touch(list, i uint32) {
	if r.links[r.nodes+list].prev == i {
		return
	}
	r.remove(i)
	r.push(list, i)
}

// front returns the first node of a list; false when it is empty.
func (r *rings) front(list uint32) (i uint32, ok bool) {
	i = r.links[r.nodes+list].next
	return i, i < r.nodes
}

// move appends all of list from to the empty list to.
func (r *rings) move(from, to uint32) {
	f, t := r.nodes+from, r.nodes+to
	l := r.links[f]
	if l.next == f {
		return
	}
	r.links[t] = l
	r.links[l.next].prev, r.links[l.prev].next = t, t
	r.links[f] = link{f, f}
}
