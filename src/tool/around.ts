import type { CallContext } from './app.ts';
import type { Offers } from './offer.ts';

/** What is done around each piece of work, which is named as the protocol names it. */
export type Around = <T>(
  method: 'resources/read' | 'prompts/get' | 'completion/complete',
  context: CallContext,
  work: (context: CallContext) => Promise<T>,
) => Promise<T>;

/** The same offers with something around each read, prompt and completion. */
export function around({ resources, prompts, complete }: Offers, wrap: Around): Offers {
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
