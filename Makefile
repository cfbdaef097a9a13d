# make help lists the targets.
CARGO ?= cargo
ONRECORD := $(CARGO) run --quiet --release --
.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

.PHONY: cargo
cargo:
	@command -v $(CARGO) >/dev/null || { \
	  echo "cargo is not installed; get Rust with rustup: https://rustup.rs"; exit 1; }

.PHONY: build
build: cargo ## build the command, optimised (target/release/onrecord)
	$(CARGO) build --release --locked

.PHONY: demo
demo: cargo ## the record of a small invented collection, in a few seconds
	$(ONRECORD) demo

.PHONY: test
test: cargo ## the tests, as the README says
	$(CARGO) test --workspace --locked

.PHONY: check
check: cargo ## format, lints, tests, docs: before each commit
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	$(CARGO) test --workspace --locked
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --document-private-items --locked

.PHONY: eval
eval: cargo ## score each step on the gold sets in ../shared, where they are; writes docs/RESULTS.md
	$(CARGO) build --release --locked -p onrecord-eval -p onrecord-cli
	python3 eval/score.py

.PHONY: bench
bench: cargo ## speed of each step; on ../shared where it is, else on corpus/
	$(CARGO) build --release --locked -p onrecord-eval -p onrecord-cli
	python3 eval/bench.py
