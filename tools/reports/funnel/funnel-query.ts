import type { Grouping } from './deal-groups.ts';

/** What is asked of a funnel. */
export interface FunnelQuery {
  /** The period as an agent writes it. */
  readonly during: string;
  /** True for only the records that were created in it, followed to today; else also deals that entered a stage in it. */
  readonly cohort: boolean;
  readonly by: Grouping | undefined;
  /** Names of pipelines, as an agent writes them. */
  readonly pipeline: unknown;
  /** Inputs of the search of these records, apart from the pipeline. */
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly maxRequests: number | undefined;
  readonly limit: number;
  readonly offset: number;
}
