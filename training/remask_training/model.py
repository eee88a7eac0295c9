"""Two streams and a canvas: the body that Remask bundles (design: engine/README.md, "The bundled model").

One set of weights reads three kinds of rows, told apart by a learned stream embedding:

* F (stream 0): the document left to right; token i attends F tokens j with i - window < j <= i.
* B (stream 1): the document right to left; token i attends B tokens j with i <= j < i + window.
* canvas (stream 2): the n cells of a hole [a, b) of the document; every cell attends
  F tokens in [a - window, a), B tokens in [b, b + window) and every cell of its own canvas.

F token i predicts token i+1, B token i predicts token i-1, canvas cell k predicts the token that belongs in cell k.
Neither stream sees what is inside the hole nor where it is, so both are computed once for a document.

Positions: F token i sits at i. Cell k of a canvas sits at a + k. Seen from a canvas, B token j sits at j + delta with
delta = n - (b - a): the suffix begins right behind the last cell whatever the true length was. Rotary phases are
relative, so B may be stored at any absolute position and be rotated by one constant.

This file is the reference for engine/graph and engine/runtime; the engine's logits are tested against it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

STREAM_F, STREAM_B, STREAM_CANVAS = 0, 1, 2


@dataclass(frozen=True)
class Config:
    """Sizes of a body; written to config.json under the same names."""

    vocab_size: int = 4096
    hidden_size: int = 256
    intermediate_size: int = 640
    num_hidden_layers: int = 4
    num_attention_heads: int = 4
    num_key_value_heads: int = 2
    head_dim: int = 64
    rope_theta: float = 10000.0
    rms_norm_eps: float = 1e-6
    window: int = 256
    pad_token_id: int = 0
    bos_token_id: int = 1
    eos_token_id: int = 2
    mask_token_id: int = 3
    delete_token_id: int = 4
    expand_token_id: int = 5

    def to_json(self) -> dict:
        return {"model_type": "remask_streams", **asdict(self)}


class RMSNorm(nn.Module):
    def __init__(self, size: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, (x.shape[-1],), self.weight, self.eps)


Phases = tuple[Tensor, Tensor]


def phases(positions: Tensor, dim: int, theta: float) -> Phases:
    """cos and sin of the rotary angles. positions: [rows] or [batch, rows] -> [rows, dim/2] or [batch, 1, rows, dim/2]."""
    half = dim // 2
    inverse_frequency = theta ** (-torch.arange(half, dtype=torch.float64, device=positions.device) / half)
    angle = (positions.double().unsqueeze(-1) * inverse_frequency).float()
    if angle.dim() == 3:
        angle = angle.unsqueeze(1)
    return angle.cos(), angle.sin()


def rotate(x: Tensor, phase: Phases) -> Tensor:
    """Rotary embedding in the half-rotate layout. x: [batch, heads, rows, dim]."""
    cos, sin = (part.to(x.dtype) for part in phase)
    left, right = x.chunk(2, dim=-1)
    return torch.cat([left * cos - right * sin, right * cos + left * sin], dim=-1)


class Block(nn.Module):
    """Pre-norm attention with per-head q/k norm, then SwiGLU."""

    def __init__(self, c: Config):
        super().__init__()
        self.c = c
        q, kv = c.num_attention_heads * c.head_dim, c.num_key_value_heads * c.head_dim
        self.input_layernorm = RMSNorm(c.hidden_size, c.rms_norm_eps)
        self.q_proj = nn.Linear(c.hidden_size, q, bias=False)
        self.k_proj = nn.Linear(c.hidden_size, kv, bias=False)
        self.v_proj = nn.Linear(c.hidden_size, kv, bias=False)
        self.o_proj = nn.Linear(q, c.hidden_size, bias=False)
        self.q_norm = RMSNorm(c.head_dim, c.rms_norm_eps)
        self.k_norm = RMSNorm(c.head_dim, c.rms_norm_eps)
        self.post_attention_layernorm = RMSNorm(c.hidden_size, c.rms_norm_eps)
        self.gate_proj = nn.Linear(c.hidden_size, c.intermediate_size, bias=False)
        self.up_proj = nn.Linear(c.hidden_size, c.intermediate_size, bias=False)
        self.down_proj = nn.Linear(c.intermediate_size, c.hidden_size, bias=False)

    def qkv(self, x: Tensor, phase: Phases) -> tuple[Tensor, Tensor, Tensor]:
        """x: [batch, rows, hidden] -> q [batch, heads, rows, dim], k and v [batch, kv heads, rows, dim]; q, k rotated."""
        h, d = self.input_layernorm(x), self.c.head_dim
        split = lambda y: y.unflatten(-1, (-1, d)).transpose(1, 2)
        q, k, v = split(self.q_proj(h)), split(self.k_proj(h)), split(self.v_proj(h))
        return rotate(self.q_norm(q), phase), rotate(self.k_norm(k), phase), v

    def finish(self, x: Tensor, attended: Tensor) -> Tensor:
        x = x + self.o_proj(attended.transpose(1, 2).flatten(2))
        h = self.post_attention_layernorm(x)
        return x + self.down_proj(F.silu(self.gate_proj(h)) * self.up_proj(h))


class StreamsModel(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.config = config
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.embed_streams = nn.Embedding(3, config.hidden_size)
        self.layers = nn.ModuleList(Block(config) for _ in range(config.num_hidden_layers))
        self.norm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.apply(self._init)
        for layer in self.layers:
            for projection in (layer.o_proj, layer.down_proj):
                nn.init.normal_(projection.weight, std=0.02 / (2 * config.num_hidden_layers) ** 0.5)

    @staticmethod
    def _init(module: nn.Module) -> None:
        if isinstance(module, (nn.Linear, nn.Embedding)):
            nn.init.normal_(module.weight, std=0.02)

    def embed(self, ids: Tensor, streams: Tensor) -> Tensor:
        return self.embed_tokens(ids) + self.embed_streams(streams)

    def hidden(self, ids: Tensor, streams: Tensor, positions: Tensor, mask: Tensor) -> Tensor:
        """One pass over all rows under an explicit mask: the plain definition of the model.

        ids, streams: [batch, rows]; positions: [rows] or [batch, rows]; mask: bool [rows, rows] or [batch, 1, rows, rows],
        True where the row (first index) may attend. Returns the normed hidden state [batch, rows, hidden].
        """
        x = self.embed(ids, streams)
        phase = phases(positions, self.config.head_dim, self.config.rope_theta)
        for layer in self.layers:
            q, k, v = layer.qkv(x, phase)
            attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, enable_gqa=True)
            x = layer.finish(x, attended)
        return self.norm(x)

    def logits(self, hidden: Tensor) -> Tensor:
        """The head is the embedding matrix (tied). hidden: [..., hidden] -> [..., vocab]."""
        return hidden @ self.embed_tokens.weight.T


def stream_mask(length: int, window: int, canvases: list[tuple[int, int, int]]) -> Tensor:
    """The whole training mask of one window: rows are [F (length); B (length); canvas cells, canvas by canvas].

    canvases: (a, b, n) with the hole [a, b) and its number of cells n. Returns bool [rows, rows].
    """
    rows = 2 * length + sum(n for _, _, n in canvases)
    i = torch.arange(length)
    mask = torch.zeros(rows, rows, dtype=torch.bool)
    distance = i[:, None] - i[None, :]
    mask[:length, :length] = (distance >= 0) & (distance < window)
    mask[length : 2 * length, length : 2 * length] = (distance <= 0) & (-distance < window)
    start = 2 * length
    for a, b, n in canvases:
        cells = slice(start, start + n)
        mask[cells, max(0, a - window) : a] = True
        mask[cells, length + b : length + min(length, b + window)] = True
        mask[cells, cells] = True
        start += n
    return mask
