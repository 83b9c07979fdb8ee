"""Write the lock files anew: every package with its hashes, no address of any registry in them."""

from __future__ import annotations

import subprocess
import sys

COMMON = ("--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet", "--upgrade")
LOCKS = {
    "requirements.lock": ("pyproject.toml",),
    "requirements-dev.lock": (
        "pyproject.toml",
        "--extra",
        "dev",
        "--extra",
        "browser",
        "--extra",
        "postgres",
        "--extra",
        "timestamps",
    ),
    "requirements-bench.lock": ("pyproject.toml", "--extra", "bench", "--constraint", "requirements-dev.lock"),
    "tests/exports/ecosystem/tools.lock": ("tests/exports/ecosystem/tools.in",),
    "tests/exports/ecosystem/ftm.lock": ("tests/exports/ecosystem/ftm.in",),
    "requirements-build.lock": ("requirements-build.in", "--constraint", "requirements-dev.lock"),
}


def main() -> None:
    """Compile each lock with uv, which is installed if need be."""
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    for name, given in LOCKS.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", *given, *COMMON, "--output-file", name]
        subprocess.run(command, check=True)
        print(f"wrote {name}")


if __name__ == "__main__":
    main()
