"""A small BPE of characters that falls back on bytes, laid out as Gemma's is, and how the tokenizers library reads it.

    python test/reference/byte_fallback.py
"""

import json
from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "test" / "fixtures" / "reference" / "byteFallback.json"
SAMPLE = ROOT / "samples" / "workspace" / "src"

CONTROLS = ["<pad>", "<eos>", "<bos>", "<unk>"]
#: Text that is a token of its own, and does not come from merges.
WRITTEN = ["\n\n", "\n\n\n", "\t\t"]
#: Published beside them, and not what text is made of.
NAMED = ["<table>"]
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
TOKENS = 160


def trained() -> tuple[list[str], list[list[str]]]:
    """Pieces in the order of their ids, and merges."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    # A word at a time only for training: used, a text is one word.
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split("\n", "isolated"), pre_tokenizers.Metaspace(prepend_scheme="never")]
    )
    trainer = trainers.BpeTrainer(vocab_size=TOKENS, initial_alphabet=["é"], show_progress=False)
    tokenizer.train([str(path) for path in sorted(SAMPLE.iterdir())], trainer)
    model = json.loads(tokenizer.to_str())["model"]
    pieces = sorted(model["vocab"], key=model["vocab"].get)
    runs = [["▁", "▁"], ["▁▁", "▁▁"]]
    return pieces + ["".join(run) for run in runs], runs + [list(pair) for pair in model["merges"]]


def added(content: str, index: int, special: bool) -> dict:
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": special}
    return {"id": index, "content": content, **flags}


def described() -> dict:
    pieces, merges = trained()
    others = [*WRITTEN, *NAMED]
    vocabulary = [*CONTROLS, *others, *BYTES, *pieces]
    # Published as an added token, too: as such it is met only where a text has these characters themselves.
    run = added("▁▁", vocabulary.index("▁▁"), False)
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            *(added(token, i, i < len(CONTROLS)) for i, token in enumerate([*CONTROLS, *others])),
            run,
        ],
        "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
        "pre_tokenizer": {
            "type": "Split",
            "pattern": {"String": " "},
            "behavior": "MergedWithPrevious",
            "invert": False,
        },
        "post_processor": None,
        "decoder": {
            "type": "Sequence",
            "decoders": [
                {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
                {"type": "ByteFallback"},
                {"type": "Fuse"},
            ],
        },
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": "<unk>",
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": True,
            "byte_fallback": True,
            "ignore_merges": False,
            "vocab": {token: i for i, token in enumerate(vocabulary)},
            "merges": merges,
        },
    }


TEXTS = [
    "",
    "export function total(cart: Cart): number {\n  return cart.items.length;\n}\n",
    "if (a) {\n\n\n    b =  c;\n\n}\n\n\n\n",
    " leading and trailing ",
    "\t\t\tconst x = 'é, 日本, 👩‍👧, e\u0301';",
    "<0x41> is no byte",
]


def main() -> None:
    description = described()
    tokenizer = Tokenizer.from_str(json.dumps(description))
    vectors = [{"text": text, "ids": tokenizer.encode(text, add_special_tokens=False).ids} for text in TEXTS]
    fixture = {"tokenizer": description, "vectors": vectors}
    TARGET.write_text(json.dumps(fixture, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
