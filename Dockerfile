# Kinapse in one image; the command chooses the part: prepare, web, relay or worker.
FROM python:3.11-slim-trixie AS base
RUN useradd --create-home --uid 10001 kinapse \
    && install --directory --owner kinapse /srv/kinapse /var/lib/kinapse
WORKDIR /srv/kinapse
ENV KINAPSE_VAR=/var/lib/kinapse HOST=0.0.0.0 PYTHONDONTWRITEBYTECODE=1

FROM base AS built
USER kinapse
COPY --chown=kinapse . .
RUN script/build && rm -rf node_modules .node

FROM base
# As new as the server in compose.yaml: an older pg_dump refuses a newer server.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=built --chown=kinapse /srv/kinapse /srv/kinapse
USER kinapse
VOLUME /var/lib/kinapse
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["python", "-c", \
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["script/part"]
CMD ["web"]
