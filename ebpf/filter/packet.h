/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The parser: from a frame to the key of its flow, or to the class of a frame
 * that has none. It reads a frame as sensor/packet does. */

#pragma once

#include "frame.h"

/* Notes a VLAN id; 0 is a priority tag and no VLAN (IEEE 802.1Q, 9.6). */
static always_inline void note_vlan(struct key *k, __u16 id)
{
	id &= 0x0FFF;
	if (!k->vlan[0])
		k->vlan[0] = id;
	else
		k->vlan[1] = id;
}

static always_inline int is_tag(__u16 type)
{
	return type == TYPE_CTAG || type == TYPE_STAG || type == TYPE_QINQ;
}

/* Steps over the tags that follow type and notes the first two of a frame, of
 * which seen were in a socket buffer's metadata. Returns the type behind, or that
 * of a tag, with class set. */
static always_inline __u16 parse_tags(struct frame *f, struct found *p, __u16 type, int seen, __u32 *class)
{
	union room room;
	const struct tag *t;

#pragma unroll
	for (int i = 0; i < MAX_TAGS; i++) {
		if (!is_tag(type))
			return type;
		t = header(f, sizeof *t, &room, class);
		if (!t)
			return type;
		if (i + seen < 2)
			note_vlan(&p->key, ntoh16(t->id));
		type = ntoh16(t->type);
		f->at += sizeof *t;
	}
	*class = CLASS_BEYOND;
	return type;
}

static always_inline __u32 parse_tcp(struct frame *f, struct found *p)
{
	union room room;
	__u32 class, size;
	const struct tcp *t = header(f, sizeof *t, &room, &class);

	if (!t)
		return class;
	size = (t->offset >> 4) * 4;
	if (size < sizeof *t || f->at + size > f->end)
		return CLASS_MALFORMED;
	p->key.a_port = ntoh16(t->from);
	p->key.b_port = ntoh16(t->to);
	p->flags = t->flags;
	f->at += size;
	return CLASS_IPV4;
}

static always_inline __u32 parse_udp(struct frame *f, struct found *p)
{
	union room room;
	__u32 class, size;
	const struct udp *u = header(f, sizeof *u, &room, &class);

	if (!u)
		return class;
	size = ntoh16(u->length);
	if (size && size < sizeof *u)
		return CLASS_MALFORMED;
	p->key.a_port = ntoh16(u->from);
	p->key.b_port = ntoh16(u->to);
	if (size)
		trim(f, size);
	f->at += sizeof *u;
	return CLASS_IPV4;
}

static always_inline void parse_icmp(struct frame *f, struct found *p)
{
	union room room;
	__u32 class;
	const __u8 *b = header(f, 1, &room, &class);

	if (b) {
		p->icmp = 1;
		p->icmp_type = *b;
	}
}

static always_inline int is_extension(__u8 next, __u8 version)
{
	if (version == 4)
		return next == NEXT_AUTHENTICATION;
	return next == NEXT_HOPBYHOP || next == NEXT_ROUTING || next == NEXT_FRAGMENT ||
	       next == NEXT_AUTHENTICATION || next == NEXT_DESTINATION || next == NEXT_MOBILITY ||
	       next == NEXT_IDENTITY || next == NEXT_SHIM6;
}

/* Returns the octets of the extension header e of the kind next, less than
 * eight when it contradicts itself (RFC 8200, 4; RFC 4302, 2.2). */
static always_inline __u32 extension_size(const struct extension *e, __u8 next)
{
	if (next == NEXT_FRAGMENT)
		return 8;
	if (next == NEXT_AUTHENTICATION)
		return e->length ? (e->length + 2) * 4 : 0;
	return (e->length + 1) * 8;
}

/* Steps over at most MAX_HEADERS extension headers. Returns a class below
 * CLASS_ARP when what follows is of the protocol in the key. */
static always_inline __u32 step_over(struct frame *f, struct found *p)
{
	union room room;
	const struct extension *e;
	__u32 class, size;
	__u8 next = p->key.protocol;

	for (int i = 0; i < MAX_HEADERS; i++) {
		e = header(f, sizeof *e, &room, &class);
		if (!e)
			return class;
		size = extension_size(e, next);
		if (size < sizeof *e || f->at + size > f->end)
			return CLASS_MALFORMED;
		f->at += size;
		p->key.protocol = e->next;
		if (next == NEXT_FRAGMENT && (e->offset & ntoh16(0xFFF9))) {
			p->fragment = 1;
			return CLASS_IPV4;
		}
		next = e->next;
		if (!is_extension(next, p->key.version))
			return CLASS_IPV4;
	}
	return CLASS_BEYOND;
}

/* Global functions are what the verifier looks at once, whatever led to them:
 * the way over the tags does not multiply with that over the extension headers. */
__attribute__((noinline)) __u32 step_over_xdp(struct xdp_md *ctx, struct place *place, struct found *p)
{
	struct frame f = {.xdp = ctx, .data = (void *)(long)ctx->data, .data_end = (void *)(long)ctx->data_end};
	__u32 class;

	if (!place || !p)
		return CLASS_BEYOND;
	f.at = place->at;
	f.end = place->end;
	class = step_over(&f, p);
	place->at = f.at;
	return class;
}

__attribute__((noinline)) __u32 step_over_skb(struct __sk_buff *ctx, struct place *place, struct found *p)
{
	struct frame f = {.skb = ctx};
	__u32 class;

	if (!place || !p)
		return CLASS_BEYOND;
	f.at = place->at;
	f.end = place->end;
	class = step_over(&f, p);
	place->at = f.at;
	return class;
}

static always_inline __u32 parse_extensions(struct frame *f, struct found *p)
{
	struct place place = {f->at, f->end};
	__u32 class;

	if (likely(!is_extension(p->key.protocol, p->key.version)))
		return CLASS_IPV4;
	class = f->xdp ? step_over_xdp(f->xdp, &place, p) : step_over_skb(f->skb, &place, p);
	f->at = place.at;
	return class;
}

/* Parses what IP carries. Returns a class below CLASS_ARP when it is sound. */
static always_inline __u32 parse_upper(struct frame *f, struct found *p)
{
	__u32 class = parse_extensions(f, p);

	if (class >= CLASS_ARP || p->fragment)
		return class;
	switch (p->key.protocol) {
	case NEXT_TCP:
		return parse_tcp(f, p);
	case NEXT_UDP:
		return parse_udp(f, p);
	case NEXT_ICMP:
	case NEXT_ICMP6:
		parse_icmp(f, p);
	}
	return CLASS_IPV4;
}

static always_inline void map_address(struct address *a, __u32 ipv4)
{
	a->word[2] = ntoh32(0xFFFF);
	a->word[3] = ipv4;
}

static always_inline __u32 parse_ipv4(struct frame *f, struct found *p)
{
	union room room;
	__u32 class, size, total;
	const struct ipv4 *ip = header(f, sizeof *ip, &room, &class);

	if (!ip)
		return class;
	size = (ip->version & 0x0F) * 4;
	total = ntoh16(ip->length);
	if (ip->version >> 4 != 4 || size < sizeof *ip || (total && total < size))
		return CLASS_MALFORMED;
	if (total)
		trim(f, total);
	if (f->at + size > f->end)
		return CLASS_MALFORMED;
	map_address(&p->key.a, ip->from);
	map_address(&p->key.b, ip->to);
	p->key.version = 4;
	p->key.protocol = ip->protocol;
	p->fragment = (ip->fragment & ntoh16(0x3FFF)) != 0;
	f->at += size;
	if (p->fragment)
		return CLASS_IPV4;
	return parse_upper(f, p);
}

static always_inline __u32 parse_ipv6(struct frame *f, struct found *p)
{
	union room room;
	__u32 class, size;
	const struct ipv6 *ip = header(f, sizeof *ip, &room, &class);

	if (!ip)
		return class;
	if ((ip->version & 0xF0) != 0x60)
		return CLASS_MALFORMED;
	size = ntoh16(ip->length);
	p->key.a = ip->from;
	p->key.b = ip->to;
	p->key.version = 6;
	p->key.protocol = ip->next;
	f->at += sizeof *ip;
	if (size)
		trim(f, size);
	else if (ip->next == NEXT_NONE)
		trim(f, 0);
	else if (ip->next == NEXT_HOPBYHOP)
		return CLASS_BEYOND; /* a jumbogram (RFC 2675), whose length is an option */
	class = parse_upper(f, p);
	return class < CLASS_ARP ? CLASS_IPV6 : class;
}

/* Tells DCP (frame identifiers FEFC to FEFF) and alarms (FC01, FE01) from
 * cyclic data and clocks (IEC 61158-6-10, table of FrameID). */
static always_inline __u32 parse_profinet(struct frame *f)
{
	union room room;
	__u32 class;
	const __u16 *id = header(f, sizeof *id, &room, &class);

	if (!id)
		return class;
	return ntoh16(*id) >= 0xFC00 && ntoh16(*id) <= 0xFEFF ? CLASS_PROFINET : CLASS_CYCLIC;
}

static always_inline __u32 parse_network(struct frame *f, struct found *p, __u16 type)
{
	switch (type) {
	case TYPE_IPV4:
		return parse_ipv4(f, p);
	case TYPE_IPV6:
		return parse_ipv6(f, p);
	case TYPE_ARP:
	case TYPE_RARP:
		return CLASS_ARP;
	case TYPE_LLDP:
		return CLASS_LLDP;
	case TYPE_PROFINET:
		return parse_profinet(f);
	case TYPE_ETHERCAT:
	case TYPE_POWERLINK:
	case TYPE_SERCOS:
	case TYPE_SV:
		return CLASS_CYCLIC;
	case TYPE_GOOSE:
	case TYPE_GSE:
		return CLASS_GOOSE;
	}
	return CLASS_OTHER;
}

/* Steps over a header of IEEE 802.2. Returns the EtherType behind SNAP with an
 * organization code that stands for EtherTypes (RFC 1042; IEEE 802.1H); else 0
 * with class set. */
static always_inline __u16 parse_llc(struct frame *f, __u32 *class)
{
	union room room;
	const struct snap *s = header(f, 3, &room, class);

	if (!s)
		return 0;
	*class = CLASS_LLC;
	if (s->access != 0xAAAA || s->control != 3)
		return 0;
	s = header(f, sizeof *s, &room, class);
	if (!s)
		return 0;
	*class = CLASS_LLC;
	if (s->organization[0] || s->organization[1] || (s->organization[2] && s->organization[2] != 0xF8))
		return 0;
	f->at += sizeof *s;
	return ntoh16(s->type);
}

/* Parses a frame that begins at f->at. tagged is 1 when a socket buffer has a tag
 * in its metadata, tci. */
static always_inline void parse(struct frame *f, struct found *p, int tagged, __u16 tci)
{
	union room room;
	__u32 none = CLASSES, *class = &none;
	const struct ethernet *e = header(f, sizeof *e, &room, &p->class);
	__u16 type;

	if (!e)
		return;
	f->at += sizeof *e;
	if (tagged)
		note_vlan(&p->key, tci);
	type = parse_tags(f, p, ntoh16(e->type), tagged, class);
	p->class = none;
	if (is_tag(type))
		return;
	if (type < TYPE_FIRST) {
		trim(f, type);
		type = parse_llc(f, &p->class);
		if (!type)
			return;
	}
	p->class = parse_network(f, p, type);
	if (p->class > CLASS_IPV6)
		return;
	p->payload = f->end > f->at;
}
