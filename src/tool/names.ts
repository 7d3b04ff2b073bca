/** What names can stand for: small lists that are cached whole, and records that are looked up as needed. */
export type NameList =
  | 'user'
  | 'pipeline'
  | 'stage'
  | 'source'
  | 'loss_reason'
  | 'contact_type'
  | 'lead_status'
  | 'activity_type'
  | 'lead'
  | 'person'
  | 'company'
  | 'opportunity';

/** One name and what it stands for. */
export interface NameEntry {
  readonly id: number;
  /** How labels find it: the id as text; for activity types `category:id`, because ids repeat between categories. */
  readonly key: string;
  readonly name: string;
  /** Activity types only. */
  readonly category?: string;
  /** Stages only: the pipeline it belongs to. */
  readonly pipeline?: NameEntry;
  /** Users only. */
  readonly email?: string;
  /** Users only: the groups they are in. */
  readonly teams?: readonly { readonly id: number; readonly name: string }[];
}

/** The kinds of records that custom fields can be on, in Copper's singular words. */
export type Entity = 'lead' | 'person' | 'company' | 'opportunity' | 'task';

/** A custom field as this account defines it. */
export interface CustomField {
  readonly id: number;
  readonly name: string;
  /** Copper's word: String, Text, Dropdown, MultiSelect, Date, Checkbox, Float, URL, Percentage, Currency, Connect. */
  readonly type: string;
  readonly options: readonly { readonly id: number; readonly name: string }[];
  /** `USD`, for a Currency whose definition tells. */
  readonly currency?: string;
}

/** The name ↔ id book of one account, as one call uses it. */
export interface NameResolver {
  /**
   * Everything the texts stand for; an id written as text stands for itself. A text may mean several entries (a stage in two
   * pipelines): all are returned and a note says so. Never an empty list.
   *
   * @throws ToolError `unknown_name` with the nearest names when a text means nothing, or when it is a person's name that fits several.
   */
  find(book: NameList, texts: readonly string[], within?: readonly NameEntry[]): Promise<NameEntry[]>;
  /** Every entry of a small list, in Copper's order; not for records. */
  all(book: NameList): Promise<readonly NameEntry[]>;
  /** Names for keys, as far as they can be had: what is missing stays an id, and a note says why. Never throws for a missing name. */
  labels(book: NameList, keys: ReadonlySet<string>): Promise<ReadonlyMap<string, string>>;
  /**
   * Tags as the account spells them. Where its tags cannot be read, or are too many to read, the texts themselves.
   *
   * @throws ToolError `unknown_name` with the nearest tags
   */
  tags(texts: readonly string[]): Promise<readonly string[]>;
  /** The custom fields on one kind of record. */
  customFields(entity: Entity): Promise<readonly CustomField[]>;
}
