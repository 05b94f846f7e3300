# The portal as a container. The base images are the official ones; nothing here names where packages come from.

# --- Styles and third-party scripts
FROM node:22-slim AS assets
WORKDIR /portal
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY static static
RUN npm run build

# --- Python packages, without the embedded servers' use of them
FROM python:3.13-slim AS packages
WORKDIR /portal
COPY requirements.txt ./
RUN python -m venv /portal/.venv \
    && /portal/.venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

# --- What runs
FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /portal portal
WORKDIR /portal
COPY --from=packages /portal/.venv .venv
COPY . .
COPY --from=assets /portal/static/build static/build
# Collecting asks no server: the addresses only satisfy the settings.
RUN DATABASE_URL=postgresql://none/none REDIS_URL=redis://none .venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p var/metrics && chown -R portal var
ENV PRODUCTION=1 HOST=0.0.0.0 PORT=8000 PYTHONUNBUFFERED=1 PROMETHEUS_MULTIPROC_DIR=/portal/var/metrics
USER portal
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD [".venv/bin/python", "bin/probe.py"]
CMD [".venv/bin/python", "bin/web.py"]
