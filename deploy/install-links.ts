/** A server as it is written in mcp.json. */
export interface ServerEntry {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The prompts that VS Code shows for the values. */
const inputOptions: Readonly<Record<string, object>> = {
  COPPER_API_KEY: { description: 'Copper API key', password: true },
  COPPER_USER_EMAIL: { description: 'E-mail address of its owner' },
};

const query = (values: Readonly<Record<string, string>>) =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');

/** Adds the server to Cursor with the placeholders of mcp.json, which the user replaces. */
function cursorLink(name: string, entry: ServerEntry): string {
  const config = Buffer.from(JSON.stringify(entry)).toString('base64');
  return `https://cursor.com/en/install-mcp?${query({ name, config })}`;
}

/** Adds the server to VS Code, which asks for the values and stores the password. */
function codeLink(name: string, { command, args, env }: ServerEntry): string {
  const id = (variable: string) => variable.toLowerCase();
  const inputs = Object.keys(env).map((variable) => ({
    id: id(variable),
    type: 'promptString',
    ...inputOptions[variable],
  }));
  const filled = Object.keys(env).map((variable) => [variable, `\${input:${id(variable)}}`]);
  const config = { type: 'stdio', command, args, env: Object.fromEntries(filled) };
  const values = { name, config: JSON.stringify(config), inputs: JSON.stringify(inputs) };
  return `https://insiders.vscode.dev/redirect/mcp/install?${query(values)}`;
}

/** The line in README that adds the server of mcp.json with one click. No link contains a secret. */
export function installLinks(servers: Readonly<Record<string, ServerEntry>>): string {
  return Object.entries(servers)
    .map(([name, entry]) =>
      [
        button('Add to Cursor', 'Cursor-black', cursorLink(name, entry)),
        button('Add to VS Code', 'VS_Code-0065A9', codeLink(name, entry)),
      ].join(' '),
    )
    .join('\n');
}

const button = (label: string, look: string, link: string) =>
  `[![${label}](https://img.shields.io/badge/${label.slice(0, 6)}-${look}?style=for-the-badge)](${link})`;
