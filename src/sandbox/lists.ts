import type { HandlerContext, HandlerRequest } from './handler-context.ts';
import type { HandlerResult } from './reply.ts';
import { withoutNulls } from './shape.ts';

/** The operations that list how the account is set up: plain arrays, whatever the shape switch says. */

/** A list as the world holds it. */
export function answerList(
  pick: (context: HandlerContext) => readonly object[],
): (request: HandlerRequest) => HandlerResult {
  return ({ context }) => ({ kind: 'value', value: pick(context) });
}

export function answerListPipelineStages({ context }: HandlerRequest): HandlerResult {
  const stages = context.world.pipelines.flatMap((pipeline) =>
    pipeline.stages.map(({ id, name, win_probability }) => ({
      id,
      name,
      pipeline_id: pipeline.id,
      win_probability,
    })),
  );
  return { kind: 'value', value: context.settings.names === 'contract' ? stages.map(withoutNulls) : stages };
}

/** By category as recorded; flat as the contract has it. */
export function answerListActivityTypes({ context }: HandlerRequest): HandlerResult {
  const types = context.world.activityTypes;
  const of = (category: string) => types.filter((type) => type.category === category);
  const nested = { user: of('user'), system: of('system') };
  return { kind: 'value', value: context.settings.activityTypes === 'nested' ? nested : types };
}
