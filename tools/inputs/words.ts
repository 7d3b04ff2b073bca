import { z } from 'zod/v3';
import { ToolError } from '../../src/tool/tool-error.ts';
import type { Parameter } from './parameter.ts';

const longest = 500;

const line = z.string().max(longest);
const whole = (text: string) => text.isWellFormed();
const half = 'holds half a character (a lone surrogate)';

/** Any text an agent gives: at most 500 characters, and no half characters that JSON could not carry. */
export const words = line.refine(whole, half);

/** An e-mail address. */
export const email = line.email('is no e-mail address').refine(whole, half);

/** One e-mail address, whole. */
export const oneEmail = (name: string): Parameter => ({
  input: email,
  sends: [name],
  send: (value: string) => ({ body: { [name]: value } }),
});

/** E-mail addresses, any of which may match; whole ones, since Copper searches no parts of them. */
export const emails = (name: string): Parameter => ({
  input: z.array(email),
  sends: [name],
  send: (values: string[]) => ({ body: { [name]: values } }),
});

/** Text that is sent as it is. */
export const text = (name: string): Parameter => ({
  input: words,
  sends: [name],
  send: (value: string) => ({ body: { [name]: value } }),
});

/** The domain of a web or e-mail address, or a domain as it is. */
export const domain = (name: string): Parameter => ({
  input: words,
  sends: [name],
  send: (value: string) => {
    const host = value.trim().replace(/^(?:[a-z]+:\/\/)?(?:www\.)?/i, '');
    const [bare = ''] = host.slice(host.lastIndexOf('@') + 1).split(/[/:?#]/);
    if (bare === '') throw new ToolError('invalid_input', `"${value.slice(0, 60)}" is no domain.`);
    return { body: { [name]: bare } };
  },
});

/** Several texts, any of which may match. */
export const texts = (name: string): Parameter => ({
  input: z.array(words),
  sends: [name],
  send: (values: string[]) => ({ body: { [name]: values } }),
});

/** Part of a name; `=Acme` asks for exactly that name. The two forms are those of the contract's `name`. */
export const partOfName = (name: string): Parameter => ({
  input: words.describe('Part; "=…" for exact'),
  sends: [name],
  send: (value: string) => {
    if (!value.startsWith('=')) return { body: { [name]: { value, special_value: [{ type: 'partial' }] } } };
    const exact = value.slice(1).trim();
    if (exact === '') throw new ToolError('invalid_input', `${name} "=" lacks the name that should match.`);
    return { body: { [name]: exact } };
  },
});

/** Tags by name, any of which may match. */
export const tags = (): Parameter => ({
  input: z.array(words),
  sends: ['tags'],
  send: async (values: string[], { names }) => ({ body: { tags: [...(await names.tags(values))] } }),
});
