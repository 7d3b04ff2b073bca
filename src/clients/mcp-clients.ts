import type { JsonObject } from '../tool/json.ts';

const strict = { kind: 'json', comments: false, trailingCommas: false } as const;
const relaxed = { kind: 'json', comments: true, trailingCommas: true } as const;

/** The clients that `install` knows, by their documentation and their behaviour in November 2026. */
export const mcpClients: readonly McpClient[] = [
  {
    id: 'claude-desktop',
    name: 'Claude Desktop',
    // Since February 2026 the Windows installer installs a package with an AppData folder of its own.
    folders: {
      linux: ['$XDG_CONFIG_HOME/Claude', '~/.config/Claude'],
      darwin: ['~/Library/Application Support/Claude'],
      win32: [
        '$LOCALAPPDATA/Packages/Claude_*/LocalCache/Roaming/Claude',
        '$APPDATA/Claude',
        '~/AppData/Roaming/Claude',
      ],
    },
    files: ['claude_desktop_config.json'],
    format: strict,
    fromDesktop: true,
    nextStep: 'quit it (closing its window is not enough) and start it again',
  },
  {
    id: 'claude-code',
    name: 'Claude Code',
    folders: ['$CLAUDE_CONFIG_DIR', '~'],
    installedSigns: ['$CLAUDE_CONFIG_DIR', '~/.claude', '~/.claude.json'],
    files: ['.claude.json'],
    format: strict,
    extras: { type: 'stdio' },
    passesEnvironment: true,
    nextStep: 'start a new session; /mcp shows the server',
  },
  {
    id: 'cursor',
    name: 'Cursor',
    folders: ['~/.cursor'],
    files: ['mcp.json'],
    format: relaxed,
    fromDesktop: true,
    nextStep: 'switch the server on in Settings → MCP, or restart it',
  },
  {
    id: 'vscode',
    name: 'VS Code',
    folders: {
      linux: ['$XDG_CONFIG_HOME/Code/User', '~/.config/Code/User'],
      darwin: ['~/Library/Application Support/Code/User'],
      win32: ['$APPDATA/Code/User', '~/AppData/Roaming/Code/User'],
    },
    files: ['mcp.json'],
    format: relaxed,
    serverPaths: [['servers']],
    extras: { type: 'stdio' },
    fromDesktop: true,
    promptsForSecrets: true,
    nextStep: 'run "MCP: List Servers" and start copper',
  },
  {
    id: 'windsurf',
    name: 'Windsurf',
    folders: ['~/.codeium/windsurf'],
    files: ['mcp_config.json'],
    format: relaxed,
    fromDesktop: true,
    nextStep: 'press Refresh in the MCP panel of Cascade, or restart it',
  },
  {
    id: 'codex',
    name: 'Codex',
    folders: ['$CODEX_HOME', '~/.codex'],
    files: ['config.toml'],
    format: { kind: 'toml' },
    serverPaths: [['mcp_servers']],
    // The first start downloads the package; versions before March 2026 waited only 10 seconds.
    extras: { startup_timeout_sec: 60 },
    nextStep: 'start a new session; /mcp shows the server',
  },
  {
    id: 'gemini-cli',
    name: 'Gemini CLI',
    folders: ['$GEMINI_CLI_HOME/.gemini', '~/.gemini'],
    files: ['settings.json'],
    format: { kind: 'json', comments: true, trailingCommas: false },
    passesEnvironment: true,
    nextStep: 'start a new session in a folder that it trusts; /mcp shows the server',
  },
  {
    id: 'opencode',
    name: 'opencode',
    folders: ['$XDG_CONFIG_HOME/opencode', '~/.config/opencode'],
    files: ['opencode.jsonc', 'opencode.json'],
    format: relaxed,
    // The second generation has its servers one level deeper.
    serverPaths: [['mcp', 'servers'], ['mcp']],
    entryForm: 'list',
    extras: { type: 'local' },
    passesEnvironment: true,
    nextStep: 'restart it',
  },
];

/** The name of a client on the command line. */
export type McpClientId =
  | 'claude-desktop'
  | 'claude-code'
  | 'cursor'
  | 'vscode'
  | 'windsurf'
  | 'codex'
  | 'gemini-cli'
  | 'opencode';

/** What a client's parser accepts. */
export type ConfigFormat =
  | { readonly kind: 'json'; readonly comments: boolean; readonly trailingCommas: boolean }
  | { readonly kind: 'toml' };

/**
 * Possible paths, the likelier first. `~` is the home folder and `$NAME` a variable; a path whose variable is not set, or whose `*` matches
 * nothing, is skipped. Slashes become those of the platform.
 */
export type FolderCandidates = readonly string[];

/** A program that starts MCP servers, and where and how its configuration names them. */
export interface McpClient {
  readonly id: McpClientId;
  readonly name: string;
  /** The folder of its configuration. */
  readonly folders: FolderCandidates | Readonly<Record<'linux' | 'darwin' | 'win32', FolderCandidates>>;
  /** Any of these exists if the client is installed; default: the folder. */
  readonly installedSigns?: FolderCandidates;
  /** Names of its configuration file; the first that exists is used, and the last is created if none does. */
  readonly files: readonly string[];
  readonly format: ConfigFormat;
  /**
   * Paths inside the file to the object that holds the servers by name; the first that the file has is used, else the last; default:
   * `mcpServers`.
   */
  readonly serverPaths?: readonly (readonly string[])[];
  /** `list`: command and arguments in one list, variables under `environment`; default: fields of their own, and `env`. */
  readonly entryForm?: 'list';
  /** What a new entry has besides command, arguments and variables. */
  readonly extras?: JsonObject;
  /** True for programs that are started from the desktop: their PATH is not that of a shell. */
  readonly fromDesktop?: boolean;
  /** True if a server inherits all variables of the client; default: only those that every program needs. */
  readonly passesEnvironment?: boolean;
  /** True if the client can ask for a secret and store it. */
  readonly promptsForSecrets?: boolean;
  /** What a person has to do for a change to take effect. */
  readonly nextStep: string;
}
