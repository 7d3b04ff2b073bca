import { type FoundClient, findClients } from '../../clients/find-clients.ts';
import type { Examination, Finding } from './examination.ts';

function finding({ id, name, state }: FoundClient): Finding {
  const what = 'client';
  switch (state.is) {
    case 'points here': {
      const how = state.mode === 'sandbox' ? ', on the sandbox' : '';
      if (state.missing.length === 0) return { mark: 'ok', what, said: `${name} starts this server${how}` };
      const advice = `Run \`copper-mcp install ${id}\` again.`;
      return {
        mark: 'warn',
        what,
        said: `${name} points here, but ${state.missing.join(' and ')} is missing`,
        advice,
      };
    }
    case 'broken':
      return {
        mark: 'warn',
        what,
        said: `${name}: its configuration ${state.why}`,
        advice: 'Mend that file first.',
      };
    case 'another server':
      return {
        mark: 'warn',
        what,
        said: `${name} has another server that is called copper`,
        advice: `\`copper-mcp install ${id} --force\` replaces it.`,
      };
    default:
      return {
        mark: 'ok',
        what,
        said: `${name} does not know this server; \`copper-mcp install ${id}\` adds it`,
      };
  }
}

/** The MCP clients on this machine, and which of them start this server. */
export const clients: Examination = ({ shell }) => findClients(shell.surroundings).map(finding);
