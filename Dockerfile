# Over stdio:  docker run -i --rm -e COPPER_API_KEY -e COPPER_USER_EMAIL copper-mcp
# Over HTTP:   docker run --rm -p 3000:3000 -v ./callers.json:/run/callers.json:ro -e COPPER_API_KEY -e COPPER_USER_EMAIL copper-mcp \
#                http --host 0.0.0.0 --auth token --callers /run/callers.json
# Node 22.23.3, for all platforms; Dependabot proposes newer digests.
FROM node:22-slim@sha256:c3de60bf2f9dd0ac6370e6117950ff62d6e339527e7472301c9c78a017978392 AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund --ignore-scripts
COPY esbuild.config.mjs tsconfig.json ./
COPY scripts/build ./scripts/build
COPY src ./src
COPY tools ./tools
RUN node esbuild.config.mjs

FROM node:22-slim@sha256:c3de60bf2f9dd0ac6370e6117950ff62d6e339527e7472301c9c78a017978392
LABEL io.modelcontextprotocol.server.name="io.github.copper-mcp/copper-mcp" \
      org.opencontainers.image.title="copper-mcp" \
      org.opencontainers.image.description="Read-only MCP server for Copper CRM" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production
WORKDIR /app
COPY package.json ./
COPY --from=build /app/dist ./dist
USER node
EXPOSE 3000
# Over stdio there is no port to ask, and nothing to be unhealthy about.
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["node", "-e", "const http = require('fs').readFileSync('/proc/1/cmdline', 'utf8').split('\\0').includes('http'); if (http) fetch('http://127.0.0.1:' + (process.env.COPPER_HTTP_PORT ?? 3000) + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1));"]
ENTRYPOINT ["node", "/app/dist/copper-mcp.js"]
