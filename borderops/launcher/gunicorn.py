"""How the web process serves: threads for a database-bound service, and a heartbeat file in memory. Used in demo and in the container."""

import os

bind = os.environ.get("BORDEROPS_BIND", "127.0.0.1:8000").split(",")
worker_class = "gthread"
workers = int(os.environ.get("BORDEROPS_WEB_PROCESSES", "2"))
threads = int(os.environ.get("BORDEROPS_WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 15
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 — a tmpfs, so that a busy disk never looks like a dead worker
control_socket_disable = True
loglevel = "warning"
# The service writes one structured line a request itself, without personal data.
accesslog = None
