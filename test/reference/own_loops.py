"""Decoding loops run from checkouts of their authors' repositories, on any body. None of their code is kept here."""

import importlib.util
import sys
import types
from pathlib import Path

import torch

import llada
from cases import Facts, Forward


def source(path: str) -> types.ModuleType:
    """One file of a checkout in `--sources`, imported by itself."""
    if llada.SOURCES is None:
        raise SystemExit("--sources is needed for this family")
    name = Path(path).stem + "_source"
    spec = importlib.util.spec_from_file_location(name, llada.SOURCES / path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def coda(forward: Forward, facts: Facts, ids: list[int], hole: range, steps: int, banned: list[int]) -> list[int]:
    """SalesforceAIResearch/CoDA: `maskgit_plus` at temperature 0. Specials are suppressed by its own hook."""
    module = source("CoDA/CoDALanguageModel/generation_utils.py")

    class Body(module.DLMGenerationMixin):
        device = torch.device("cpu")
        config = types.SimpleNamespace(max_position_embeddings=512)

        def __call__(self, x, attention_mask=None):
            return forward(x[0].tolist())[None], None

    def suppress(step, x, logits):
        logits[..., banned] = -torch.inf
        return logits

    config = module.DLMGenerationConfig(
        alg="maskgit_plus", steps=steps, mask_token_id=facts.mask, max_length=len(ids), _from_model_config=True
    )
    hooks = {"generation_tokens_hook_func": lambda step, x, logits: x, "generation_logits_hook_func": suppress}
    result = Body()._sample(torch.tensor([ids]), None, config, **hooks)
    return result[0].tolist()[hole.start : hole.stop]


def dream_on(forward: Forward, facts: Facts, ids: list[int], hole: range, steps: int, banned: list[int]) -> list[int]:
    """DreamLM/DreamOn: expands, deletes and pads to the right as its scripts have it, here at temperature 0."""
    # Only used to read the command line.
    sys.modules.setdefault("omegaconf", types.SimpleNamespace(OmegaConf=None))
    module = source("DreamOn/eval/generator.py")
    free = [facts.extra["expand"], facts.extra["delete"]]
    others = [token for token in banned if token not in free]

    def model(x, attention_mask, positions):
        window = int(attention_mask[0, 0].any(-1).sum())
        logits = forward(x[0, :window].tolist())
        logits[:, others] = -torch.inf
        rest = torch.zeros(x.shape[1] - window, logits.shape[-1])
        return types.SimpleNamespace(logits=torch.cat([logits, rest])[None])

    settings = dict(vars(module.MDMGeneratorArgs()), alg="entropy", dtype="fp32", device="cpu", batch_size=1)
    settings |= {"min_gen_len": len(hole), "max_gen_len": 64, "steps": 256, "delete_eos_token": True}
    tokenizer = types.SimpleNamespace(mask_id=facts.mask, expand_id=free[0], eos_id=free[1])
    generator = module.MDMGenerator(types.SimpleNamespace(**settings), model, tokenizer)
    begin, end = facts.extra["begin"], facts.extra["end"]
    x, length = generator.batch_generate_with_expand_as_token(torch.tensor([begin + ids + end]))
    return x[0].tolist()[len(begin) + hole.start :][:length]
