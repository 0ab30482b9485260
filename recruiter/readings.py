"""What the engine thinks of texts: read once, kept by digest, shared by all who need it."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction

from candidates.models import Statement
from recruiter import purpose
from recruiter.encoder import Encoder, get_encoder
from recruiter.models import TextReading

# Texts encoded between two renewals of a lease: under a second on two cores.
BATCH = 16


def current_encoder() -> Encoder:
    """The encoder of the settings: cheap, one per process, opens its weights at the first text."""
    folder, head = settings.ENCODER_DIR, settings.PURPOSE_HEAD
    return get_encoder(Path(folder) if folder else None, Path(head) if head else None)


def shipped_encoder() -> Encoder:
    """The same models under the purpose head that came with them."""
    return get_encoder(Path(settings.ENCODER_DIR) if settings.ENCODER_DIR else None)


def goal_model(encoder: Encoder) -> str:
    """Key under which goals are kept: the same words read as a statement are another vector."""
    return goals_of(encoder.model_id)


def goals_of(model: str) -> str:
    """The same by the encoder's id, also of one that is not here any more."""
    return f"{model}#goal"


def digest_of(text: str) -> bytes:
    """sha256 of the text, as `candidates.models.Digest` computes it in the database."""
    return hashlib.sha256(text.encode()).digest()


def vectors_of(model: str, digests: Iterable[bytes]) -> dict[bytes, bytes]:
    """Stored vectors by digest, of those texts that were read; one query."""
    rows = TextReading.objects.filter(model=model, digest__in=digests)
    found = rows.values_list("digest", "vector")
    return {bytes(digest): bytes(vector) for digest, vector in found if vector}


def unnoticed(count: int) -> None:
    """Progress that nobody waits for."""
    del count


def batches(texts: Sequence[str], until: float) -> Iterator[Sequence[str]]:
    """Batches of texts until a moment of `time.monotonic`; the first one always."""
    for start in range(0, len(texts), BATCH):
        if start and time.monotonic() >= until:
            return
        yield texts[start : start + BATCH]


def read_statements(texts: Sequence[str], progress: Callable[[int], None], *, until: float) -> None:
    """Read statements and keep the readings; each batch is committed by itself.

    A run that dies half-way leaves what it read to the next. Two that read the same text at once
    keep one reading.

    Args:
        texts: distinct statements that have no reading yet.
        progress: called after each batch with the number of texts just read.
        until: `time.monotonic` after which no further batch is begun.
    """
    encoder = current_encoder()
    for batch in batches(texts, until):
        rows = [
            TextReading(
                model=encoder.model_id,
                digest=digest_of(text),
                vector=reading.packed or b"",
                p_purpose=reading.p_purpose,
                cues=[[cue.start, cue.end, str(cue.kind)] for cue in reading.cues],
                not_read=reading.reason,
            )
            for text, reading in zip(batch, encoder.read_statements(batch), strict=True)
        ]
        with transaction.atomic():
            # In one order, so that two runs with the same texts cannot wait for each other.
            rows.sort(key=lambda row: bytes(row.digest))
            TextReading.objects.bulk_create(rows, ignore_conflicts=True)
            speakers = Statement.objects.filter(digest__in=[row.digest for row in rows])
            purpose.refresh_states(
                speakers.values_list("candidate_id", flat=True), encoder.model_id
            )
        progress(len(batch))


def read_goals(texts: Sequence[str], progress: Callable[[int], None], *, until: float) -> None:
    """Read goal texts ("Department: goal") and keep the readings; see `read_statements`."""
    encoder = current_encoder()
    for batch in batches(texts, until):
        TextReading.objects.bulk_create(
            [
                TextReading(
                    model=goal_model(encoder),
                    digest=digest_of(text),
                    vector=reading.packed or b"",
                    not_read=reading.reason,
                )
                for text, reading in zip(batch, encoder.read_goals(batch), strict=True)
            ],
            ignore_conflicts=True,
        )
        progress(len(batch))


def read_unlisted(limit: int, *, seconds: float) -> int:
    """Read statements of people on nobody's list, newest first, so that their pages can say.

    Returns:
        How many distinct texts were looked at; 0 when nothing is left.
    """
    unread = Statement.objects.exclude(
        digest__in=TextReading.objects.filter(model=current_encoder().model_id).values("digest")
    )
    texts = list(dict.fromkeys(unread.order_by("-pk").values_list("text", flat=True)[:limit]))
    read_statements(texts, unnoticed, until=time.monotonic() + seconds)
    return len(texts)
