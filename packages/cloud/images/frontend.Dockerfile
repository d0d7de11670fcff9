# The web application. Build from the root of the repository:
#   docker build --platform linux/arm64 -f packages/cloud/images/frontend.Dockerfile -t semiont/frontend .
FROM node:20.20.0-bookworm-slim AS build
WORKDIR /source
COPY . .
RUN node scripts/collect-image.mjs frontend /app

FROM node:20.20.0-bookworm-slim
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    HOSTNAME=0.0.0.0 \
    PORT=3000
WORKDIR /app
COPY --from=build /app /app
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "apps/frontend/server.js"]
