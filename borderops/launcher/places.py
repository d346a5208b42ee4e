"""Where this checkout keeps what it runs: the one place that knows folders."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RUN = ROOT / ".run"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILT = ROOT / "static" / "built"
MODULES = ROOT / "node_modules"
LOGS = RUN / "logs"
