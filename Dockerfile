# One image for web, worker, beat and the commands. Built as set-up builds a checkout; nothing of the build's tools is in what runs.
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS build
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends ca-certificates nodejs npm python3 python3-venv
WORKDIR /srv/borderops
# The locks first: a change of ours does not fetch packages anew.
COPY package.json package-lock.json .npmrc ./
COPY requirements requirements
COPY borderops/__init__.py borderops/__init__.py
COPY borderops/launcher borderops/launcher
COPY static/ui static/ui
RUN python3 -m borderops.launcher setup --lock base
COPY . .
RUN BORDEROPS_SECRET_KEY=used-for-this-one-command .venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
 && .venv/bin/python -m compileall -q . \
 && rm -rf node_modules .run static/ui tests bench

FROM ${BASE}
ENV DEBIAN_FRONTEND=noninteractive PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=/tmp PATH=/srv/borderops/.venv/bin:$PATH
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends ca-certificates fonts-dejavu-core fonts-liberation libharfbuzz-subset0 \
      libpango-1.0-0 libpangoft2-1.0-0 python3 tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /srv/borderops --shell /usr/sbin/nologin borderops \
 && install -d -o borderops -g borderops -m 0700 /var/lib/borderops /var/lib/borderops/files
WORKDIR /srv/borderops
COPY --from=build /srv/borderops /srv/borderops
# Owned by root: what serves requests cannot change the code that it runs.
USER 10001
ENV BORDEROPS_BIND=0.0.0.0:8000 FORWARDED_ALLOW_IPS=*
EXPOSE 8000
CMD ["gunicorn", "borderops.wsgi", "--config", "borderops/launcher/gunicorn.py"]
