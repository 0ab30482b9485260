"""The Invest page beside a view that says two letters: `python -m benchmarks.invest_page`.

One recruiter with 300 people, 50 of them in Invest, ranked. Both views run behind the same log-in
and the same middleware, in turns and in one process, so the ratio compares them; it promises
nothing of a server. In a database of its own, on a server of its own.
"""

import argparse
import os
import statistics
import sys
import time

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recruiter.settings")
django.setup()

from benchmarks.databases import (  # noqa: E402 after setup()
    on_a_server_of_its_own,
    own_database,
)
from benchmarks.impact import fill  # noqa: E402
from recruiter.models import Recruiter  # noqa: E402
from recruiter.urls import urlpatterns as pages  # noqa: E402

PEOPLE = 300


def plain(request: HttpRequest) -> HttpResponse:
    del request
    return HttpResponse("ok")


urlpatterns = [path("plain/", plain), *pages]


def rate(client: Client, address: str, seconds: float) -> float:
    """Answers a second to one who asks again and again."""
    count, began = 0, time.perf_counter()
    while time.perf_counter() < began + seconds:
        answer = client.get(address)
        assert answer.status_code == 200, answer.status_code
        count += 1
    return count / (time.perf_counter() - began)


def measure(rounds: int, seconds: float) -> None:
    fill(1, PEOPLE)
    client = Client()
    client.force_login(Recruiter.objects.get().user)
    addresses = ("/plain/", "/invest/", "/maintain/")
    for address in addresses:  # open what opens once
        client.get(address)
    found: dict[str, list[float]] = {address: [] for address in addresses}
    for _ in range(rounds):
        for address in addresses:
            found[address].append(rate(client, address, seconds))
    base = statistics.median(found["/plain/"])
    for address, rates in found.items():
        middle = statistics.median(rates)
        print(f"{address:12} {middle:7.1f}/s, {100 * middle / base:5.1f} % of the plain view")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    options = parser.parse_args()
    if not os.environ.get("DATABASE_URL"):
        return on_a_server_of_its_own("benchmarks.invest_page", sys.argv[1:])
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    options_of_page = {
        "ALLOWED_HOSTS": ["testserver"],
        "ROOT_URLCONF": "benchmarks.invest_page",
        "STORAGES": settings.STORAGES | {"staticfiles": static},
    }
    with own_database(), override_settings(**options_of_page):
        measure(options.rounds, options.seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
