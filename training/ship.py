"""Turn tuned networks into what ships: `python -m training.ship FOLDER`.

Writes the int8 ONNX files of recruiter/encoder/models with their digests. `training.build` must
follow: the constants belong to exactly these files.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from recruiter.encoder.weights import FOLDER, file_digest
from training.network import BASES, Network, export
from training.tune import Texts

SAMPLE = "I map the fridges of village clinics on Sundays, so that no vaccine is lost."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where training.tune wrote its networks")
    folder: Path = parser.parse_args().folder
    sample = Texts().batch([SAMPLE])["input_ids"][0].tolist()
    for base in sorted(BASES):
        network = Network(base)
        network.load_state_dict(torch.load(folder / f"{base}.pt", weights_only=True))
        export(network, FOLDER / f"{base}.onnx", sample)
    names = ("tokenizer.json", *(f"{base}.onnx" for base in sorted(BASES)))
    digests = {name: file_digest(FOLDER / name) for name in names}
    (FOLDER / "digests.json").write_text(json.dumps(digests, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(digests, indent=2))


if __name__ == "__main__":
    main()
