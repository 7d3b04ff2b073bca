import type { HandlerContext, HandlerRequest } from './handler-context.ts';
import type { HandlerResult } from './reply.ts';
import { withoutNulls } from './shape.ts';

/** The operations that list settings of the account: plain arrays, whichever `shape` is set. */

/** An operation that returns a list of the account as it is. */
export function answerList(
  pick: (context: HandlerContext) => readonly object[],
): (request: HandlerRequest) => HandlerResult {
  return ({ context }) => ({ kind: 'value', value: pick(context) });
}

/** `GET /pipeline_stages`: the stages of all pipelines. */
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

/** `GET /activity_types`: by category as recorded, or flat as in the contract. */
export function answerListActivityTypes({ context }: HandlerRequest): HandlerResult {
  const types = context.world.activityTypes;
  const of = (category: string) => types.filter((type) => type.category === category);
  const nested = { user: of('user'), system: of('system') };
  return { kind: 'value', value: context.settings.activityTypes === 'nested' ? nested : types };
}
