# copper-mcp over stdio: docker run -i --rm -e COPPER_API_KEY -e COPPER_USER_EMAIL copper-mcp
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund --ignore-scripts
COPY esbuild.config.mjs tsconfig.json ./
COPY src ./src
COPY tools ./tools
RUN node esbuild.config.mjs

FROM node:22-slim
LABEL io.modelcontextprotocol.server.name="io.github.copper-mcp/copper-mcp" \
      org.opencontainers.image.title="copper-mcp" \
      org.opencontainers.image.description="Read-only MCP server for Copper CRM" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production
WORKDIR /app
COPY package.json ./
COPY --from=build /app/dist ./dist
USER node
ENTRYPOINT ["node", "/app/dist/copper-mcp.js"]
