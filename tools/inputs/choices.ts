import { z } from 'zod/v3';
import type { Parameter } from './parameter.ts';

/** One or more of a fixed set of words, sent as a list. */
export const choices = <const Words extends readonly [string, ...string[]]>(
  name: string,
  allowed: Words,
): Parameter => ({
  input: z.array(z.enum(allowed)),
  sends: [name],
  send: (values: string[]) => ({ body: { [name]: values } }),
});

/** Yes or no. */
export const yesNo = (name: string): Parameter => ({
  input: z.boolean(),
  sends: [name],
  send: (value: boolean) => ({ body: { [name]: value } }),
});

/** Whether the key's owner follows the record; Copper says 1 for yes and 2 for no. */
export const followed = (): Parameter => ({
  input: z.boolean(),
  sends: ['followed'],
  send: (value: boolean) => ({ body: { followed: value ? 1 : 2 } }),
});

/** Exactly one of a fixed set of words. */
export const choice = <const Words extends readonly [string, ...string[]]>(
  name: string,
  allowed: Words,
): Parameter => ({
  input: z.enum(allowed),
  sends: [name],
  send: (value: string) => ({ body: { [name]: value } }),
});
