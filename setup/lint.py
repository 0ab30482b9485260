"""Style of code and templates: ruff, djade and djhtml, which format; with --check they only ask."""

import subprocess
import sys
from pathlib import Path

from setup.environment import CHECKOUT

DJANGO = "5.2"


def templates() -> list[str]:
    """Every template that git knows or could know, so that ignored folders stay out."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.html"]
    listed = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    return [name for name in listed.stdout.splitlines() if (CHECKOUT / name).is_file()]


def commands(check: bool) -> list[list[str]]:
    """What to run; formatters report and change nothing when they only check."""
    only = ["--check"] if check else []
    found = [
        ["ruff", "check", *([] if check else ["--fix"]), "."],
        ["ruff", "format", *only, "."],
    ]
    if names := templates():
        found += [
            ["djade", *only, "--target-version", DJANGO, *names],
            ["djhtml", *only, "--tabwidth", "2", *names],
        ]
    return found


def main(arguments: list[str]) -> int:
    """Run all of them, and fail if one does."""
    tools = Path(sys.executable).parent
    failed = False
    for tool, *options in commands(check="--check" in arguments):
        print(f"{tool} {options[0]}", flush=True)
        failed |= bool(subprocess.call([tools / tool, *options], cwd=CHECKOUT))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
