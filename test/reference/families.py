"""Makes test/fixtures/families: for each family a tiny random model in exactly the layout in which it is published, and
the logits that the public reference implementation gives for it.

    python3 test/reference/families.py [--only NAME ...] [--sources DIR]

Needs torch, transformers, safetensors and tokenizers. Families whose classes are not part of transformers are run from
checkouts of their public repositories in DIR (named as on GitHub: dllm, mdlm, bd3lms), and so are the decoding loops of
CoDA and DreamOn; none of that code is kept here.
"""

import argparse
import shutil
from collections.abc import Callable
from pathlib import Path

import torch

import cases
import dit
import gemma
import llada
import moe
import qwen
import tiny

FIXTURES = Path(__file__).parent.parent / "fixtures" / "families"
FAMILIES: dict[str, Callable[[Path], tuple[cases.Facts, cases.Forward]]] = {
    "open-dcoder": qwen.open_dcoder,
    "a2d-qwen2": qwen.a2d_qwen2,
    "fast-dllm-v2": qwen.fast_dllm_v2,
    "dream": qwen.dream,
    "dreamon": qwen.dream_on,
    "a2d-qwen3": qwen.a2d_qwen3,
    "a2d-qwen3-bd3lm": qwen.a2d_qwen3_blocks,
    "coda": qwen.coda,
    "sdar": qwen.sdar,
    "llada": llada.llada,
    "llada-moe": moe.llada_moe,
    "llada2": moe.llada2,
    "mdlm": dit.mdlm,
    "bd3lm": dit.bd3lm,
    "diffusion-gemma": gemma.diffusion_gemma,
}


def make(name: str) -> None:
    folder = FIXTURES / name / "model"
    shutil.rmtree(folder.parent, ignore_errors=True)
    folder.mkdir(parents=True)
    torch.manual_seed(tiny.SEED)
    facts, forward = FAMILIES[name](folder)
    cases.write_expected(folder.parent / "expected.json", facts, forward)
    print(name, sum(file.stat().st_size for file in folder.parent.rglob("*") if file.is_file()), "bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=FAMILIES, default=list(FAMILIES))
    parser.add_argument("--sources", type=Path, help="folder with checkouts of the public repositories")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    llada.SOURCES = arguments.sources
    for name in arguments.only:
        make(name)


if __name__ == "__main__":
    main()
