"""How long after a manager saves a big goal the recruiter's list shows it, over HTTP.

    python -m benchmarks.save_to_visible http://localhost:8000

Runs against a `make run` on this machine with the demonstration company in it. Each of 20 edits is
saved through the manager's page; the clock runs from sending the form until the recruiter's pages
show the ranking that it caused. Prints one JSON object, seconds.
"""

import http.cookiejar
import json
import re
import statistics
import sys
import time
import urllib.parse
import urllib.request

from recruiter.demo import DEMO_PASSWORD

EDITS = 20
GIVE_UP_SECONDS = 60.0
PAUSE_SECONDS = 0.05
AIMS = (
    "Every fridge that keeps medicine is mended by somebody who lives near it",
    "No machine is thrown away: what breaks goes out again, renewed",
)


class Visitor:
    """Somebody with a browser's cookies and no browser."""

    def __init__(self, base: str, email: str) -> None:
        if urllib.parse.urlsplit(base).hostname not in ("localhost", "127.0.0.1", "::1"):
            raise SystemExit("Only a server on this machine is measured.")
        self.base = base.rstrip("/")
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        login = self.get("/log-in/")
        self.post(
            "/log-in/",
            {"csrfmiddlewaretoken": csrf(login), "username": email, "password": DEMO_PASSWORD},
        )

    def get(self, path: str) -> str:
        with self.opener.open(self.base + path, timeout=10) as answer:
            return str(answer.read().decode())

    def post(self, path: str, fields: dict[str, str]) -> str:
        data = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(  # noqa: S310 checked above
            self.base + path, data, {"Referer": self.base + path, "Origin": self.base}
        )
        with self.opener.open(request, timeout=10) as answer:
            return str(answer.read().decode())


def found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    if match is None:
        raise SystemExit(f"The page has no {pattern}: is the demonstration company in place?")
    return match.group(1)


def csrf(page: str) -> str:
    return found(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)


def newest(recruiter: Visitor) -> int:
    """Number of the newest published ranking, as the recruiter's own page says it."""
    return max(int(number) for number in re.findall(r"Re-rank (\d+)", recruiter.get("/runs/")))


def edit(manager: Visitor, text: str) -> None:
    page = manager.get("/goal/")
    address = found(r'action="(/departments/\d+/goal/)"', page)
    read = found(r'name="based_on"[^>]*value="(\d+)"', page)
    fields = {"csrfmiddlewaretoken": csrf(page), "based_on": read, "text": text}
    manager.post(address, fields)


def measure(base: str) -> list[float]:
    manager, recruiter = Visitor(base, "hana@example.com"), Visitor(base, "rita@example.com")
    seconds = []
    for number in range(EDITS):
        before = newest(recruiter)
        start = time.monotonic()
        edit(manager, f"{AIMS[number % 2]}, as we said on {time.time_ns()}.")
        while newest(recruiter) == before:
            if time.monotonic() - start > GIVE_UP_SECONDS:
                raise SystemExit(f"Edit {number + 1} was not visible within {GIVE_UP_SECONDS} s.")
            time.sleep(PAUSE_SECONDS)
        recruiter.get("/invest/")
        seconds.append(time.monotonic() - start)
    return seconds


if __name__ == "__main__":
    times = measure(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
    print(
        json.dumps(
            {
                "edits": len(times),
                "median": round(statistics.median(times), 2),
                "worst": round(max(times), 2),
                "best": round(min(times), 2),
            }
        )
    )
