# Two images from one file: `bff` runs any BFF, `mocks` the mock servers. Node runs the TypeScript as it is.

FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY scripts/development scripts/development

# Neither tools of development, nor anything optional: no mocks, and no other Node.
FROM packages AS bff-packages
RUN npm ci --omit=dev --omit=optional --ignore-scripts

# This image is a Node; the one that npm brings along for older machines would double it.
FROM packages AS mocks-packages
RUN npm ci --omit=dev --ignore-scripts && rm -r node_modules/node-*

FROM node:24.21.0-bookworm-slim AS files
WORKDIR /app
COPY . .
RUN rm -r package-lock.json scripts

FROM files AS bff-files
RUN rm -r mocks

FROM files AS mocks-files
RUN rm -r *-bff

FROM node:24.21.0-bookworm-slim AS mocks
# Where it says that it is well; the identity provider, which is in here too, has another address.
ENV HEALTH_URL=http://127.0.0.1:4101/__calls
WORKDIR /app
COPY --from=mocks-packages /app/node_modules node_modules
COPY --from=mocks-files /app .
USER node
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(process.env.HEALTH_URL).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "mocks/main.ts"]

# Last, so that `docker build .` makes it. Another client is another command: `node mobile-bff/main.ts`.
FROM node:24.21.0-bookworm-slim AS bff
ENV NODE_ENV=production
WORKDIR /app
COPY --from=bff-packages /app/node_modules node_modules
COPY --from=bff-files /app .
USER node
EXPOSE 4000
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/livez').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "web-bff/main.ts"]
