"""Compiles requirements/ from pyproject.toml: every package with its version and its hashes.

No address is written: whoever installs decides where from, and the hashes decide what is taken.
One file serves every Python and platform that we support, by markers.
"""

import subprocess
import sys

from setup.environment import CHECKOUT, LOCKS

OPTIONS = [
    "--universal",
    *("--python-version", "3.11"),
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--quiet",
]
EXTRAS: dict[str, list[str]] = {"runtime": [], "dev": ["--extra", "dev"]}


def main(arguments: list[str]) -> int:
    """Compile both; the development lock holds the versions of the other one.

    Versions stay as they are where pyproject.toml allows it, unless `--upgrade` is given.
    """
    for name in LOCKS:
        file = CHECKOUT / "requirements" / f"{name}.txt"
        runtime = CHECKOUT / "requirements" / "runtime.txt"
        held = ["--constraint", str(runtime)] if name == "dev" else []
        command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml"]
        options = [*OPTIONS, *EXTRAS[name], *held, *arguments, "--output-file", str(file)]
        if subprocess.call([*command, *options], cwd=CHECKOUT):
            return 1
        print(f"Compiled {file.relative_to(CHECKOUT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
