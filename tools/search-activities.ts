import { activityTypes } from './inputs/activity-types.ts';
import { nameIds } from './inputs/names.ts';
import { described } from './inputs/parameter.ts';
import { dates } from './inputs/ranges.ts';
import { recordReference } from './inputs/record-reference.ts';
import { defineSearch } from './inputs/search.ts';
import { sinceActivity } from './inputs/since.ts';
import { choice, text, yesNo } from './inputs/values.ts';
import { activityRecord } from './records/activity.ts';

export const searchActivities = defineSearch({
  operation: 'searchActivities',
  title: 'Search activities',
  description:
    'Recent activity and history of this deal, person or company: what happened last, notes, calls, meetings, stage and status changes; newest first. Synced e-mail may be missing.',
  record: activityRecord,
  pageCap: 200,
  takesFields: false,
  inputs: {
    type: activityTypes,
    who: described(nameIds('user_ids', 'user', { noun: 'user' }), 'User names or "me"'),
    date: dates('activity_date', 'e.g. -14d..', 'date'),
    since: sinceActivity,
    on: recordReference('parent', ['lead', 'person', 'company', 'opportunity']),
  },
  otherFilters: {
    full_result: yesNo('full_result'),
    sort_by: text('sort_by'),
    sort_direction: choice('sort_direction', ['asc', 'desc']),
  },
});
