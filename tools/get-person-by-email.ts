import { defineTool } from '../src/tool/tool.ts';
import { emailAddress, fields } from './inputs/parameter.ts';
import { personRecord } from './records/person.ts';

export const getPersonByEmail = defineTool({
  operation: 'getPersonByEmail',
  title: 'Get person by e-mail',
  description: 'The contact with this e-mail, with all fields.',
  input: { email: emailAddress, ...fields },
  returns: { form: 'one', record: personRecord },
  request: ({ email }) => ({ body: { email } }),
});
