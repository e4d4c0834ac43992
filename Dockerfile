# The service as a small image: built in one stage, run by nobody in particular in the other.
FROM python:3.11-slim-bookworm AS build

WORKDIR /src
RUN python -m venv /opt/qbank
COPY requirements.lock ./
RUN /opt/qbank/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY app ./app
COPY migrations ./migrations
COPY seed ./seed
RUN /opt/qbank/bin/pip install --no-cache-dir --no-deps .


FROM python:3.11-slim-bookworm

# Nothing is written outside of /data, so the root file system may be read-only.
ENV PATH=/opt/qbank/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    QBANK_DATA_DIR=/data \
    QBANK_HOST=0.0.0.0 \
    QBANK_PORT=8000

RUN groupadd --system --gid 10001 qbank \
    && useradd --system --uid 10001 --gid qbank --home-dir /data --no-create-home qbank \
    && install --directory --owner qbank --group qbank --mode 0700 /data
COPY --from=build /opt/qbank /opt/qbank

USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['QBANK_PORT'] + '/healthz', timeout=2)"]
STOPSIGNAL SIGTERM
CMD ["qbank", "serve"]
