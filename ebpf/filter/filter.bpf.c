//go:build ignore

/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Counts every flow at a capture interface and decides which packets are worth
 * handing on: filter_xdp on an interface that is dedicated to capture,
 * filter_socket on the sockets that capture from any other. */

#include "kernel.h"
#include "packet.h"

/* Settings, fixed when the program is loaded. */
const volatile __u8 dedicated;		   /* 0: filter_xdp withholds nothing */
const volatile __u16 first_packets = 64;   /* see sample */
const volatile __u64 sample_ns;		   /* after which a flow is sampled anew; 0: never */
const volatile __u32 rate = 1000;	   /* see within */
const volatile __u32 cyclic_rate = 16;	   /* the same, of process data */

/* Why a packet is handed on, or not: every packet has one reason. */
enum reason {
	KEEP_HANDSHAKE, /* SYN, FIN or RST */
	KEEP_ICMP,	/* an ICMP error */
	KEEP_LEARNED,	/* of a flow or server that user space wants */
	KEEP_PORT,	/* of a registered port */
	KEEP_FRAGMENT,	/* of an IP datagram */
	KEEP_SAMPLE,	/* of the first packets of a flow */
	KEEP_OTHER,	/* has no flow */
	HOLD_UNKNOWN,	/* of a flow nobody recognised */
	HOLD_IGNORED,	/* of a flow or server that user space does not want */
	HOLD_RATE,	/* has no flow, and there were too many of its class */
	REASONS
};

/* What is known of a flow without looking at the packet. */
enum verdict { NONE, LEARNED, IGNORED, PORT };

struct tally {
	__u64 packets, octets;
};

struct total {
	struct tally reasons[REASONS];
	__u64 classes[CLASSES];
	__u64 fragments, tagged;
	__u64 flows;	/* entered in the map */
	__u64 uncounted; /* packets whose flow found no room in the map */
};

/* One direction of a flow as one processor saw it. Times are those of the
 * monotonic clock, in nanoseconds. */
struct side {
	__u64 packets, octets, first, last;
	__u16 sampled[2]; /* packets without and with payload handed on as sample */
	__u8 flags;	  /* of TCP, all that were seen */
	__u8 unused[3];
};

struct flow {
	struct side sides[2];
	__u64 sampling;	  /* since when */
	__u32 generation; /* of the tables verdict comes from */
	__u32 verdict;
};

struct server {
	struct address address;
	__u16 port;
	__u8 protocol, version;
};

struct budget {
	__u64 period, used;
};

struct {
	number(type, BPF_MAP_TYPE_LRU_PERCPU_HASH);
	number(max_entries, 65536);
	type(key, struct key);
	type(value, struct flow);
} flows SEC(".maps");

/* Verdicts about flows; the keys have no VLAN. */
struct {
	number(type, BPF_MAP_TYPE_HASH);
	number(max_entries, 16384);
	type(key, struct key);
	type(value, __u32);
} learned SEC(".maps");

struct {
	number(type, BPF_MAP_TYPE_HASH);
	number(max_entries, 4096);
	type(key, struct server);
	type(value, __u32);
} servers SEC(".maps");

/* A bit for each port. */
struct {
	number(type, BPF_MAP_TYPE_ARRAY);
	number(max_entries, 65536 / 64);
	type(key, __u32);
	type(value, __u64);
} ports SEC(".maps");

/* Counts the changes to learned, servers and ports, from 1. */
struct {
	number(type, BPF_MAP_TYPE_ARRAY);
	number(max_entries, 1);
	type(key, __u32);
	type(value, __u32);
} generation SEC(".maps");

struct {
	number(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	number(max_entries, 1);
	type(key, __u32);
	type(value, struct total);
} totals SEC(".maps");

struct {
	number(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	number(max_entries, CLASSES);
	type(key, __u32);
	type(value, struct budget);
} budgets SEC(".maps");

/* Whether a packet without a flow is within the rate of its class: so many in
 * 2^30 ns on each processor. */
static always_inline int within(__u32 class, __u64 now)
{
	__u32 most = class == CLASS_CYCLIC ? cyclic_rate : rate;
	struct budget *b = bpf_map_lookup_elem(&budgets, &class);

	if (!b)
		return 1;
	if (b->period != now >> 30) {
		b->period = now >> 30;
		b->used = 0;
	}
	if (b->used >= most)
		return 0;
	b->used++;
	return 1;
}

static always_inline int registered(__u16 port)
{
	__u32 place = port / 64;
	__u64 *word = bpf_map_lookup_elem(&ports, &place);

	return word && *word >> port % 64 & 1;
}

static always_inline __u32 server_verdict(const struct key *k, const struct address *address, __u16 port)
{
	struct server s = {*address, port, k->protocol, k->version};
	__u32 *v = bpf_map_lookup_elem(&servers, &s);

	return v ? *v : NONE;
}

/* Looks a flow up in the tables: the flow itself, then its endpoints, a server
 * that is wanted ahead of one that is not, then the ports. */
__attribute__((noinline)) __u32 look_up(const struct key *key)
{
	struct key k;
	__u32 *v, a, b;

	if (!key)
		return NONE;
	k = *key;
	k.vlan[0] = k.vlan[1] = 0;
	v = bpf_map_lookup_elem(&learned, &k);
	if (v)
		return *v;
	a = server_verdict(&k, &k.a, k.a_port);
	if (a == LEARNED)
		return a;
	b = server_verdict(&k, &k.b, k.b_port);
	if (b)
		return b;
	if (a)
		return a;
	if (k.protocol != NEXT_TCP && k.protocol != NEXT_UDP)
		return NONE;
	return registered(k.a_port) || registered(k.b_port) ? PORT : NONE;
}

/* Returns the verdict of the tables, remembered in the flow until they change. */
static always_inline __u32 verdict(struct flow *f, const struct key *k)
{
	__u32 zero = 0, now, *g = bpf_map_lookup_elem(&generation, &zero);

	if (!g)
		return NONE;
	now = *(volatile __u32 *)g; /* read ahead of the tables, written behind them */
	if (f->generation != now) {
		f->verdict = look_up(k);
		f->generation = now;
	}
	return f->verdict;
}

/* Whether a packet is one of the first of its flow: first_packets with payload
 * and as many without, in each direction, on each processor, in each sample_ns. */
static always_inline int sample(struct flow *f, struct side *s, const struct found *p, __u64 now)
{
	__u16 *n = &s->sampled[p->payload & 1];

	if (sample_ns && now - f->sampling >= sample_ns) {
		f->sampling = now;
		*(__u32 *)f->sides[0].sampled = 0;
		*(__u32 *)f->sides[1].sampled = 0;
	}
	if (*n >= first_packets)
		return 0;
	++*n;
	return 1;
}

static always_inline struct flow *enter(const struct key *k, struct total *t, __u64 now)
{
	struct flow fresh = {.sampling = now};

	if (bpf_map_update_elem(&flows, k, &fresh, BPF_NOEXIST) == 0)
		t->flows++;
	return bpf_map_lookup_elem(&flows, k);
}

static always_inline void count(struct side *s, const struct found *p, __u32 octets, __u64 now)
{
	if (!s->packets)
		s->first = now;
	s->last = now;
	s->packets++;
	s->octets += octets;
	s->flags |= p->flags;
}

/* An error: unreachable, quench, redirect, exceeded, problem (RFC 792); types
 * below 128 (RFC 4443, 2.1). */
static always_inline int is_icmp_error(const struct found *p)
{
	__u8 t = p->icmp_type;

	if (!p->icmp)
		return 0;
	if (p->key.protocol == NEXT_ICMP6)
		return t < 128;
	return (t >= 3 && t <= 5) || t == 11 || t == 12;
}

static always_inline int is_handshake(const struct found *p)
{
	return p->flags & (FLAG_SYN | FLAG_FIN | FLAG_RST);
}

static always_inline int lower(const struct address *a, const struct address *b, __u16 a_port, __u16 b_port)
{
#pragma unroll
	for (int i = 0; i < 4; i++) {
		__u32 x = ntoh32(a->word[i]), y = ntoh32(b->word[i]);

		if (x != y)
			return x < y;
	}
	return a_port <= b_port;
}

/* Puts the lower endpoint first: a and b are the source's and destination's
 * until then. */
static always_inline void order(struct found *p)
{
	struct key *k = &p->key;
	struct address a = k->a;
	__u16 port = k->a_port;

	if (lower(&k->a, &k->b, k->a_port, k->b_port))
		return;
	k->a = k->b;
	k->b = a;
	k->a_port = k->b_port;
	k->b_port = port;
	p->side = 1;
}

/* Counts a packet in its flow and decides about it. The verifier looks at a global
 * function once, whatever led to it. */
__attribute__((noinline)) __u32 decide_flow(struct found *p, __u32 octets, __u64 now)
{
	struct flow *f;
	struct total *t;
	struct side *s;
	__u32 zero = 0, v;

	t = bpf_map_lookup_elem(&totals, &zero);
	if (!p || !t)
		return KEEP_SAMPLE;
	order(p);
	f = bpf_map_lookup_elem(&flows, &p->key);
	if (unlikely(!f))
		f = enter(&p->key, t, now);
	if (unlikely(!f)) {
		t->uncounted++;
		return is_handshake(p) ? KEEP_HANDSHAKE : KEEP_SAMPLE;
	}
	s = &f->sides[p->side & 1];
	count(s, p, octets, now);
	v = verdict(f, &p->key);
	if (is_handshake(p))
		return KEEP_HANDSHAKE;
	if (is_icmp_error(p))
		return KEEP_ICMP;
	if (v == LEARNED)
		return KEEP_LEARNED;
	if (v == PORT)
		return KEEP_PORT;
	if (v == IGNORED)
		return HOLD_IGNORED;
	if (p->fragment)
		return KEEP_FRAGMENT;
	return sample(f, s, p, now) ? KEEP_SAMPLE : HOLD_UNKNOWN;
}

/* Counts a frame, decides about it, and counts the decision. */
static always_inline __u32 decide(struct frame *f, int tagged, __u16 tci)
{
	struct found p = {};
	__u32 zero = 0, octets = f->end + tagged * sizeof(struct tag), reason, class;
	__u64 now = bpf_ktime_get_coarse_ns();
	struct total *t = bpf_map_lookup_elem(&totals, &zero);

	if (!t)
		return KEEP_OTHER;
	parse(f, &p, tagged, tci);
	class = p.class;
	if (class < CLASS_ARP)
		reason = decide_flow(&p, octets, now);
	else
		reason = within(class, now) ? KEEP_OTHER : HOLD_RATE;
	if (class < CLASSES)
		t->classes[class]++;
	t->fragments += p.fragment;
	t->tagged += p.key.vlan[0] != 0;
	if (reason < REASONS) {
		t->reasons[reason].packets++;
		t->reasons[reason].octets += octets;
	}
	return reason;
}

SEC("xdp.frags")
int filter_xdp(struct xdp_md *ctx)
{
	struct frame f = {
		.xdp = ctx,
		.data = (void *)(long)ctx->data,
		.data_end = (void *)(long)ctx->data_end,
		.end = bpf_xdp_get_buff_len(ctx),
	};

	if (decide(&f, 0, 0) < HOLD_UNKNOWN || !dedicated)
		return XDP_PASS;
	return XDP_DROP;
}

/* Octets of a frame in a socket buffer are counted from its link header, which
 * the tag in the metadata was taken out of. */
SEC("socket")
int filter_socket(struct __sk_buff *skb)
{
	struct frame f = {.skb = skb, .end = skb->len};
	int tagged = skb->vlan_present != 0;

	return decide(&f, tagged, skb->vlan_tci) < HOLD_UNKNOWN ? -1 : 0;
}

char _license[] SEC("license") = "Dual BSD/GPL";
