"""A sign of life: a model of this app, imported by `recruiter.models`."""

from django.db import models


class Heartbeat(models.Model):
    """Written by a Celery task: it shows a worker that consumes, not a process that lives."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"
