import { advice, type DiagnosticEntry, error } from './diagnostic-entry.ts';

/** What can be said about `@next`. */
export const PAGE_DIAGNOSTICS = {
  GH140: error(
    'Unknown parameter of a page',
    '`@next` names no parameter of the call that gives the page, or one that takes no text and no number.',
  ),
  GH141: error(
    'Not one way to the next page',
    'A page has one cursor: `@next` says exactly one of `url`, `cursor`, `last` and `by`.',
  ),
  GH142: error(
    'Page without one list',
    'With `last` and `by` the rows decide what comes next; they are the only list of the type that the answer holds.',
  ),
  GH143: error(
    'One of many pages',
    'The page is one of several in the answer of a single call, and the parameter of that call would turn all of them.',
  ),
  GH144: error('Cursor is no text', 'What is read there is neither a text nor a number.'),
  GH145: error(
    'Type of the cursor',
    'The field is null after the last page, and has the type in which the cursor is sent back.',
  ),
  GH146: error(
    'No page here',
    'A root type or a group is no answer of a call, so that nothing comes after it.',
  ),
  GH147: advice(
    'Cursor without a way back',
    'The call that gives the page does not send the parameter, so that clients cannot ask for the next one.',
  ),
  GH148: advice(
    'First page not known',
    'Nothing says whether the pages of this operation are counted from 0 or from 1.',
  ),
} as const satisfies Readonly<Record<string, DiagnosticEntry>>;
