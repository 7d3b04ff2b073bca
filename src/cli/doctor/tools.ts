import { toolChoice } from '../tool-choice.ts';
import { costOfAll, priced } from '../tool-prices.ts';
import type { Examination } from './examination.ts';

/** Which tools clients are offered, and what those cost. @throws ChoiceError */
export const tools: Examination = ({ config }) => {
  const all = priced(toolChoice(config).offered);
  const prefix = config.toolPrefix === '' ? '' : `, named ${config.toolPrefix}…`;
  const cost = costOfAll(all).toLocaleString('en-US');
  return [
    { mark: 'ok', what: 'tools', said: `${config.tools}: ${all.length} tools, ${cost} tokens${prefix}` },
  ];
};
