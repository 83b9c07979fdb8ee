"""Everything that can be used has a page; what pages say of it is current; the tutorial runs."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from habeas import errors
from habeas.claims import CLAIMS
from habeas.cli import cli
from habeas.documents import FORMATS
from habeas.exports import EXPORTS
from habeas.register.custody import STATES
from habeas.register.inclusion import RULES

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [
    *(f"commands/{name}.md" for name in cli.commands),
    *(f"claims/{kind}.md" for kind in CLAIMS),
    *(f"formats/{name}.md" for name in FORMATS),
    *(f"exports/{name}.md" for name in EXPORTS),
]


@pytest.mark.parametrize("page", PAGES)
def test_everything_has_a_page_with_words_of_its_own(page: str):
    own = (DOCS / "reference" / page).read_text("utf-8").partition("<!-- made")[0]
    assert len(own.split()) >= 8


def test_the_made_parts_are_current():
    ran = subprocess.run(
        [sys.executable, "tools/make_docs.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout


def test_every_error_code_is_listed_and_drawn():
    page = (DOCS / "reference" / "errors.md").read_text("utf-8")
    tree = errors.__doc__ or ""
    for name in errors.__all__:
        cls = getattr(errors, name)
        assert f"`{cls.code}`" in page
        assert name in tree


def test_every_state_and_rule_is_described():
    states, rules = ((DOCS / "reference" / name).read_text("utf-8") for name in ("custody-states.md", "inclusion.md"))
    assert all(f"`{state}`" in states for state in STATES)
    assert all(f"## `{rule}`" in rules for rule in RULES)


def test_every_page_can_be_reached_from_the_first():
    reached: set[Path] = set()
    waiting = [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or DOCS not in page.parents:
            continue
        reached.add(page)
        links = re.findall(r"\]\(([^)#\s:]+\.md)[^)]*\)", page.read_text("utf-8"))
        waiting += [(page.parent / link).resolve() for link in links]
    assert sorted(set(DOCS.rglob("*.md")) - reached) == []


def test_every_setting_in_the_environment_is_told():
    told = "".join(page.read_text("utf-8") for page in DOCS.rglob("*.md"))
    code = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    settings = re.compile(r"HABEAS_[A-Z_]*[A-Z]\b(?!_)")
    assert set(settings.findall(code)) - set(settings.findall(told)) == set()


def test_every_link_between_pages_resolves():
    for page in [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]:
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8")):
            if "://" not in link:
                assert (page.parent / link).exists(), (page.name, link)


RUN = {"tutorial/first-article.md": 12, "how-to/back-up-a-record.md": 10}
"""Pages whose commands are run, with how many there are at least."""


def steps(page: str) -> list[tuple[str, str]]:
    """The commands of a page with what they print."""
    text = (DOCS / page).read_text("utf-8")
    blocks = "".join(re.findall(r"```console\n(.*?)```", text, re.DOTALL))
    parts = re.split(r"^\$ (.*)\n", blocks, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def pattern(expected: str) -> str:
    """What a page says is printed: `...` in a line stands for anything in it, alone on a line for any lines."""
    lines = expected.strip("\n").splitlines()
    return "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*?") + r"\n" for line in lines
    )


@pytest.mark.parametrize("page", RUN)
def test_a_page_runs_and_prints_what_it_says(page: str, tmp_path: Path):
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HABEAS_LEDGER": "",
    }
    found = steps(page)
    assert len(found) >= RUN[page]
    source = ""
    for command, expected in found:
        if command == "cat report.txt":
            (tmp_path / "report.txt").write_text(expected, "utf-8")
        words = shlex.split(command.replace("$SOURCE", source))
        ran = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, (command, ran.stderr)
        printed = ran.stdout + ran.stderr
        assert re.fullmatch(pattern(expected), printed.strip("\n") + "\n" * bool(printed)), (
            f"$ {command}\n{printed}\nand not\n{expected}"
        )
        if words[1] == "source":
            source = printed.split()[0]
