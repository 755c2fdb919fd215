# All of it is in tools/dev.py, which works without make too: python3 tools/dev.py run
PYTHON ?= python3

COMMANDS = setup run test test-pythons lint bench lighthouse translate demo-reset lock

.PHONY: $(COMMANDS)
$(COMMANDS):
	@$(PYTHON) tools/dev.py $@ $(ARGS)
