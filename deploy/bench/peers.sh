#!/usr/bin/env bash
# Banken beside its peers on one file, in one run: a million real packets a
# protocol. Needs BANKEN_CORPUS, tshark, ndpiReader (libndpi-bin) and GNU time.
# Each line: packets per second of elapsed time, and the largest resident set.
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${BANKEN_CORPUS:?set BANKEN_CORPUS to the folder of captures}"
packets=${PACKETS:-1000000}
for tool in tshark ndpiReader /usr/bin/time; do
	command -v "$tool" >/dev/null || { echo "install $tool: apt-get install tshark libndpi-bin time" >&2; exit 1; }
done
mkdir -p out/bench
go build -o bin/ ./cmd/... ./deploy/bench/million

measure() { # name, number of packets, command
	local name=$1 n=$2 figures
	shift 2
	figures=$(/usr/bin/time -o out/bench/time -f '%e %U %S %M' "$@" >/dev/null 2>&1; tail -n 1 out/bench/time)
	echo "$figures" | awk -v name="$name" -v n="$n" \
		'{ printf "  %-28s %10.0f packets/s  %8.0f ns of CPU a packet  %6.1f MiB\n", name, n/$1, ($2+$3)*1e9/n, $4/1024 }'
}

for protocol in modbus dnp3 opcua; do
	file=out/bench/$protocol.pcap
	[ -s "$file" ] || bin/million "$protocol" "$packets" "$file"
	echo "$protocol: $packets packets, $(stat -c %s "$file") octets"
	measure 'banken decode (no output)' "$packets" env GOMAXPROCS=1 bin/banken decode -quiet -format none "$file"
	measure 'banken decode -format json' "$packets" env GOMAXPROCS=1 bin/banken decode -quiet -format json "$file"
	measure 'nDPI (classifies only)' "$packets" ndpiReader -q -i "$file"
	few=out/bench/$protocol-100k.pcap
	[ -s "$few" ] || bin/million "$protocol" 100000 "$few"
	measure 'tshark -T fields (100k)' 100000 tshark -r "$few" -T fields -e frame.number
done
