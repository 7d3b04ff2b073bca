// Creates copper-mcp.mcpb, which Claude Desktop installs with a double click. `npm run bundle` builds the server first if needed.
import { join } from 'node:path';
import { root } from '../scripts/built.ts';
import { packBundle } from './pack-bundle.ts';

await packBundle(root, join(root, 'copper-mcp.mcpb'));
