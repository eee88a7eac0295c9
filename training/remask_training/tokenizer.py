"""The bundled model's tokenizer: byte-level BPE whose specials no text can reach.

The sixteen specials are plain vocabulary entries 0-15, not "added tokens": no merge produces them, so a user's text
that spells `<|remask:mask|>` is encoded as ordinary bytes. Every character class in the pattern is spelled out (no
`\\s`), because regex dialects disagree about it and the same file is read by Rust here and by JavaScript in the engine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

NAMED_SPECIALS = ("pad", "bos", "eos", "mask", "delete", "expand")
SPECIALS = [f"<|remask:{name}|>" for name in (*NAMED_SPECIALS, *(f"reserved{i}" for i in range(6, 16)))]
PAD, BOS, EOS, MASK, DELETE, EXPAND = range(len(NAMED_SPECIALS))

PATTERN = "|".join(
    [
        r"\r?\n[ \t]*",  # a line break with the next line's indentation
        r" ?[\p{L}_$][\p{L}\p{M}_$]*",  # a word; digits stand alone
        r" ?\p{N}",
        r" ?[^ \t\r\n\p{L}\p{N}_$]+",  # punctuation, symbols and every other kind of space
        r"[ \t]+(?![^ \t\r\n])",  # blanks, but the last one goes with the word that follows
        r"[ \t]+",
        r"\r",
    ]
)


def train_tokenizer(texts: Iterable[str], vocab_size: int) -> Tokenizer:
    """Byte-level BPE over `texts`; `vocab_size` counts the specials and the 256 bytes."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        special_tokens=SPECIALS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        max_token_length=32,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return without_added_tokens(tokenizer)


def without_added_tokens(tokenizer: Tokenizer) -> Tokenizer:
    """Keeps the specials' ids but drops the rule that finds them in text."""
    description = json.loads(tokenizer.to_str())
    description["added_tokens"] = []
    return Tokenizer.from_str(json.dumps(description))


def encode(tokenizer: Tokenizer, text: str) -> list[int]:
    return tokenizer.encode(text, add_special_tokens=False).ids


def save_tokenizer(tokenizer: Tokenizer, folder: Path) -> None:
    """Writes tokenizer.json and the small tokenizer_config.json that Hugging Face's loaders expect beside it."""
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "add_prefix_space": False,
        "clean_up_tokenization_spaces": False,
        "model_max_length": 1_000_000,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")
