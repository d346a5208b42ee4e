"""Builds .venv from the hash lock and static/built from the front-end packages. Each part is skipped when its inputs have not changed."""

import hashlib
import json
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from borderops.launcher.places import BUILT, MODULES, PYTHON, ROOT, RUN, VENV
from borderops.launcher.running import run
from borderops.launcher.say import Refusal, step

MAIN_STYLESHEET = ROOT / "static" / "ui" / "build.scss"
GOVUK, MOJ = MODULES / "govuk-frontend", MODULES / "@ministryofjustice" / "frontend"
# Taken from the packages as they are. No fonts, no crest: those belong to GOV.UK and the Ministry, not to a police service.
VENDOR = {
    GOVUK / "dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
    MOJ / "moj/moj-frontend.min.js": "moj-frontend.min.js",
    MOJ / "moj/assets/images": "images",
}


def digest(paths: Iterable[Path]) -> str:
    """A fingerprint of the files' names and contents."""
    sha = hashlib.sha256()
    for path in sorted(paths):
        sha.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()


def is_current(stamp: Path, fingerprint: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == fingerprint


def uv() -> str:
    """The machine's uv, or one of our own from its hash lock."""
    if found := shutil.which("uv"):
        return found
    tools = RUN / "tools"
    if not (tools / "bin" / "uv").exists():
        with step("uv, which installs the Python packages"):
            run([sys.executable, "-m", "venv", tools], what="Making a virtual environment")
            pip = [str(tools / "bin" / "python"), "-m", "pip", "install", "--quiet", "--require-hashes"]
            run([*pip, "-r", str(ROOT / "requirements" / "uv.txt")], what="Installing uv")
    return str(tools / "bin" / "uv")


def install_python(lock: str = "dev") -> None:
    """`.venv` with exactly the packages of requirements/<lock>.txt; a fuller environment is left as it is."""
    if sys.version_info < (3, 11):  # noqa: UP036 — an older Python may well read this line
        raise Refusal(f"borderops needs Python 3.11 or later and this is {sys.version.split()[0]}: run PYTHON=python3.11 make ….")
    locks = {name: ROOT / "requirements" / f"{name}.txt" for name in ("base", "dev")}
    wanted = {name: digest([path]) + str(VENV) for name, path in locks.items()}
    stamp = VENV / "installed"
    acceptable = {wanted["dev"], wanted[lock]}
    if PYTHON.exists() and stamp.is_file() and stamp.read_text(encoding="utf-8") in acceptable:
        return
    installer = uv()
    with step(f"Python packages of requirements/{lock}.txt into .venv"):
        if not PYTHON.exists() or f"{VENV}" not in (VENV / "bin" / "activate").read_text(encoding="utf-8"):
            run([installer, "venv", "--quiet", "--clear", "--python", sys.executable, VENV], what="Making .venv")
        stamp.unlink(missing_ok=True)
        run([installer, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, locks[lock]], what="Installing Python packages")
        link_checkout()
        stamp.write_text(wanted[lock], encoding="utf-8")


def link_checkout() -> None:
    """Let every program of .venv import this checkout, whatever folder it is started in."""
    for packages in VENV.glob("lib/python*/site-packages"):
        (packages / "borderops.pth").write_text(f"{ROOT}\n", encoding="utf-8")


def front_end_lock() -> str:
    return digest([ROOT / "package-lock.json", ROOT / "package.json"])


def front_end_sources() -> str:
    return digest(path for path in MAIN_STYLESHEET.parent.rglob("*") if path.is_file()) + front_end_lock()


def needs_front_end_packages() -> bool:
    """Whether anything is left for npm to do."""
    return not is_current(MODULES / ".installed", front_end_lock()) or not is_current(BUILT / ".built", front_end_sources())


def install_interface() -> None:
    """`static/built`: the stylesheet compiled from static/ui/build.scss, and the packages' scripts, images and licences."""
    lock = front_end_lock()
    if not is_current(MODULES / ".installed", lock):
        with step("front-end packages of package-lock.json into node_modules"):
            run(["npm", "ci", "--no-progress"], what="Installing front-end packages")
            (MODULES / ".installed").write_text(lock, encoding="utf-8")
    sources = front_end_sources()
    if is_current(BUILT / ".built", sources):
        return
    with step("static/built: one stylesheet, two scripts, images and licences"):
        shutil.rmtree(BUILT, ignore_errors=True)
        run(["npm", "run", "--silent", "build"], what="Compiling the stylesheet")
        copy_vendor()
        (BUILT / ".built").write_text(sources, encoding="utf-8")


def copy_vendor() -> None:
    vendor = BUILT / "vendor"
    vendor.mkdir(parents=True)
    for source, name in VENDOR.items():
        if source.is_dir():
            shutil.copytree(source, vendor / name, ignore=shutil.ignore_patterns("moj-*", "govuk-*"))
        else:
            shutil.copyfile(source, vendor / name)
    described = [json.loads((package / "package.json").read_text(encoding="utf-8")) for package in (GOVUK, MOJ)]
    notices = [f"{package['name']} {package['version']}: {package['license']} licence" for package in described]
    (vendor / "LICENCES.txt").write_text("\n".join(notices) + "\n", encoding="utf-8")


def lock() -> None:
    """Work out the hash locks again from requirements/*.in and package.json. No registry's address is written into any of them."""
    words = ["--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header"]
    for name in ("base", "dev", "uv"):
        with step(f"requirements/{name}.txt"):
            run([uv(), "pip", "compile", *words, f"requirements/{name}.in", "-o", f"requirements/{name}.txt"], what=f"Locking {name}")
    with step("package-lock.json"):
        run(["npm", "install", "--package-lock-only", "--no-progress"], what="Locking front-end packages")


def setup(lock: str = "dev") -> None:
    install_python(lock)
    install_interface()
    (ROOT / "staticfiles").mkdir(exist_ok=True)
