import type { JsonObject } from '../tool/json.ts';

/** How a client is called on the command line. */
export type ClientId =
  | 'claude-desktop'
  | 'claude-code'
  | 'cursor'
  | 'vscode'
  | 'windsurf'
  | 'codex'
  | 'gemini-cli'
  | 'opencode';

/** What a client's parser takes. */
export type Format =
  | { readonly kind: 'json'; readonly comments: boolean; readonly trailingCommas: boolean }
  | { readonly kind: 'toml' };

/**
 * Places on disk, the likelier first. `~` is the home folder and `$NAME` a variable; a place whose variable is not set, or whose `*` fits
 * nothing that stands, drops out. The slash is that of the platform.
 */
export type Places = readonly string[];

/** A program that starts MCP servers, and where and how its configuration names them. */
export interface Client {
  readonly id: ClientId;
  readonly name: string;
  /** The folder of its configuration. */
  readonly folders: Places | Readonly<Record<'linux' | 'darwin' | 'win32', Places>>;
  /** Any of these stands where the client is installed; unless told, the folder. */
  readonly signs?: Places;
  /** Names of its configuration file; the first that stands is used, and the last is made where none does. */
  readonly files: readonly string[];
  readonly format: Format;
  /** Paths inside the file at which servers stand by name; the first that the file has is used, else the last. */
  readonly servers: readonly (readonly string[])[];
  /** `list`: command and arguments in one list, variables under `environment`. */
  readonly form: 'fields' | 'list';
  /** What an entry has beside command, arguments and variables, when it is made. */
  readonly extras?: JsonObject;
  /** True for programs that are started by a click: their PATH is not that of a shell. */
  readonly fromDesktop: boolean;
  /** True where the client can ask for a secret and keep it. */
  readonly asksForSecrets?: boolean;
  /** True where the client itself writes the file while it runs, under a lock of its own. */
  readonly locksFile?: boolean;
  /** What a person does so that the client notices a change. */
  readonly afterwards: string;
}
