"""Command line: python -m recruiter.embedded COMMAND

run      everything, under one supervisor, until Ctrl-C (`make run`)
serve    PostgreSQL and Valkey alone, until Ctrl-C
psql     the client, connected to this checkout's server; so are pg_dump and its kin
"""

import argparse
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence

from recruiter.embedded.binaries import in_wheels
from recruiter.embedded.errors import EmbeddedError
from recruiter.embedded.places import places_of
from recruiter.embedded.postgres import Postgres
from recruiter.embedded.programs import Address
from recruiter.embedded.supervise import only_one, run
from recruiter.embedded.urls import DATABASE, ROLE
from recruiter.embedded.valkey import Valkey

TOOLS = ("psql", "pg_dump", "pg_restore", "pg_isready", "pg_amcheck", "vacuumdb", "reindexdb")
GREETING_PATIENCE = 120.0


def serve() -> None:
    """Run this checkout's servers without the application."""
    places = places_of()
    places.make()
    with only_one(places), Postgres(places) as postgres, Valkey(places) as valkey:
        print(f"DATABASE_URL={postgres.url}\nREDIS_URL={valkey.url}", flush=True)
        stops = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
        signal.pthread_sigmask(signal.SIG_BLOCK, stops)
        signal.sigwait(stops)


def tool(name: str, arguments: Sequence[str]) -> None:
    """Become a client program of PostgreSQL, connected to this checkout's server."""
    defaults = {"PGHOST": str(places_of().sockets), "PGUSER": ROLE, "PGDATABASE": DATABASE}
    program = in_wheels().postgres(name)
    os.execve(program, [name, *arguments], {**os.environ, **defaults})


def greet(address: Address) -> None:
    """Say where to go, once there is something to see."""
    welcome = places_of().welcome
    if not answers(address):
        print(f"No answer yet at {address.url}; the lines of web say why.")
        return
    more = welcome.read_text() if welcome.exists() else ""
    print(f"\nCultivate is ready: {address.url}\n{more}Stop it with Ctrl-C.\n", flush=True)


def answers(address: Address) -> bool:
    """Wait until the web server answers anything at all."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + GREETING_PATIENCE
    while time.monotonic() < deadline:
        try:
            with direct.open(address.url, timeout=10):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.05)
    return False


def address_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    parser.add_argument("--port", type=port, default=os.environ.get("PORT") or "8000")


def port(text: str) -> int:
    """A number that a port can have, or a sentence."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m recruiter.embedded",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    running = commands.add_parser("run")
    running.add_argument("--no-demo", dest="demo", action="store_false", help="stay empty")
    for each in (running, commands.add_parser("greet")):
        address_options(each)
    commands.add_parser("serve")
    return parser


def main() -> int:
    """Do one command; an error that we know is one sentence and no traceback."""
    if len(sys.argv) > 1 and sys.argv[1] in TOOLS:
        tool(sys.argv[1], sys.argv[2:])
    options = arguments().parse_args()
    try:
        match options.command:
            case "run":
                return run(Address(options.host, options.port), demo=options.demo)
            case "greet":
                greet(Address(options.host, options.port))
            case "serve":
                serve()
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
