"""Exactly what the models are given of a text: normalised, masked, in one spelling."""

from __future__ import annotations

from recruiter.encoder.masking import masked, spelled
from recruiter.encoder.text import normalised


def statement_as_read(text: str) -> str:
    """A statement without what it tells of who the writer is (docs/fairness.md)."""
    return masked(normalised(text)).text


def goal_as_read(text: str) -> str:
    """A goal in American spelling; a department is nobody's trait, so nothing is masked."""
    return spelled(normalised(text)).text
