# syntax=docker/dockerfile:1
# Node 24, the LTS line; the base image is the same in both stages so that what was built is what runs.

FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
# The packages in a layer of their own. ensureModules runs `npm ci` and leaves the stamp by which the build knows it.
COPY package.json package-lock.json .npmrc ./
COPY lib/launch/steps.mjs lib/launch/steps.mjs
RUN node --input-type=module -e "await (await import('/app/lib/launch/steps.mjs')).ensureModules()"
COPY . .
RUN npm run build

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 PORT=3000 MUSTER_DATA_DIR=/data
RUN install -d -o node -g node -m 0700 /data
# Owned by root and run by node: the server cannot change its own code.
COPY --from=build /app/.next/standalone ./
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "lib/launch/server.mjs"]
