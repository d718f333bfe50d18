# The assistant in a container: without root's rights, and with nothing in it that can be written to but /data and /tmp.
#   docker build -t inspection-assistant . && docker compose up      (see docs/operation.md)
ARG PYTHON=3.11.14-slim-bookworm

FROM python:${PYTHON} AS packages
WORKDIR /build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements.lock ./
# The build of torch for processors alone: pip would take one of several GB. All others as they were tried.
RUN pip install "$(grep '^torch==' requirements.lock)" --index-url https://download.pytorch.org/whl/cpu \
    && pip install -r requirements.lock
# Language models (docs/operation.md): --build-arg EXTRAS="langchain-openai langchain-ollama"
ARG EXTRAS=""
# hadolint ignore=DL3013,SC2086  # several packages in one word; their versions are held to the lock where it has them
RUN if [ -n "$EXTRAS" ]; then pip install -c requirements.lock $EXTRAS; fi

FROM python:${PYTHON}
LABEL org.opencontainers.image.title="Inspection assistant" \
      org.opencontainers.image.description="Ask police inspection letters and reports; every finding is shown with its checked source." \
      org.opencontainers.image.licenses="MIT"
RUN groupadd --gid 10001 inspection \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin inspection \
    && install -d -o inspection -g inspection -m 0700 /data
COPY --from=packages /venv /venv
WORKDIR /app
COPY app.py pyproject.toml LICENSE ./
COPY corpus ./corpus
COPY index ./index
COPY assistant ./assistant
COPY screens ./screens
RUN python -m compileall -q /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp \
    HOST=0.0.0.0 PORT=7860 INSPECTION_DATA=/data LOG_FORMAT=json LOG_LEVEL=info
USER 10001:10001
VOLUME /data
EXPOSE 7860
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=300s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health', timeout=5)"]
CMD ["python", "app.py"]
