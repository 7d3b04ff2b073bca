const recordLists = ['lead', 'person', 'company', 'opportunity'] as const;

/** The kinds of things with names: small lists that are cached whole, and records that are looked up as needed. */
export type NameKind =
  | 'user'
  | 'pipeline'
  | 'stage'
  | 'source'
  | 'loss_reason'
  | 'contact_type'
  | 'lead_status'
  | 'activity_type'
  | (typeof recordLists)[number];

/** One name and its id. */
export interface NameEntry {
  readonly id: number;
  /** Its key in `labels`: the id as text; for activity types `category:id`, because ids repeat between categories. */
  readonly key: string;
  readonly name: string;
  /** Pipelines only: false if deals have no revenue, so that they are done instead of won. */
  readonly revenue?: boolean;
  /** Activity types only. */
  readonly category?: string;
  /** Stages only: the pipeline it belongs to. */
  readonly pipeline?: NameEntry;
  /** Users only. */
  readonly email?: string;
  /** Users only: the groups they are in. */
  readonly teams?: readonly { readonly id: number; readonly name: string }[];
}

/** The list that has the names of records of this type; undefined for types without one, such as `project`. */
export const nameKindOfType = (type: string): NameKind | undefined =>
  recordLists.find((list) => list === type);

/** The kinds of records that custom fields can be on, by Copper's singular names. */
export type Entity = 'lead' | 'person' | 'company' | 'opportunity' | 'task';

/** A custom field as this account defines it. */
export interface CustomField {
  readonly id: number;
  readonly name: string;
  /** Copper's name: String, Text, Dropdown, MultiSelect, Date, Checkbox, Float, URL, Percentage, Currency, Connect. */
  readonly type: string;
  readonly options: readonly { readonly id: number; readonly name: string }[];
  /** E.g. `USD`, for a Currency whose definition has one. */
  readonly currency?: string;
}

/** How names are looked up. */
export interface FindOptions {
  /** Of stages, only those of these pipelines. */
  readonly pipelines?: readonly NameEntry[] | undefined;
  /** What one is called in an error, if an input has its own word for it: `owner` of users. */
  readonly noun?: string | undefined;
}

/** How one text is matched: among the stages of some pipelines only, or by whole names only. */
export interface MatchOptions extends Pick<FindOptions, 'pipelines'> {
  readonly whole?: boolean;
}

/** Translates between names and ids of one account, within one call. */
export interface NameResolver {
  /**
   * The entries that the texts name, or have as their id. A text may match several entries (a stage in two pipelines): all are returned
   * and a note says so. Never an empty list.
   *
   * @throws ToolError `unknown_name` with the nearest names when a text matches nothing, or when a user's name fits several.
   */
  find(list: NameKind, texts: readonly string[], options?: FindOptions): Promise<NameEntry[]>;
  /**
   * The same for one text, but undefined if nothing is called so; `whole`: beginnings and parts of names do not count.
   *
   * @throws ToolError `unknown_name` when it fits several
   */
  match(list: NameKind, text: string, options?: MatchOptions): Promise<readonly NameEntry[] | undefined>;
  /** All entries of a small list, in Copper's order; empty for records. */
  all(list: NameKind): Promise<readonly NameEntry[]>;
  /** Names by key. Names that cannot be read are missing, and a note says why; never throws for a missing name. */
  labels(list: NameKind, keys: ReadonlySet<string>): Promise<ReadonlyMap<string, string>>;
  /**
   * The tags that a text stands for, as the account spells them; the text unchanged if its tags cannot be read or are too many.
   *
   * @throws ToolError `unknown_name` with the nearest tags
   */
  tag(text: string): Promise<readonly string[]>;
  /** The same, but undefined if there is no such tag, or tags cannot be read. */
  matchTag(text: string): Promise<readonly string[] | undefined>;
  /** The custom fields of one kind of record. */
  customFields(entity: Entity): Promise<readonly CustomField[]>;
}
