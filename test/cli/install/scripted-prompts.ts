import { PromptCancelled, type UserPrompts } from '../../../src/cli/terminal/prompts.ts';

/** A person who answers in this order; `undefined` leaves. What was asked, and what was offered, is kept. */
export function scripted(...answers: readonly (string | boolean | readonly string[] | undefined)[]): {
  prompts: UserPrompts;
  asked: string[];
  offered: string[];
  left(): number;
} {
  const rest = [...answers];
  const asked: string[] = [];
  const offered: string[] = [];
  function next(question: string): unknown {
    asked.push(question);
    if (rest.length === 0) throw new Error(`nobody expected the question: ${question}`);
    const answer = rest.shift();
    if (answer === undefined) throw new PromptCancelled();
    return answer;
  }
  const typed = (question: string, judge: (answer: string) => string | undefined) => {
    for (;;) {
      const answer = String(next(question));
      const fault = judge(answer);
      if (fault === undefined) return answer;
      offered.push(fault);
    }
  };
  return {
    asked,
    offered,
    left: () => rest.length,
    prompts: {
      async chooseMany(question, choices, preset) {
        const hints = choices.map(
          ({ value, hint }) => `${preset.includes(value) ? '+' : '-'}${value}: ${hint}`,
        );
        offered.push(...hints);
        const answer = next(question);
        return choices.flatMap(({ value }) => (Array.isArray(answer) && answer.includes(value) ? value : []));
      },
      async chooseOne(question, choices) {
        const answer = next(question);
        const found = choices.find(({ value }) => value === answer);
        if (found === undefined) throw new Error(`${answer} was not offered`);
        return found.value;
      },
      async text(question, judge, preset = '') {
        offered.push(`preset: ${preset}`);
        return typed(question, judge);
      },
      secret: async (question, judge) => typed(question, judge),
      confirm: async (question) => next(question) === true,
    },
  };
}
