"""What all tiny models share: random weights, a byte-level tokenizer with few tokens, and the files of a published folder."""

import json
from pathlib import Path

import torch
from safetensors.torch import save_file

SEED = 20261124
#: Texts whose ids the engine's tokenizer must agree on.
TEXTS = ["return 12", "def f(x):\n    return x + 1\n", "naïve 🙂 a  b\t<|mask|>"]
MERGES = ["Ġ Ġ", "ĠĠ ĠĠ", "i n", "e r", "r e", "re t", "ret u", "retu r", "retur n"]


def randomise(model: torch.nn.Module, dtype: torch.dtype, seed: int = SEED) -> torch.nn.Module:
    """Fills all parameters so that logits differ clearly, rounded to what the file will hold."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            noise = torch.randn(parameter.shape, generator=generator)
            if parameter.dim() > 1:
                value = noise * 1.0 / parameter.shape[-1] ** 0.5
            elif name.endswith("bias"):
                value = 0.3 * noise
            else:
                value = 1 + 0.2 * noise
            parameter.copy_(value.to(dtype).to(torch.float32))
    return model.float().eval()


def byte_characters() -> list[str]:
    """GPT-2's alphabet: one printable character per byte."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    table = {byte: chr(byte) for byte in printable} | {byte: chr(256 + n) for n, byte in enumerate(others)}
    return [table[byte] for byte in range(256)]


def vocabulary() -> dict[str, int]:
    tokens = byte_characters() + [merge.replace(" ", "") for merge in MERGES]
    return {token: index for index, token in enumerate(tokens)}


#: Ids behind the ordinary vocabulary, in this order: the end of text, the mask, and what else a family names.
FIRST_SPECIAL = 256 + len(MERGES)
#: Rows of the embedding; the last ones belong to no token, as in the published models.
ROWS = 280


def write_parts(folder: Path, specials: list[str], tokenizer_class: str) -> None:
    """vocab.json, merges.txt and added_tokens.json: the older layout."""
    write_json(folder / "vocab.json", vocabulary())
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(MERGES) + "\n", encoding="utf-8")
    write_json(folder / "added_tokens.json", {token: FIRST_SPECIAL + n for n, token in enumerate(specials)})
    write_json(folder / "tokenizer_config.json", {"tokenizer_class": tokenizer_class, "model_max_length": 4096})


def write_tokenizer(folder: Path, specials: list[str], pattern: str | None = None) -> None:
    """tokenizer.json, as the tokenizers library saves it."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers

    pairs = [tuple(merge.split(" ")) for merge in MERGES]
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary(), merges=pairs))
    split = [pre_tokenizers.Split(Regex(pattern), "isolated")] if pattern else []
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=pattern is None)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([*split, byte_level])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in specials])
    tokenizer.save(str(folder / "tokenizer.json"))
    write_json(folder / "tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast"})


def write_weights(folder: Path, tensors: dict[str, torch.Tensor], dtype: torch.dtype, shards: int = 1) -> None:
    """model.safetensors, or shards of it with their index."""
    stored = {name: tensor.detach().to(dtype).contiguous().clone() for name, tensor in sorted(tensors.items())}
    if shards == 1:
        save_file(stored, folder / "model.safetensors", metadata={"format": "pt"})
        return
    names = list(stored)
    weight_map = {}
    for shard in range(shards):
        file = f"model-{shard + 1:05d}-of-{shards:05d}.safetensors"
        part = names[shard::shards]
        save_file({name: stored[name] for name in part}, folder / file, metadata={"format": "pt"})
        weight_map |= {name: file for name in part}
    total = sum(tensor.nbytes for tensor in stored.values())
    write_json(folder / "model.safetensors.index.json", {"metadata": {"total_size": total}, "weight_map": weight_map})


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def rounded(logits: torch.Tensor) -> list:
    return [[round(value, 4) for value in row] for row in logits.tolist()]


def random_ids(count: int, seed: int) -> list[int]:
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(0, FIRST_SPECIAL, (count,), generator=generator).tolist()
