"""One ONNX sentence encoder; imported on first use only, because onnxruntime is heavy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from recruiter.encoder.backends import Encoded, without_heads
from recruiter.encoder.errors import EncoderError

if TYPE_CHECKING:
    from recruiter.encoder.backends import OnnxSource


class SentenceModel:
    """A session and its tokenizer; calling it encodes one sentence. Safe to share by threads."""

    def __init__(self, source: OnnxSource) -> None:
        options = onnxruntime.SessionOptions()
        # One thread inside, two sentences side by side outside: faster on two cores than one
        # sentence on two threads, and nothing is left running that a fork would break.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(source.model()), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer: Any = Tokenizer.from_file(str(source.tokenizer()))
        except EncoderError:
            raise
        except Exception as error:
            raise EncoderError(f"The encoder's files could not be opened: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(source.max_tokens)
        self._inputs = {entry.name for entry in self._session.get_inputs()}
        self._pooling = source.pooling

    def __call__(self, text: str) -> Encoded:
        """One text: its pooled vector, not yet of unit length, shape (width,), and its heads."""
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        feed = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        found = self._session.run(
            None, {name: value for name, value in feed.items() if name in self._inputs}
        )
        if self._pooling == "own":
            return Encoded(found[0][0], found[1][0])
        tokens = found[0][0]
        pooled = tokens[0] if self._pooling == "cls" else tokens.mean(axis=0)
        return without_heads(np.asarray(pooled, dtype=np.float32))
