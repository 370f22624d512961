package wire

import "net/netip"

// Bounds on waiting requests. OPC UA clients keep a few Publish requests open
// each subscription and Modbus clients pipeline at most sixteen or so; 65,536
// is what a sensor of 2 GiB holds for all connections together.
const (
	MaxWaiting      = 128
	MaxWaitingTotal = 65536
)

// pipelined is how close two requests of the same Key must follow each other,
// without an answer seen between, to be taken for pipelining (answers come in
// order) and not for a repetition after a lost or missing answer (the answer
// belongs to the last). No client gives up on an answer sooner.
const pipelined = 20e6 // ns

// Sink takes what comes out of a conversation.
type Sink interface {
	// Message is called for every message after it was paired. m is borrowed.
	Message(c *Conversation, m *Message)
	// Transaction hands over t; the sink must Release it.
	Transaction(t *Transaction)
}

// Pairer pairs the requests and responses of one connection. It keeps, of each
// Key, the requests that wait, oldest first.
type Pairer struct {
	Client, Server netip.AddrPort
	Flow           uint64 // of every transaction

	protocol *Protocol
	pool     *Pool
	waiting  []*Transaction
	last     Key // of the transaction completed last, to tell a second answer
	lastSet  bool
}

// request registers a request; it returns a transaction that is complete at
// once (no reply is due, or a bound was reached), or nil.
func (x *Pairer) request(m *Message) *Transaction {
	t := x.begin(m)
	t.setRequest(m)
	if m.NoReply {
		t.Outcome = Unanswered
		return t
	}
	t.deadline = m.Time + m.Timeout
	if m.Timeout == 0 {
		t.deadline = m.Time + int64(x.protocol.Timeout)
	}
	var evicted *Transaction
	if len(x.waiting) >= MaxWaiting || (x.pool.outstanding >= MaxWaitingTotal && len(x.waiting) > 0) {
		evicted = x.remove(0)
		evicted.Outcome = Unanswered
		evicted.Request.Defects |= Evicted
	} else if x.pool.outstanding >= MaxWaitingTotal {
		t.Outcome = Unanswered
		t.Request.Defects |= Evicted
		return t
	}
	x.waiting = append(x.waiting, t)
	x.pool.outstanding++
	return evicted
}

func (x *Pairer) begin(m *Message) *Transaction {
	t := x.pool.get()
	t.Protocol, t.Client, t.Server, t.Flow = x.protocol, x.Client, x.Server, x.Flow
	return t
}

// find returns the place of the request that m answers, or -1.
func (x *Pairer) find(m *Message) int {
	first, last := -1, -1
	for i, t := range x.waiting {
		if t.key != m.Key {
			continue
		}
		if first < 0 {
			first = i
		}
		last = i
	}
	if first < 0 || first == last {
		return first
	}
	// A response already begun goes on before any other.
	if x.waiting[first].ResponseFrame != 0 {
		return first
	}
	if x.waiting[first].gap || x.waiting[last].Time-x.waiting[first].Time > pipelined {
		return last
	}
	return first
}

// response pairs a response. It returns the transaction when that is complete,
// nil while more of the response is to come.
func (x *Pairer) response(d Decoder, m *Message) *Transaction {
	i := x.find(m)
	if i < 0 {
		return x.unasked(m)
	}
	t := x.waiting[i]
	d.Bind(t, m)
	t.addResponse(m)
	if m.More {
		return nil
	}
	x.last, x.lastSet = t.key, true
	return x.remove(i)
}

// unasked makes the transaction of a response without a request.
func (x *Pairer) unasked(m *Message) *Transaction {
	if m.Role == Response {
		if x.lastSet && x.last == m.Key {
			m.Defects |= DuplicateResponse
		} else if x.mismatched(m) {
			m.Defects |= Mismatch
		}
	}
	t := x.begin(m)
	t.Time, t.Latency = m.Time, NoLatency
	t.describe(m)
	t.addResponse(m)
	t.Outcome = Unasked
	return t
}

func (x *Pairer) mismatched(m *Message) bool {
	for _, t := range x.waiting {
		if t.key.ID == m.Key.ID {
			return true
		}
	}
	return false
}

// expire returns a request whose time-out has passed at now, or nil. With all
// set, any that waits.
func (x *Pairer) expire(now int64, all bool) *Transaction {
	for i, t := range x.waiting {
		if all || now >= t.deadline {
			x.remove(i)
			if t.ResponseFrame == 0 {
				t.Outcome = Unanswered
			}
			return t
		}
	}
	return nil
}

func (x *Pairer) remove(i int) *Transaction {
	t := x.waiting[i]
	n := copy(x.waiting[i:], x.waiting[i+1:])
	x.waiting[i+n] = nil
	x.waiting = x.waiting[:i+n]
	x.pool.outstanding--
	return t
}

// gap tells that octets were lost: answers to what waits may be among them,
// or the requests of answers to come.
func (x *Pairer) gap(dir Direction) {
	if dir == ToServer {
		x.lastSet = false
		return
	}
	for _, t := range x.waiting {
		t.gap = true
	}
}
