"""The application in processes of its own: it starts, answers and stops."""

import json

import pytest

from tests.support.processes import fetch, wait_until
from tests.support.races import run_at_once


def test_the_web_server_answers_at_its_address(processes):
    address = processes.serve()

    assert json.loads(fetch(f"{address}/healthz")) == {"status": "ok"}


def test_what_a_process_prints_is_an_error_when_it_is_a_traceback(processes):
    broken = processes.start(["-c", "raise SystemError('broken')"], processes.environment(None))
    broken.popen.wait()

    with pytest.raises(AssertionError, match="SystemError: broken"):
        processes.close()
    processes.started.clear()


def test_a_process_is_asked_to_finish(processes):
    code = "import signal, sys; signal.signal(15, lambda *_: sys.exit(3)); print('up', flush=True)"
    running = processes.start(["-c", f"{code}; signal.pause()"], processes.environment(None))
    wait_until(lambda: "up" in running.output())

    assert running.stop() == 3


def test_threads_begin_at_once_and_answer_in_order():
    def work(number: int) -> int:
        if number == 1:
            raise ValueError("one")
        return number

    [zero, one, two] = run_at_once(3, work)

    assert (zero, two) == (0, 2)
    assert isinstance(one, ValueError)
