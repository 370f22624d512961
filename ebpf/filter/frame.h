/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a frame is made of, what is found in it, and how its octets are reached
 * in XDP and in a socket buffer. */

#pragma once

#include "kernel.h"

/* Bounds of what is looked into. A frame beyond them is CLASS_BEYOND. */
enum {
	MAX_TAGS = 4,	    /* VLAN tags; networks have two at most */
	MAX_HEADERS = 8,    /* IPv6 extension headers; RFC 8200 knows six, once each */
	MAX_OFFSET = 0x3FFF /* of a header; the verifier wants less than 64 KiB */
};

/* What a frame is. Every frame is of one class. */
enum class {
	CLASS_IPV4,	 /* of a flow */
	CLASS_IPV6,	 /* of a flow */
	CLASS_ARP,	 /* and RARP */
	CLASS_LLDP,
	CLASS_PROFINET,	 /* DCP and alarms */
	CLASS_CYCLIC,	 /* process data: PROFINET RT, EtherCAT, POWERLINK, SERCOS III, sampled values */
	CLASS_GOOSE,	 /* and GSE management */
	CLASS_LLC,	 /* IEEE 802.2: spanning tree, CDP */
	CLASS_OTHER,	 /* any other EtherType */
	CLASS_MALFORMED, /* a header that contradicts itself or is cut off */
	CLASS_BEYOND,	 /* a header not looked into: see the bounds */
	CLASSES
};

enum {
	TYPE_IPV4 = 0x0800, TYPE_ARP = 0x0806, TYPE_RARP = 0x8035, TYPE_IPV6 = 0x86DD,
	TYPE_CTAG = 0x8100, TYPE_STAG = 0x88A8, TYPE_QINQ = 0x9100,
	TYPE_PROFINET = 0x8892, TYPE_ETHERCAT = 0x88A4, TYPE_POWERLINK = 0x88AB, TYPE_SERCOS = 0x88CD,
	TYPE_GOOSE = 0x88B8, TYPE_GSE = 0x88B9, TYPE_SV = 0x88BA, TYPE_LLDP = 0x88CC,
	TYPE_FIRST = 0x0600, /* smaller values are a length (IEEE 802.3, 3.2.6) */

	NEXT_HOPBYHOP = 0, NEXT_ICMP = 1, NEXT_TCP = 6, NEXT_UDP = 17, NEXT_ROUTING = 43, NEXT_FRAGMENT = 44,
	NEXT_AUTHENTICATION = 51, NEXT_ICMP6 = 58, NEXT_NONE = 59, NEXT_DESTINATION = 60,
	NEXT_MOBILITY = 135, NEXT_IDENTITY = 139, NEXT_SHIM6 = 140,

	FLAG_FIN = 1, FLAG_SYN = 2, FLAG_RST = 4
};

/* An address in network order, IPv4 as IPv4-mapped IPv6. */
struct address {
	__u32 word[4];
};

/* The key of a flow, as sensor/flow's Key: a is the lower endpoint, so that both
 * directions have the same. Filled up to a multiple of four octets, which the
 * kernel hashes faster. */
struct key {
	struct address a, b;
	__u16 a_port, b_port;
	__u16 vlan[2];
	__u8 protocol, version;
	__u16 unused;
};

/* A frame being read: at is where, end where the octets that count end. One of
 * xdp, with its data, and skb is set. */
struct frame {
	struct xdp_md *xdp;
	struct __sk_buff *skb;
	const void *data, *data_end;
	__u32 at, end;
};

struct place {
	__u32 at, end;
};

/* What was found in it. */
struct found {
	struct key key;
	__u32 class;
	__u8 side;     /* that sent it: 0 for a, 1 for b */
	__u8 flags;    /* of TCP */
	__u8 payload;  /* 1 when there is any */
	__u8 fragment; /* 1 when part of a datagram */
	__u8 icmp;     /* 1 when the type was read */
	__u8 icmp_type;
};

struct ethernet {
	__u16 to[3], from[3], type;
};

struct tag {
	__u16 id, type;
};

struct snap {
	__u16 access;
	__u8 control, organization[3];
	__u16 type;
};

struct ipv4 {
	__u8 version, service;
	__u16 length, id, fragment;
	__u8 ttl, protocol;
	__u16 checksum;
	__u32 from, to;
};

struct ipv6 {
	__u32 version;
	__u16 length;
	__u8 next, hops;
	struct address from, to;
};

struct extension {
	__u8 next, length;
	__u16 offset;
	__u32 id;
};

struct tcp {
	__u16 from, to;
	__u32 sequence, acknowledgement;
	__u8 offset, flags;
	__u16 window;
	__u32 rest; /* checksum and urgent pointer */
};

struct udp {
	__u16 from, to, length, checksum;
};

/* Room for a header of a socket buffer, which is no memory of the program. */
union room {
	struct ethernet ethernet;
	struct snap snap;
	struct ipv4 ipv4;
	struct ipv6 ipv6;
	struct extension extension;
	struct tcp tcp;
	struct udp udp;
};

/* Returns the n octets where the frame is being read, or 0 with the reason in
 * class. Steps over nothing. */
static always_inline const void *header(const struct frame *f, __u32 n, union room *room, __u32 *class)
{
	__u32 at = f->at;
	const void *p;

	*class = CLASS_MALFORMED;
	if (at + n > f->end)
		return 0;
	*class = CLASS_BEYOND;
	pinned(at);
	if (at > MAX_OFFSET)
		return 0;
	if (f->skb)
		return bpf_skb_load_bytes_relative(f->skb, at, room, n, BPF_HDR_START_MAC) ? 0 : room;
	p = f->data + at;
	pinned(p);
	return p + n > f->data_end ? 0 : p;
}

/* Cuts what counts to the n octets a length field grants from here on. */
static always_inline void trim(struct frame *f, __u32 n)
{
	if (f->at + n < f->end)
		f->end = f->at + n;
}
