import type { PromptInput } from '../../src/tool/prompt.ts';

/** Whose records; everybody's unless told. */
export const anyOwner: PromptInput = {
  name: 'owner',
  description: 'Whose deals: a name, an e-mail or "me"; everybody unless told',
  required: false,
  completes: 'owner',
  otherwise: 'everybody (leave owner out)',
};

/** Which pipeline; all of them unless told. */
export const anyPipeline: PromptInput = {
  name: 'pipeline',
  description: 'Name of a pipeline; all unless told',
  required: false,
  completes: 'pipeline',
  otherwise: 'all (leave pipeline out)',
};
