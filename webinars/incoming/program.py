"""The process that reads mails: one after the other comes in, what it says goes out.

Run as a program, with the seconds of processor time that each mail may take. In: a line of JSON
with the envelope and the size, then so many bytes. Out: a line of JSON. A mail that takes too long
or too much memory ends this process, not the service.
"""

import contextlib
import gc
import json
import resource
import signal
import sys

# What is loaded here stays to the end; to look through it for garbage only takes time.
gc.disable()

from webinars.domain.inbound.reading import as_plain, read  # noqa: E402  see above

gc.freeze()
gc.enable()

MOST_MEMORY = 1024 * 1024 * 1024


def main() -> None:
    """Read mails until there are no more."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    # Whoever stops the service stops what started us, after the mail in hand; then input ends.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    seconds = float(sys.argv[1])
    print("{}", flush=True)  # noqa: T201  it is ready
    while line := sys.stdin.buffer.readline():
        asked = json.loads(line)
        raw = sys.stdin.buffer.read(asked["size"])
        # Nobody answers this alarm: it ends the process.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        found = read(raw, envelope_from=asked["envelope_from"], envelope_to=asked["envelope_to"])
        sys.stdout.write(json.dumps(as_plain(found)) + "\n")
        sys.stdout.flush()
        signal.setitimer(signal.ITIMER_PROF, 0)


if __name__ == "__main__":
    main()
