import { defineTool } from '../src/tool/tool.ts';
import { fields } from './inputs/paging.ts';
import { email } from './inputs/words.ts';
import { person } from './records/person.ts';

export const getPersonByEmail = defineTool({
  operation: 'getPersonByEmail',
  title: 'Get person by e-mail',
  description: 'The one contact with this e-mail, all its fields.',
  input: { email, ...fields },
  returns: { form: 'one', record: person },
  request: ({ email: address }) => ({ body: { email: address } }),
});
