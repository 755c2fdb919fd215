# All of it is in tools/dev.py, which works without make too: python3 tools/dev.py run
PYTHON ?= python3

.PHONY: setup run test test-pythons lint demo-reset lock
setup run test test-pythons lint demo-reset lock:
	@$(PYTHON) tools/dev.py $@ $(ARGS)
