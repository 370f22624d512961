# Banken. `make help` lists the targets.

GO      ?= go
CORPUS  ?= $(or $(BANKEN_CORPUS),$(wildcard ../shared/corpus))
export BANKEN_CORPUS := $(if $(CORPUS),$(abspath $(CORPUS)))

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
FUZZTIME    ?= 10m

.DEFAULT_GOAL := help
.PHONY: help build demo test soak bench fuzz oracle conformance evaluate generate check clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build bin/banken
	$(GO) build -tags timetzdata -o bin/ ./cmd/...

demo: build ## the main job, live: a plant, a sensor that knows it, the console in your browser, and an attack
	bin/banken demo -o out/demo

test: ## everything that is tested in CI (fast selection of the oracle included)
	$(GO) test -timeout 15m ./...

oracle: ## every capture of the corpus against tshark's dissection (needs tshark and BANKEN_CORPUS)
	BANKEN_ORACLE=all $(GO) test -count=1 -timeout 85m -run TestOracle -v ./sensor/decode/oracle

conformance: build ## write the public conformance set to out/conformance
	bin/banken conformance -o out/conformance

soak: ## twenty simulated works of ninety days: the forecast against what came, into docs/forecast.md (half an hour); a hundred kills of the store and of a site that learns
	$(GO) test ./sensor/store ./sensor/watch -count=1 -run '^TestKill$$' -v -kills 100 -timeout 1h
	$(GO) test ./deploy/judge -count=1 -run '^TestMonths$$' -soak -update -timeout 3h -sites 20 -poll 10s

evaluate: ## judge detection by the corpus and the lab's attacks: out/evaluation.html, and the tables of docs/evaluation.md (5 minutes)
	$(GO) run ./deploy/judge/evaluation -o out -document docs/evaluation.md

bench: ## benchmarks, and Banken beside its peers on one file (see docs/performance.md)
	$(GO) test -run '^$$' -bench . -benchmem ./...
	deploy/bench/peers.sh
	deploy/bench/live.sh

fuzz: ## run every fuzz target for FUZZTIME (10m) each
	deploy/bench/fuzz.sh $(FUZZTIME)

generate: ## make the generated files anew
	$(GO) generate ./...

check: ## formatting, vet, staticcheck, and generated files (needs the packages ieee-data, clang and llvm)
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo 'run gofmt -w on these files'; exit 1; }
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...
	$(GO) mod verify
	$(GO) mod tidy -diff
	$(GO) generate ./...
	git diff --exit-code -- '*_gen.go' '*.gz' '*_bpfel.go' '*_bpfel.o'

clean: ## remove what was built
	rm -rf bin out
