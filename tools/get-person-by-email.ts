import { defineTool } from '../src/tool/tool.ts';
import { fields } from './inputs/paging.ts';
import { email } from './inputs/words.ts';
import { personRecord } from './records/person.ts';

export const getPersonByEmail = defineTool({
  operation: 'getPersonByEmail',
  title: 'Get person by e-mail',
  description: 'The one contact with this e-mail, all its fields.',
  input: { email, ...fields },
  returns: { form: 'one', record: personRecord },
  request: ({ email: address }) => ({ body: { email: address } }),
});
