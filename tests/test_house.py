"""What holds for every file of the project."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FORBIDDEN = [
    re.compile("/" + "work/"),
    re.compile("/" + "opt/pypi"),
    re.compile("/" + r"root/\."),
    re.compile(r"index-" + r"url\s*[=:]?\s*\S"),
    re.compile("extra-" + "index"),
]


def committed() -> list[Path]:
    ran = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in ran.stdout.split("\0") if name]


def test_no_committed_file_names_a_path_of_a_machine_or_a_registry():
    for path in committed():
        if path.exists() and path.suffix not in {".pdf", ".png", ".docx"}:
            text = path.read_text("utf-8", errors="replace")
            for pattern in FORBIDDEN:
                allowed = path.name == "lock.py"
                assert allowed or not pattern.search(text), (path.relative_to(ROOT).as_posix(), pattern.pattern)


def test_the_users_article_is_not_committed():
    seeds = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    for seed in seeds:
        words = seed.read_text("utf-8").split()
        runs = {" ".join(words[at : at + 9]) for at in range(3, len(words) - 9)}
        for path in committed():
            if path.exists() and path.suffix in {".md", ".py", ".txt", ".html", ".toml", ".eml", ".csv"}:
                text = " ".join(path.read_text("utf-8", errors="replace").split())
                assert not any(run in text for run in runs), path.name


def test_modules_are_short():
    for path in (ROOT / "src").rglob("*.py"):
        lines = len(path.read_text("utf-8").splitlines())
        assert lines <= 560, f"{path.name} has {lines} lines"
