"""`python3 -m borderops.launcher COMMAND`: what each Make target runs."""

import argparse
import sys

from borderops.launcher import installing
from borderops.launcher.say import Refusal, line


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python3 -m borderops.launcher", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    commands.add_parser("setup", help="Python packages into .venv, the interface into static/built").set_defaults(
        act=lambda _: installing.setup()
    )
    return top


def main() -> int:
    arguments = parser().parse_args()
    try:
        return int(arguments.act(arguments) or 0)
    except Refusal as refusal:
        line(f"\n{refusal}")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
