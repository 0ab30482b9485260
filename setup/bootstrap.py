"""What `make` starts: finds a Python that is new enough and goes on with it.

Everything else is in environment.py. This file is written so that every Python can read it, and
so that one that is too old says a sentence instead of a traceback.
"""

import os
import subprocess
import sys

# From the first to before the last; onnxruntime has no wheel for a newer one yet.
FIRST, LAST = (3, 11), (3, 15)
NAMES = ["python3.%d" % minor for minor in (14, 13, 12, 11)]
FITS = "import sys; sys.exit(not %r <= sys.version_info < %r)" % (FIRST, LAST)


def fits(candidate):
    """Ask it and do not only look for it: a version manager leaves names that lead nowhere."""
    if not os.access(candidate, os.X_OK):
        return False
    return subprocess.call([candidate, "-c", FITS], stderr=subprocess.PIPE) == 0


python = sys.executable if FIRST <= sys.version_info < LAST else None
folders = os.environ.get("PATH", "").split(os.pathsep)
for path in [os.path.join(folder, name) for name in NAMES for folder in folders]:
    if python is None and fits(path):
        python = path

if python is None:
    sys.exit(
        "Cultivate needs Python 3.11, 3.12, 3.13 or 3.14 and this is %d.%d: install one of them, "
        "or name it as in make run PYTHON=/path/to/python3.12" % sys.version_info[:2]
    )

here = os.path.dirname(os.path.abspath(__file__))
os.execv(python, [python, os.path.join(here, "environment.py")] + sys.argv[1:])
