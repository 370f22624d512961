/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the programs use of the kernel's interface, written out, so that they
 * compile with clang alone: no vmlinux.h, no headers of libbpf or of a libc. */

#pragma once

typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;

#define SEC(name) __attribute__((section(name), used))
#define always_inline inline __attribute__((always_inline))
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

/* Maps are described to the loader by their BTF: a number is an array's length,
 * a type is what a pointer points to. */
#define number(name, n) int(*name)[n]
#define type(name, t) typeof(t) *name

enum bpf_map_type {
	BPF_MAP_TYPE_HASH = 1,
	BPF_MAP_TYPE_ARRAY = 2,
	BPF_MAP_TYPE_PERCPU_ARRAY = 6,
	BPF_MAP_TYPE_LRU_PERCPU_HASH = 10,
};

enum {
	BPF_NOEXIST = 1,
	BPF_HDR_START_MAC = 0,
	XDP_DROP = 1,
	XDP_PASS = 2,
};

struct xdp_md {
	__u32 data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex;
};

/* The first fields of the context of a socket filter. */
struct __sk_buff {
	__u32 len, pkt_type, mark, queue_mapping, protocol, vlan_present, vlan_tci, vlan_proto;
};

/* Helpers, by their numbers in the kernel's interface. */
static void *(*bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
static long (*bpf_map_update_elem)(void *map, const void *key, const void *value, __u64 flags) = (void *)2;
static long (*bpf_skb_load_bytes_relative)(const void *skb, __u32 offset, void *to, __u32 len,
					   __u32 start_header) = (void *)68;
static __u64 (*bpf_ktime_get_coarse_ns)(void) = (void *)160;
static __u64 (*bpf_xdp_get_buff_len)(struct xdp_md *xdp) = (void *)188;

/* Network order to the processor's; all targets are little-endian. */
#define ntoh16(x) __builtin_bswap16(x)
#define ntoh32(x) __builtin_bswap32(x)

/* Keeps the compiler from computing x a second time behind a check of it: the
 * verifier knows the bounds of the register that was checked only. */
#define pinned(x) asm volatile("" : "+r"(x))
