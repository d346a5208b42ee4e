"""`python3 -m borderops.launcher COMMAND`: what each Make target runs."""

import argparse
import shlex
import sys

from borderops.launcher import checking, demo, installing, packages, testing
from borderops.launcher.places import Instance
from borderops.launcher.say import Refusal, line
from borderops.launcher.servers import Servers

DEVELOPMENT = {"BORDEROPS_DEMO": "1", "BORDEROPS_SECRET_KEY": "signs nothing but a developer's own sessions"}


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python3 -m borderops.launcher", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    setup = commands.add_parser("setup", help="Python packages into .venv, the interface into static/built")
    setup.add_argument("--lock", choices=["base", "dev"], default="dev", help="base: only what the service itself needs")
    setup.set_defaults(act=set_up)
    show = commands.add_parser("demo", help="the running service with demo data")
    show.add_argument("--instance", default="demo", help="a name for a second demo with data of its own")
    show.add_argument("--without-year", action="store_true", help="today alone, without the past year: ready much sooner")
    show.set_defaults(act=lambda arguments: demo.demo(arguments.instance, with_year=not arguments.without_year))
    commands.add_parser("check", help="what can be judged without running the service").set_defaults(act=lambda _: checking.check())
    commands.add_parser("format", help="mend what can be mended without thinking").set_defaults(act=lambda _: checking.put_in_format())
    commands.add_parser("locks", help="work out the hash locks again").set_defaults(act=lambda _: installing.lock())
    for name, act in (("test", testing.test), ("bench", testing.bench)):
        command = commands.add_parser(name, help=f"what make {name} runs; other words are handed on")
        command.set_defaults(act=lambda arguments, act=act: act(arguments.handed_on), hands_on=True)
    services = commands.add_parser("services", help="PostgreSQL and Redis alone, left running for a developer")
    services.add_argument(
        "--env", action="store_true", help='print the environment: eval "$(python3 -m borderops.launcher services --env)"'
    )
    services.set_defaults(act=start_services)
    commands.add_parser("stop", help="stop what `services` or the tests left running").set_defaults(act=lambda _: development().stop())
    return top


def set_up(arguments: argparse.Namespace) -> None:
    packages.ensure(packages.for_setup())
    installing.setup(arguments.lock)


def development() -> Servers:
    return Servers(Instance("dev"), durable=False, outlives=True)


def start_services(arguments: argparse.Namespace) -> None:
    servers = development()
    servers.ensure()
    if arguments.env:
        for name, value in {**servers.environment, **DEVELOPMENT}.items():
            print(f"export {name}={shlex.quote(value)}")
    else:
        line('They run until `python3 -m borderops.launcher stop`. For manage.py: eval "$(python3 -m borderops.launcher services --env)"')


def main() -> int:
    arguments, rest = parser().parse_known_args()
    if rest and not getattr(arguments, "hands_on", False):
        parser().error(f"{arguments.command} does not know {' '.join(rest)}")
    arguments.handed_on = rest
    try:
        return int(arguments.act(arguments) or 0)
    except Refusal as refusal:
        line(f"\n{refusal}")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
