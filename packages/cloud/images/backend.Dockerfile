# The backend, the worker and the tasks that run once. Build from the root of the repository:
#   docker build --platform linux/arm64 -f packages/cloud/images/backend.Dockerfile -t semiont/backend .
FROM node:20.20.0-bookworm-slim AS build
WORKDIR /source
COPY . .
RUN node scripts/collect-image.mjs backend /app

FROM node:20.20.0-bookworm-slim
# pg_isready, which people run here through `semiont exec`; and the authorities that sign the certificates of RDS.
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates curl postgresql-client \
 && curl --fail --silent --show-error --location --proto '=https' \
      --output /etc/ssl/certs/rds.pem https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem \
 && apt-get purge --yes --auto-remove curl \
 && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production \
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/rds.pem \
    HOST=0.0.0.0 \
    PORT=4001 \
    SEMIONT_DATA_DIR=/data
RUN mkdir /data && chown 1000:1000 /data
WORKDIR /app
COPY --from=build /app /app
USER 1000:1000
EXPOSE 4001
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--enable-source-maps", "node_modules/@semiont/backend/dist/main.js"]
