import type { CallContext } from '../tool/app.ts';
import type { Capabilities } from '../tool/capabilities.ts';

/** What is done around each piece of work, which is named as the protocol names it. */
export type WrapWork = <T>(
  method: 'resources/read' | 'prompts/get' | 'completion/complete',
  context: CallContext,
  work: (context: CallContext) => Promise<T>,
) => Promise<T>;

/** The same offers with something around each read, prompt and completion. */
export function wrapCapabilities(
  { resources, prompts, complete }: Capabilities,
  wrap: WrapWork,
): Capabilities {
  return {
    ...(resources && {
      resources: {
        ...resources,
        read: (uri, context) => wrap('resources/read', context, (own) => resources.read(uri, own)),
      },
    }),
    ...(prompts && {
      prompts: {
        ...prompts,
        get: (name, given, context) => wrap('prompts/get', context, (own) => prompts.get(name, given, own)),
      },
    }),
    ...(complete && {
      complete: (ref, argument, context) =>
        wrap('completion/complete', context, (own) => complete(ref, argument, own)),
    }),
  };
}
