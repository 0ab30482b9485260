"""Which WSGI server: the log-in page by granian and by gunicorn, on a database of its own.

    python -m pip install --target FOLDER gunicorn
    PYTHONPATH=FOLDER .venv/bin/python -m benchmarks.wsgi_servers

Both get two processes of four threads. One process asks over sixteen connections that stay open,
on the same cores as the servers: the figures compare, they do not promise.
"""

import argparse
import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
from importlib.util import find_spec

from recruiter.embedded.postgres import Postgres
from recruiter.embedded.temporary import temporary_places

CONNECTIONS = 16
APPLICATION = "recruiter.wsgi:application"
COMMANDS = {
    "granian": "granian --interface wsgi --host 127.0.0.1 --port {port} --workers 2"
    " --blocking-threads 4 --no-ws --log-level warning " + APPLICATION,
    "gunicorn": "gunicorn --bind 127.0.0.1:{port} --workers 2 --threads 4 --log-level warning "
    + APPLICATION,
}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


async def ask(port: int, until: float, took: list[float]) -> None:
    """Ask for the page again and again over one connection; seconds per answer go to `took`."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.monotonic() < until:
        began = time.perf_counter()
        writer.write(b"GET /log-in/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        lines = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:] if line)
        await reader.readexactly(int(lines[b"content-length"]))
        took.append(time.perf_counter() - began)
    writer.close()


async def load(port: int, seconds: float) -> list[float]:
    took: list[float] = []
    until = time.monotonic() + seconds
    await asyncio.gather(*(ask(port, until, took) for _ in range(CONNECTIONS)))
    return took


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def measure(name: str, seconds: float) -> list[float]:
    """Start a server, warm it up, and load it."""
    port = free_port()
    command = [sys.executable, "-m", *COMMANDS[name].format(port=port).split()]
    with subprocess.Popen(command) as server:
        try:
            wait_for(port)
            asyncio.run(load(port, 1))
            return asyncio.run(load(port, seconds))
        finally:
            server.terminate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with temporary_places() as places, Postgres(places) as postgres:
        os.environ.update(DATABASE_URL=postgres.url, CULTIVATE_POOL="1")
        subprocess.run([sys.executable, "manage.py", "prepare"], check=True)
        # In turns, so that a busy moment of the machine meets both.
        for name in [name for _ in range(options.rounds) for name in COMMANDS if find_spec(name)]:
            took = measure(name, options.seconds)
            cuts = statistics.quantiles(took, n=100)
            print(
                f"{name}: {len(took) / options.seconds:.0f} answers/s, "
                f"p50 {cuts[49] * 1000:.1f} ms, p99 {cuts[98] * 1000:.1f} ms",
                flush=True,
            )


if __name__ == "__main__":
    main()
