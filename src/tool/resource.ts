import type { PublishedResource, PublishedTemplate } from './capabilities.ts';
import type { OperationTool } from './tool.ts';

/** One part of what describes the account: the rows of a list, and which columns of it are told. */
export interface OverviewPart {
  readonly title: string;
  readonly tool: OperationTool;
  /** The first one names the row; if it is the only one, the names stand on one line. */
  readonly columns: readonly string[];
  /** Of the whole text, at most; all shares together are 1. */
  readonly share: number;
}

/** A text about the account, made of several lists. */
export interface Overview {
  readonly published: PublishedResource;
  readonly parts: readonly OverviewPart[];
}

/** Records of one kind at addresses that end with their ids. */
export interface RecordResource {
  /** Its `uriTemplate` ends with `{id}`. */
  readonly published: PublishedTemplate;
  /** Answers with one record. */
  readonly tool: OperationTool;
  readonly input: (id: number) => Readonly<Record<string, unknown>>;
}
