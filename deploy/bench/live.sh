#!/usr/bin/env bash
# Measures the live sensor over virtual Ethernet interfaces in a network namespace
# of its own, and prints a table; `deploy/bench/live.sh -h` lists what can be set.
# Needs root, two processors, tcpdump and tshark. It gives itself priority, since
# on a shared machine it is the machine that is measured otherwise.
set -euo pipefail
cd "$(dirname "$0")/../.."
for tool in ip unshare taskset nice tcpdump tshark; do
	command -v "$tool" >/dev/null || { echo "install $tool: apt-get install iproute2 util-linux coreutils tcpdump tshark" >&2; exit 1; }
done
[ "$(id -u)" = 0 ] || { echo "run as root: network namespaces need it" >&2; exit 1; }
[ "$(nproc)" -ge 2 ] || { echo "two processors are needed: one for the plant, one for the sensor" >&2; exit 1; }
mkdir -p out/bench
go build -o out/bench/ ./cmd/banken ./deploy/bench/live
# Its own session is its own share of the processors (autogroup, sched(7)): nice
# alone counts within a session.
# shellcheck disable=SC2016
setsid unshare --net sh -c '[ ! -w /proc/self/autogroup ] || echo -19 >/proc/self/autogroup; exec nice -n -19 taskset -c 0 "$0" "$@"' out/bench/live "$@" &
trap 'kill $!' INT TERM
wait $!
