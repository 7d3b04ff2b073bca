import { defineTool } from '../src/tool/tool.ts';
import { shortText } from './inputs/parameter.ts';
import { userRecord } from './records/user.ts';

export const getUser = defineTool({
  operation: 'getUser',
  title: 'Get user',
  description: 'One user; "me" is the owner of the key.',
  input: { id: shortText.describe('Id, name, e-mail or "me"') },
  returns: { form: 'one', record: userRecord },
  request: async ({ id }, { names }) => {
    if (/^(me|\d{1,15})$/.test(id)) return { path: { id } };
    const [found] = await names.find('user', [id]);
    return { path: { id: found?.id ?? id } };
  },
});
