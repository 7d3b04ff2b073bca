import { skillEntry } from '@modelcontextprotocol/server/ext/skills';
import type { CallContext } from '../tool/app.ts';
import type { SkillCapability } from '../tool/capabilities.ts';
import { shortened } from '../tool/sentences.ts';
import { RpcError, rpcCodes } from './json-rpc.ts';
import { cacheHint } from './methods.ts';

/** The methods of the skills extension (SEP-2640): entries with the digests of their files, made and checked by the SDK. */
export function skillMethods({ list }: SkillCapability) {
  async function entries(context: CallContext) {
    const skills = await list(context);
    return Promise.all(
      skills.map(({ uri, text }) => {
        const { host, pathname } = new URL(uri);
        return skillEntry(`${host}${pathname.slice(0, pathname.lastIndexOf('/'))}`, { 'SKILL.md': text });
      }),
    );
  }
  return {
    list: async (context: CallContext) => ({ skills: await entries(context), ...cacheHint }),
    /** @throws RpcError for a skill that is not served */
    async get({ uri }: { readonly uri: string }, context: CallContext) {
      const skill = (await entries(context)).find((entry) => entry.uri === uri);
      if (skill === undefined)
        throw new RpcError(rpcCodes.invalidParams, `No skill is served at ${shortened(uri)}`);
      return { skill, ...cacheHint };
    },
  };
}
