"""What `make` starts: finds a Python that is new enough and goes on with it.

Everything else is in environment.py. This file is written so that every Python can read it, and
so that one that is too old says a sentence instead of a traceback.
"""

import os
import subprocess
import sys

NEEDED = (3, 11)
NEWER = ["python3.%d" % minor for minor in (14, 13, 12, 11)]
QUESTION = "import sys; sys.exit(sys.version_info < (3, 11))"

python = sys.executable if sys.version_info >= NEEDED else None
folders = os.environ.get("PATH", "").split(os.pathsep)
for candidate in [os.path.join(folder, name) for name in NEWER for folder in folders]:
    # Asked and not only looked for: a version manager leaves names that lead nowhere.
    if python is None and os.access(candidate, os.X_OK):
        if subprocess.call([candidate, "-c", QUESTION], stderr=subprocess.PIPE) == 0:
            python = candidate

if python is None:
    sys.exit(
        "Cultivate needs Python %d.%d or newer and this is %d.%d: install a newer one, or name it "
        "as in make run PYTHON=/path/to/python3" % (NEEDED + tuple(sys.version_info[:2]))
    )

here = os.path.dirname(os.path.abspath(__file__))
os.execv(python, [python, os.path.join(here, "environment.py")] + sys.argv[1:])
