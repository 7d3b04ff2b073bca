import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import type { NameEntry } from '../../../src/tool/names.ts';
import { type Column, column, nameField, textField } from '../../../src/tool/record.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import type { Dimension } from '../summarize/dimension.ts';
import { recordDimensions } from '../summarize/record-dimensions.ts';

/** What deals and leads can be grouped by. */
export const groupings = ['owner', 'team', 'source', 'pipeline', 'month'] as const;

/** One of them. */
export type Grouping = (typeof groupings)[number];

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

/** How records are grouped: of a group, rows have its value as `group`. */
export interface Groups {
  /** The first column. */
  readonly column: Column;
  /** The groups of a record, each once; at least one. */
  keys(record: JsonObject, pipeline?: NameEntry): readonly string[];
  value(key: string): JsonValue;
  /** The order of groups, if it is not by size. */
  readonly order?: (a: string, b: string) => number;
  /** What has to be said of them. */
  readonly note?: string;
}

const noGroup = '(none)';

function byDimension(
  { name, keys, value, shown, several }: Dimension,
  [one, all]: readonly [one: string, all: string],
): Groups {
  return {
    column: column(name, shown('group')),
    keys(record) {
      const found = keys(record);
      return found.length === 0 ? [noGroup] : found;
    },
    value: (key) => (key === noGroup ? noGroup : value(key)),
    ...(several === true
      ? { note: `A ${one} counts in each team of its owner: do not add teams up to ${all}.` }
      : {}),
  };
}

/** Groups by the month of creation, oldest first. */
const byMonth = ({ calendar }: ReportContext): Groups => ({
  column: column('created_month', textField('group')),
  keys: ({ date_created: at }) => [
    typeof at === 'number' ? calendar.period(calendar.day(at), 'month') : noGroup,
  ],
  value: (key) => key,
  order: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
});

/** Groups by the pipelines that deals went through, in the account's order. */
async function byPipeline({ names }: ReportContext): Promise<Groups> {
  const keys = (await names.all('pipeline')).map(({ key }) => key);
  return {
    column: column('pipeline', nameField('group', 'pipeline')),
    keys: (_, pipeline) => [pipeline?.key ?? noGroup],
    value: (key) => key,
    order: (a, b) => keys.indexOf(a) - keys.indexOf(b),
  };
}

/** The groups that an agent asks for; deals and leads are grouped alike. */
export async function readGroups(
  by: Grouping,
  of: 'opportunities' | 'leads',
  context: ReportContext,
): Promise<Groups> {
  if (by === 'month') return byMonth(context);
  if (by === 'pipeline') return byPipeline(context);
  const words = of === 'leads' ? (['lead', 'all leads'] as const) : (['deal', 'all deals'] as const);
  return byDimension(await recordDimensions[of][by](context), words);
}
