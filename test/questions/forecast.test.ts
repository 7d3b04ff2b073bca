import { expect, test } from 'vitest';
import { ask } from './ask.ts';
import { forecasts } from './forecast.ts';

test.each(forecasts)('$asks', async (question) => {
  expect((await ask(question)).calls).toBe(1);
});
