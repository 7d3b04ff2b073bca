import type { EntityType, Named } from './records.ts';

/** The settings of an account: pipelines, activity types, custom fields. */

/** A stage of a pipeline. */
export interface PipelineStage extends Named {
  /** Percent; null in a pipeline without revenue. */
  win_probability: number | null;
}

/** A pipeline with its stages in order. */
export interface Pipeline extends Named {
  stages: PipelineStage[];
  type: 'opportunity';
  is_revenue: boolean;
}

/** A type of activity; its id is unique within a category only. */
export interface ActivityType extends Named {
  category: 'user' | 'system';
  is_disabled: boolean;
  count_as_interaction: boolean;
}

/** A type of activity as its own endpoint lists it. */
export interface CustomActivityType extends Named {
  /** The id of the account, the same in all. */
  company_id: number;
  icon_type: 'Phone' | 'Event' | 'Todo' | null;
  is_disabled: boolean;
  is_interaction: boolean;
  count_as_interaction: boolean;
  is_default_task_type: true | null;
}

/** What a custom field holds. */
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

/** An option of a dropdown or multi-select. */
interface FieldOption extends Named {
  rank: number;
}

/** A custom field; members that do not apply to its data type are absent, not null. */
export interface CustomFieldDefinition extends Named {
  canonical_name: null;
  data_type: DataType;
  available_on: EntityType[];
  is_filterable: boolean;
  /** Not sorted by rank. */
  options?: FieldOption[];
  currency?: string;
  /** For `Connect`: the id of the field on the other record. */
  connected_id?: number;
}
