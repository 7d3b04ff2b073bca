import type { Answer } from './reply.ts';
import type { Ask, Scene } from './scene.ts';
import { withoutNulls } from './shape.ts';

/** The operations that list how the account is set up: plain arrays, whatever the shape switch says. */

/** A list as the world holds it. */
export function listOf(pick: (scene: Scene) => readonly object[]): (ask: Ask) => Answer {
  return ({ scene }) => ({ kind: 'value', value: pick(scene) });
}

export function listPipelineStages({ scene }: Ask): Answer {
  const stages = scene.world.pipelines.flatMap((pipeline) =>
    pipeline.stages.map(({ id, name, win_probability }) => ({
      id,
      name,
      pipeline_id: pipeline.id,
      win_probability,
    })),
  );
  return { kind: 'value', value: scene.settings.names === 'contract' ? stages.map(withoutNulls) : stages };
}

/** By category as recorded; flat as the contract has it. */
export function listActivityTypes({ scene }: Ask): Answer {
  const types = scene.world.activityTypes;
  const of = (category: string) => types.filter((type) => type.category === category);
  const nested = { user: of('user'), system: of('system') };
  return { kind: 'value', value: scene.settings.activityTypes === 'nested' ? nested : types };
}
