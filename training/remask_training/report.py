"""The figures of an evaluation as Markdown tables."""

from __future__ import annotations


def percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def number(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def rows(head: list[str], body: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def table(figures: dict) -> str:
    parts = [accuracy_table(figures["tokens"]), likelihood_table(figures["tokens"])]
    if figures.get("recall"):
        parts.append(recall_table(figures["recall"]))
    parts.append(fills_table(figures["fills"], figures["left_to_right"]))
    if figures.get("fills_with_project"):
        parts.append(project_table(figures["fills_with_project"]))
    parts.append(repair_table(figures["repair"]))
    if "human_eval" in figures:
        parts.append(human_eval_table(figures["human_eval"]))
    return "\n\n".join(parts)


def accuracy_table(tokens: dict) -> str:
    names = ("model", "two_sided", "bigram", "unigram")
    body = [
        [language, percent(float(rate)), *(percent(f.get(name)) for name in names), str(f["cells"])]
        for language, group in tokens.items()
        for rate, f in group["accuracy"].items()
    ]
    return rows(["Masked cells guessed", "masked", "model", "both neighbours", "left neighbour", "unigram", "cells"], body)


def likelihood_table(tokens: dict) -> str:
    body = [
        [language, number(f["nelbo"]), number(f["nelbo_bits_per_byte"]), number(f["f_stream_nats"]), number(f["f_stream_bits_per_byte"])]
        for language, f in tokens.items()
    ]
    return rows(["Likelihood", "NELBO, nats per token", "bits per byte", "left to right, nats per token", "bits per byte"], body)


def recall_table(recall: dict) -> str:
    body = [
        [language, number(f["before"]), number(f["after"]), number(f.get("with_project")), str(f["cells"])]
        for language, f in recall.items()
    ]
    head = ["Masked cells next to known ones", "model, nats", "with the file's repetitions", "and the project's", "cells"]
    return rows(head, body)


def fills_table(fills: dict, left_to_right: dict) -> str:
    body = [
        [
            name, str(f["holes"]), percent(f["exact_own_length"]), percent(f["exact_known_length"]),
            percent(left_to_right.get(name.removesuffix(" line"), {}).get("exact_known_length")),
            number(f["similarity_own_length"]), number(f["similarity_known_length"]), percent(f["parses"]),
            f"{number(f['length_error'])} ({number(f['length_error_of_the_median'])})", percent(f["tokens_right_known_length"]),
            number(f["calibration_error"], 3), number(f["ms_per_pass"], 1), number(f["passes"], 1), number(f["drafts"], 1), number(f["ms_per_hole"], 0),
        ]
        for name, f in fills.items()
    ]  # fmt: skip
    head = [
        "Holes filled by the engine", "holes", "exact, own length", "exact, true length", "left to right, true length",
        "similarity, own", "similarity, true", "parses", "length error (always the median)", "tokens right, true length", "ECE",
        "ms per pass", "passes of all drafts", "drafts", "ms per hole",
    ]  # fmt: skip
    return rows(head, body)


def project_table(fills: dict) -> str:
    body = [
        [
            name, str(f["holes"]), str(f["with_project"]), number(f["project_tokens"], 0), percent(f["exact_own_length"]),
            percent(f["exact_known_length"]), number(f["similarity_own_length"]), number(f["similarity_known_length"]),
            percent(f["parses"]), number(f["length_error"]), percent(f["tokens_right_known_length"]),
            number(f["calibration_error"], 3), f"{f['largest_package']} ({f['holes_of_largest']})",
            f"{percent(f['exact_own_without'])}, {percent(f['exact_known_without'])}",
        ]
        for name, f in fills.items()
    ]  # fmt: skip
    head = [
        "Holes filled by the engine, with the project's other files", "holes", "with such files", "their tokens (median)",
        "exact, own length", "exact, true length", "similarity, own", "similarity, true", "parses", "length error",
        "tokens right, true length", "ECE", "largest package (holes)", "exact without it: own, true",
    ]  # fmt: skip
    return rows(head, body)


def repair_table(repairs: dict) -> str:
    body = [
        [
            language, str(f["bugs"]), percent(f["top_1"]), percent(f["top_3"]), percent(f["top_1_by_chance"]),
            percent(f["fixed_when_told_where"]), percent(f["found_and_fixed"]),
        ]
        for language, f in repairs.items()
    ]  # fmt: skip
    return rows(["Planted bugs", "bugs", "found, top 1", "top 3", "top 1 by chance", "mended if told where", "found and mended"], body)


def human_eval_table(sets: dict) -> str:
    body = [
        [name.replace("_", " "), str(f["tasks"]), percent(f["pass_own_length"]), percent(f["pass_known_length"]), percent(f["parses"])]
        for name, f in sets.items()
    ]
    return rows(["HumanEval-Infilling", "tasks", "pass@1, own length", "pass@1, true length", "parses"], body)
