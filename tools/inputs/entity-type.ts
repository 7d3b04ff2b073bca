import { z } from 'zod/v3';

/** The kinds of records in the words of Copper's paths. */
export const entityTypes = ['leads', 'people', 'companies', 'opportunities', 'projects', 'tasks'] as const;

/** The kinds of records in the words of Copper's records. */
export const entityWords = ['lead', 'person', 'company', 'opportunity', 'project', 'task'] as const;

/** A kind of record as it stands in a path. */
export const entityType = z.enum(entityTypes);
