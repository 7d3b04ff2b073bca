import type { OperationId } from '../tool/operation.ts';

const hidden = 'it may be deleted, or hidden from the owner of the key';

/** What a 404 means where the agent named something; anything else can only be a wrong address. */
const sentences: Partial<Record<OperationId, string>> = {
  getUser: 'No user has this id. {list_users} names all users.',
  getLeadActivities: `No lead has this id; ${hidden}. Find leads with {search_leads}.`,
  getPersonByEmail:
    'No person has this e-mail address. Search by name with {search_people}. Among leads, {search_leads} finds it.',
  getPersonActivities: `No person has this id; ${hidden}. Find people with {search_people}.`,
  getCompanyActivities: `No company has this id; ${hidden}. Find companies with {search_companies}.`,
  getOpportunity: `No opportunity has this id; ${hidden}. Find opportunities with {search_opportunities}.`,
  getOpportunityActivities: `No opportunity has this id; ${hidden}. Find opportunities with {search_opportunities}.`,
  listFieldLayoutByEntityType:
    'There is no field layout for this. {list_pipelines} names the pipelines that have one.',
  getRelatedItems: `No record of this type has this id; ${hidden}. Find it with the search tool of its type.`,
  getRelatedItemsByType: `No record of this type has this id, or the two types cannot be related; ${hidden}. Find it with the search tool of its type.`,
};

/** What was not found, and how to search for it. */
export function notFoundSentence(operation: OperationId): string {
  return (
    sentences[operation] ??
    'Copper does not offer this at the configured address (404). Ask the user to check COPPER_API_BASE_URL.'
  );
}
