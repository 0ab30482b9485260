"""Which encoder this installation has: the best whose files are there."""

from __future__ import annotations

import importlib.util
import os
from functools import cache
from pathlib import Path

from recruiter.encoder import weights
from recruiter.encoder.backends import NgramBackend, OnnxBackend, OnnxSource, UseBackend
from recruiter.encoder.constants import load_constants
from recruiter.encoder.encoder import Encoder
from recruiter.encoder.purpose import PurposeModel

BGE = OnnxSource(weights.BGE_MODEL.verified, weights.BGE_TOKENIZER.verified, "cls", 384)
MINILM = OnnxSource(weights.MINILM_MODEL.verified, weights.BGE_TOKENIZER.verified, "mean", 384)


@cache
def get_encoder(directory: Path | None = None) -> Encoder:
    """The process's encoder; looks for files but opens none, so it is cheap to ask.

    Args:
        directory: another model (model.onnx, tokenizer.json, config.json and the constants made
            for it); None for the models that are installed with the program.
    """
    if directory is not None:
        raise NotImplementedError
    runnable = all(importlib.util.find_spec(name) for name in ("onnxruntime", "tokenizers"))
    bge = runnable and weights.all_present((weights.BGE_MODEL, weights.BGE_TOKENIZER))
    if bge and weights.all_present((weights.MINILM_MODEL,)):
        both = OnnxBackend("bge-small-en-v1.5-int8+minilm-l6-v2-int8", (BGE, MINILM))
        return Encoder(both, load_constants("bge-minilm"), PurposeModel())
    if bge:
        alone = OnnxBackend("bge-small-en-v1.5-int8", (BGE,))
        return Encoder(
            alone,
            load_constants("bge"),
            PurposeModel(),
            reduced_because="One of the two language models is not installed.",
        )
    if weights.all_present((weights.USE_WEIGHTS, weights.USE_PIECES, *weights.USE_CODE)):
        return Encoder(
            UseBackend(),
            load_constants("use"),
            PurposeModel(),
            reduced_because="The language models cannot run here, so a simpler one reads instead.",
        )
    return Encoder(
        NgramBackend(),
        load_constants("ngrams"),
        PurposeModel(),
        reduced_because="No language model is installed: texts are compared letter by letter.",
    )


# A child process opens its own sessions: a lock or a session of the parent may be half-way.
os.register_at_fork(after_in_child=get_encoder.cache_clear)
