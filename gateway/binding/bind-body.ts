import type { ConstValueNode } from 'graphql';
import type { FileContent, SchemaNode } from '../contract/index.ts';
import { fileContentOf } from '../contract/index.ts';
import { bindTemplate, readTemplate } from './bind-template.ts';
import { reportAt } from './binding-scope.ts';
import type { CallPlan } from './call-plan.ts';
import { argumentOf } from './directives.ts';
import type { ContractPlace } from './findings.ts';
import type { Template } from './model.ts';
import { reportUnreached } from './report-unreached.ts';
import { jsonBodyOf } from './success-answer.ts';

/**
 * The body of a call, checked against the contract's: JSON, or what takes the files of an `Upload`. Undefined where
 * none is sent, or after a mistake.
 */
export function bindBody(plan: CallPlan, files: FileContent | undefined): Template | undefined {
  const node = argumentOf(plan.directive, 'body');
  const mediaType = jsonBodyOf(plan.operation);
  if (node === undefined) {
    checkAbsentBody(plan, mediaType?.schema);
    return undefined;
  }
  if (files !== undefined) return bindWrittenBody(plan, node, files.schema, files);
  if (mediaType === undefined) return reportNoBody(plan, node);
  return bindWrittenBody(plan, node, mediaType.schema);
}

function bindWrittenBody(
  { site, parent, used, keys, operation }: CallPlan,
  node: ConstValueNode,
  schema: SchemaNode | undefined,
  files?: FileContent,
): Template | undefined {
  const parsed = readTemplate(site, node);
  if (parsed === undefined) return undefined;
  const keysAt = keys?.kind === 'body' ? keys.path : undefined;
  if (keysAt !== undefined && parsed.kind !== 'object') {
    const message = `${site.coordinate}: the keys of \`on\` go into the body, so that \`body\` must be an object literal`;
    return reportAt(site, { code: 'GH065', node, message, fix: 'write body: { … }' });
  }
  // A part of a form is absent or a value: null means nothing in it.
  const wire = files === undefined ? 'json' : 'text';
  const bound = bindTemplate({ site, parent, used, wire, files }, parsed, schema, keysAt);
  if (bound !== undefined && !bound.certain && operation.requestBody?.required === true) {
    const message = `${operation.coordinate} requires a body, which an absent argument would leave out`;
    reportAt(site, {
      code: 'GH021',
      node,
      message,
      fix: 'make the argument non-null',
      place: bodyPlace(operation),
    });
  }
  return bound?.template;
}

function checkAbsentBody(plan: CallPlan, schema: SchemaNode | undefined): void {
  const { site, directive, operation, keys } = plan;
  if (keys?.kind !== 'body') {
    if (operation.requestBody?.required === true) reportMissingBody(plan);
    return;
  }
  if (schema === undefined || keys.path.length === 0) return;
  const reached = [{ path: keys.path, text: '`on`', certain: true, node: directive }];
  reportUnreached({ site, text: site.coordinate, node: directive }, schema, reached);
}

function bodyPlace({ contract, requestBody, pointer }: CallPlan['operation']): ContractPlace {
  return { contract, pointer: requestBody?.pointer ?? pointer };
}

function reportMissingBody({ site, directive, operation }: CallPlan): void {
  const types = [...(operation.requestBody?.content.keys() ?? [])];
  const isJson = jsonBodyOf(operation) !== undefined;
  reportAt(site, {
    code: 'GH022',
    node: directive,
    message: `${operation.coordinate} requires a body (${types.join(' or ')}), and the binding sends none`,
    fix: isJson ? 'write body: "$args.input", with an argument `input`' : withoutJson(operation),
    place: bodyPlace(operation),
  });
}

/** What to do about a body that is no JSON. */
function withoutJson(operation: CallPlan['operation']): string {
  return fileContentOf(operation) === undefined
    ? 'bind another operation; bodies are JSON'
    : 'add an argument of type Upload, and write it into `body`';
}

function reportNoBody({ site, operation }: CallPlan, node: ConstValueNode): undefined {
  const types = [...(operation.requestBody?.content.keys() ?? [])];
  return reportAt(site, {
    code: 'GH022',
    node,
    message: `${operation.coordinate} takes ${types.length === 0 ? 'no body' : `only ${types.join(', ')}`}, but \`body\` is given`,
    fix: types.length === 0 ? 'remove `body`' : withoutJson(operation),
    place: bodyPlace(operation),
  });
}
