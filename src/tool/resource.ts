import type { PublishedResource, PublishedTemplate } from './capabilities.ts';
import type { OperationTool } from './tool.ts';

/** One section of the account overview: a list, and the columns it shows. */
export interface OverviewPart {
  readonly title: string;
  readonly tool: OperationTool;
  /** The first one names the row; a single column is written on one line. */
  readonly columns: readonly string[];
  /** Its maximum share of the text; the shares add up to 1. */
  readonly share: number;
}

/** A resource that describes the account, made of several lists. */
export interface Overview {
  readonly published: PublishedResource;
  readonly parts: readonly OverviewPart[];
}

/** Records of one kind, at URIs that end with their id. */
export interface RecordResource {
  /** Its `uriTemplate` ends with `{id}`. */
  readonly published: PublishedTemplate;
  /** Returns one record. */
  readonly tool: OperationTool;
  readonly input: (id: number) => Readonly<Record<string, unknown>>;
}
