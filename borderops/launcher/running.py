"""Runs one outside command to its end, quietly, and turns its failure into a sentence."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from borderops.launcher.places import LOGS, ROOT
from borderops.launcher.say import Refusal

NO_NETWORK = ("Could not resolve", "Temporary failure", "Name or service not known", "ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT",
              "dns error", "Network is unreachable", "Connection refused", "error sending request", "Failed to fetch",
              "Could not connect")  # fmt: skip
NO_SPACE = ("No space left on device", "ENOSPC")


def run(
    command: Sequence[str | Path],
    *,
    what: str,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    warned: str = "",
    warnings: bool = False,
) -> str:
    """The command's standard output, with `warnings` all that it said. Raises Refusal naming the kept log when it fails.

    `warned` is what a command before it said and went on: apt-get lets a list of packages that it could not fetch pass, and then finds no
    package.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    except FileNotFoundError as error:
        raise Refusal(f"{what} needs the program {words[0]}, which is not on this machine.") from error
    if done.returncode:
        raise Refusal(explain(what, warned + done.stdout + done.stderr))
    return done.stdout + (done.stderr if warnings else "")


def explain(what: str, output: str) -> str:
    """One sentence on why a step failed, from what its command printed."""
    if any(sign in output for sign in NO_SPACE):
        return f"{what} failed because the disk is full: free some space and run the same command again."
    kept = keep(what, output)
    if any(sign in output for sign in NO_NETWORK):
        return (
            f"{what} could not reach its package registry: check this machine's network or proxy and run the same command again ({kept})."
        )
    last = [text.strip() for text in output.splitlines() if text.strip()][-1:] or ["it printed nothing"]
    return f"{what} failed: {last[0]} (all of it is in {kept})."


def keep(what: str, output: str) -> Path:
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / ("".join(letter if letter.isalnum() else "-" for letter in what.lower()) + ".log")
    path.write_text(output, encoding="utf-8")
    return path.relative_to(ROOT)
