"""Finds Chromium for the browser tests, and gets one if there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

VARIABLE = "CULTIVATE_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
)


def find() -> Path | None:
    """The browser that is here: named by a variable, the system's, or Playwright's own."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    asked = subprocess.run([sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True)
    path = Path(asked.stdout.strip() or "missing")
    return path if path.is_file() else None


def obtain() -> Path | None:
    """The browser, from wherever it can be had; None if nowhere."""
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        ways.append(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"])
    found = find()
    while found is None and ways:
        way = ways.pop(0)
        print(f"No Chromium here: {' '.join(way[-3:])}", flush=True)
        subprocess.call(way)
        found = find()
    return found
