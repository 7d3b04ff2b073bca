import { coreInputs, tools } from '../tools/index.ts';
import { prompts } from '../tools/prompts/index.ts';
import { reports } from '../tools/reports/index.ts';
import { researchTools } from '../tools/research/research-tools.ts';
import { accountResource } from '../tools/resources/account.ts';
import { recordResources } from '../tools/resources/records.ts';
import { outputSchema } from './answer/write-json.ts';
import type { ToolGroups } from './mcp/choose-tools.ts';
import { publish } from './mcp/publish.ts';
import { selectTools, withNamesIn } from './mcp/tool-selection.ts';
import type { PublishedTool } from './tool/app.ts';
import { publishPrompt, publishSkill } from './tool/capabilities.ts';
import { toolsIn } from './tool/outgoing-text.ts';

const marked = publish([...tools, ...reports]);

/** The list of tools as clients see it. The build replaces this module by its values, so that nothing is computed at startup. */
export const published: readonly PublishedTool[] = marked.map((tool) => withNamesIn(tool));

/** The same list for JSON answers: each tool has their schema. */
export const publishedJson = published.map((tool) => ({ ...tool, outputSchema }));

/** The tools of `research`, which answer in a form of their own whatever the format is, and which only those get who ask for them. */
export const publishedResearch: readonly PublishedTool[] = publish(researchTools);

/** What is offered besides tools, as clients see it. */
export const publishedCapabilities = {
  resources: [accountResource.published],
  templates: recordResources.map((record) => record.published),
  prompts: prompts.map(publishPrompt),
  skills: prompts.map(publishSkill),
};

const namesOf = (some: readonly { readonly name: string }[]) => some.map(({ name }) => name);

/** What is needed to offer fewer tools, or tools under other names. */
export const selectionSource = {
  groups: {
    all: namesOf(published),
    operations: namesOf(tools),
    reports: namesOf(reports),
    core: namesOf(published).filter((name) => Object.hasOwn(coreInputs, name)),
    research: namesOf(publishedResearch),
  } satisfies ToolGroups,
  coreInputs,
  /** Reports and searches: what people look at. */
  viewed: [...namesOf(tools).filter((name) => name.startsWith('search_')), ...namesOf(reports)],
  /** The reports that the tools of `research` run: a server that offers these offers `research` as well. */
  behindResearch: researchTools.map(({ report }) => report.name),
  /** Tools whose texts name other tools, with those names still in braces. */
  marked: marked.filter((tool, at) => JSON.stringify(tool) !== JSON.stringify(published[at])),
  /** The tools that the steps of each prompt call. */
  steps: Object.fromEntries(
    prompts.map(({ name, text }) => [
      name,
      toolsIn(text).filter((tool) => namesOf(published).includes(tool)),
    ]),
  ),
};

const { core } = selectionSource.groups;

/** The tools of `core` in their narrow forms. */
export const publishedCore = selectTools(
  { ...selectionSource, list: published, instructions: '' },
  core,
  '',
  core,
).list;
