import type { EntityType, Named } from './records.ts';

/** What an account is set up with: pipelines, kinds of activity, custom fields. */

export interface Stage extends Named {
  /** Percent; null in a pipeline that earns nothing. */
  win_probability: number | null;
}

export interface Pipeline extends Named {
  stages: Stage[];
  type: 'opportunity';
  is_revenue: boolean;
}

export interface ActivityType extends Named {
  category: 'user' | 'system';
  is_disabled: boolean;
  count_as_interaction: boolean;
}

export interface CustomActivityType extends Named {
  /** The account's id, the same in all. */
  company_id: number;
  icon_type: 'Phone' | 'Event' | 'Todo' | null;
  is_disabled: boolean;
  is_interaction: boolean;
  count_as_interaction: boolean;
  is_default_task_type: true | null;
}

export type DataType =
  | 'String'
  | 'Text'
  | 'Dropdown'
  | 'MultiSelect'
  | 'Date'
  | 'Checkbox'
  | 'Float'
  | 'URL'
  | 'Percentage'
  | 'Currency'
  | 'Connect';

export interface Option extends Named {
  rank: number;
}

/** Keys that do not apply to the data type are absent, not null. */
export interface CustomField extends Named {
  canonical_name: null;
  data_type: DataType;
  available_on: EntityType[];
  is_filterable: boolean;
  /** Not sorted by rank. */
  options?: Option[];
  currency?: string;
  /** Connect: the field at the other end. */
  connected_id?: number;
}
