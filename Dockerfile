# The base may be any image with Python 3.11 and its venv module.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
WORKDIR /srv/portal
COPY requirements-uv.txt requirements.txt ./
RUN python3 -m venv /opt/uv \
    && /opt/uv/bin/pip install --no-cache-dir --require-hashes -r requirements-uv.txt \
    && /opt/uv/bin/uv venv --python "$(command -v python3)" .venv \
    && /opt/uv/bin/uv pip install --no-cache --compile-bytecode --require-hashes -r requirements.txt
COPY manage.py gunicorn.conf.py ./
COPY laichau_portal laichau_portal
COPY articles articles
COPY stats stats
COPY templates templates
COPY static static
# Settings ask for a key; collecting files uses none.
RUN SECRET_KEY=used-for-this-step-alone-0123456789-0123456789 \
    .venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM ${BASE}
RUN groupadd --gid 10001 portal \
    && useradd --uid 10001 --gid portal --no-create-home --shell /usr/sbin/nologin portal \
    && install --directory --owner portal --group portal /data /data/media
COPY --from=build /srv/portal /srv/portal
WORKDIR /srv/portal
# gunicorn listens on PORT by itself.
ENV PATH=/srv/portal/.venv/bin:$PATH \
    PORT=8000 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATABASE_URL=sqlite:////data/db.sqlite3 \
    MEDIA_ROOT=/data/media
USER 10001:10001
VOLUME /data
EXPOSE 8000
# Asks under the portal's own name: other Host headers are refused.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os; from urllib.request import Request, urlopen; urlopen(Request('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', headers={'Host': os.environ.get('SITE_URL', '//127.0.0.1').split('/')[2]}), timeout=4)"]
CMD ["gunicorn", "laichau_portal.wsgi", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
