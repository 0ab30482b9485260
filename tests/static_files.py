"""A pytest plugin: pages find their static files by plain names, without collecting them first."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings


@pytest.fixture(autouse=True, scope="session")
def static_root() -> None:
    """WhiteNoise wants the folder to exist, and in a fresh checkout nothing was collected."""
    Path(django_settings.STATIC_ROOT).mkdir(exist_ok=True)


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.STATIC_ROOT = tmp_path
