"""The Celery app. Its messages ring a bell and carry ids only; PostgreSQL is the record.

The figures behind each setting are in docs/decisions/0005-rerank-protocol.md, and
`recruiter.checks` refuses to start with a combination that was measured to lose work.
"""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recruiter.settings")

app = Celery("recruiter")
app.conf.update(
    broker_url=settings.REDIS_URL,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": 600,
        # kombu's defaults look for lost messages only every 100 s
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        # without these a publisher blocks for ever on a broker that accepts and never answers
        "socket_timeout": 10,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 25,
        "global_keyprefix": "cultivate:",
    },
    # Late acknowledgement alone loses the task of a killed child: both are needed.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_acks_on_failure=True,
    task_acks_on_timeout=True,
    worker_prefetch_multiplier=1,
    task_time_limit=300,
    task_soft_time_limit=240,
    task_ignore_result=True,
    result_backend=None,
    task_serializer="json",
    accept_content=["json"],
    task_default_queue="rerank",
    worker_send_task_events=False,
    worker_soft_shutdown_timeout=20,
    worker_max_tasks_per_child=500,
    worker_max_memory_per_child=1_500_000,  # KiB; both encoders take about 0.8 GB
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_hijack_root_logger=False,
    timezone="UTC",
    beat_schedule={
        "sweep": {"task": "recruiter.sweep", "schedule": 5.0, "options": {"expires": 20}},
        "read_unlisted": {
            "task": "recruiter.read_unlisted",
            "schedule": 15.0,
            "options": {"expires": 15},
        },
        "look_for_evidence": {
            "task": "recruiter.look_for_evidence",
            "schedule": 6.0,
            "options": {"expires": 6},
        },
        "remind_managers": {
            "task": "recruiter.remind_managers",
            "schedule": 3600.0,
            "options": {"expires": 3600},
        },
        "send_reminders": {
            "task": "recruiter.send_reminders",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        "heartbeat": {"task": "recruiter.heartbeat", "schedule": 30.0, "options": {"expires": 60}},
        "tidy": {"task": "recruiter.tidy", "schedule": 3600.0, "options": {"expires": 3600}},
    },
)
app.autodiscover_tasks()
