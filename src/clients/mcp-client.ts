import type { JsonObject } from '../tool/json.ts';

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
  /** Any of these exists where the client is installed; default: the folder. */
  readonly installedSigns?: FolderCandidates;
  /** Names of its configuration file; the first that exists is used, and the last is created where none does. */
  readonly files: readonly string[];
  readonly format: ConfigFormat;
  /** Paths inside the file to the object that holds the servers by name; the first that the file has is used, else the last. */
  readonly serverPaths: readonly (readonly string[])[];
  /** `list`: command and arguments in one list, variables under `environment`. */
  readonly entryForm: 'fields' | 'list';
  /** What a new entry has besides command, arguments and variables. */
  readonly extras?: JsonObject;
  /** True for programs that are started from the desktop: their PATH is not that of a shell. */
  readonly fromDesktop: boolean;
  /** True where the client can ask for a secret and store it. */
  readonly promptsForSecrets?: boolean;
  /** True where the client itself writes the file while it runs, under a lock of its own. */
  readonly locksFile?: boolean;
  /** What a person has to do for a change to take effect. */
  readonly nextStep: string;
}
