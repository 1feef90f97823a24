import type { ConstDirectiveNode } from 'graphql';
import type { Operation } from '../contract/index.ts';
import { webhooksOf } from '../contract/index.ts';
import { createArgumentUse, reportUnused } from './argument-use.ts';
import { asRead } from './as-read.ts';
import { bindConditions } from './bind-conditions.ts';
import { bindValue } from './bind-value.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { checkPromise } from './check-promise.ts';
import { directiveOn } from './directives.ts';
import { findPlace, siteOfAnswer } from './find-answer.ts';
import { findContract } from './find-contract.ts';
import type { EventField } from './model.ts';
import { createSentCall } from './sent-call.ts';
import { jsonBodyOf, type SuccessAnswer } from './success-answer.ts';
import { suggestName } from './suggest-name.ts';

/** A field with `@event`: what a service announces. Undefined after a mistake, which was reported. */
export function bindEvent(site: FieldSite, directive: ConstDirectiveNode): EventField | undefined {
  if (site.place.kind !== 'root' || site.place.root !== 'subscription')
    return reportOutOfPlace(site, directive);
  const webhook = findWebhook(site, directive);
  const event = webhook && eventOf(site, directive, webhook);
  if (webhook === undefined || event === undefined) return undefined;
  const sent = createSentCall(webhook, site.coordinate, []);
  const found = findPlace(site, directive, { operation: webhook, sent }, event);
  const used = createArgumentUse();
  const where = bindConditions({ site, directive, event: event.schema, used });
  if (where === undefined || found === undefined) return undefined;
  reportUnused(site, used, webhook.coordinate);
  const source = { operation: webhook, answer: event, node: found.node, sent };
  const inEvent = siteOfAnswer(site, source);
  checkPromise(inEvent, found);
  const value = bindValue(inEvent, source);
  return value && { kind: 'event', webhook, where, at: found.read, value: asRead(found.read, value) };
}

function reportOutOfPlace(site: FieldSite, node: ConstDirectiveNode): undefined {
  return reportAt(site, {
    code: 'GH172',
    node,
    message: `${site.coordinate} has @event, but ${site.type.name} is not the subscription type`,
    fix: 'move the field to `type Subscription`, or bind it with @rest or @join',
  });
}

/** What the fields of the subscription type are told that wait for nothing. */
export function reportNoEvent(site: FieldSite): undefined {
  const [other] = ['rest', 'join', 'resolver', 'json'].flatMap((name) => directiveOn(site.field, name) ?? []);
  const what = other === undefined ? 'nothing announces what it waits for' : `it has @${other.name.value}`;
  return reportAt(site, {
    code: 'GH172',
    ...(other === undefined ? {} : { node: other }),
    message: `${site.coordinate} is a field of the subscription type, but ${what}`,
    fix: 'bind it with @event(webhook: "service.webhook")',
  });
}

/** By the operationId of the webhook, else by its key. */
function findWebhook(site: FieldSite, directive: ConstDirectiveNode): Operation | undefined {
  const named = findContract(site, directive, 'webhook');
  if (named === undefined) return undefined;
  const { contract, id, written, node } = named;
  const webhooks = webhooksOf(contract);
  const webhook = webhooks.get(id);
  if (webhook !== undefined) return webhook;
  const nearest = suggestName(id, webhooks.keys()) ?? [...webhooks.keys()][0];
  const known = webhooks.size === 0 ? 'none' : [...webhooks.keys()].join(', ');
  return reportAt(site, {
    code: 'GH170',
    node,
    place: { contract, pointer: webhooks.size === 0 ? '' : '/webhooks' },
    message: `\`${written}\`: ${contract.file} has no webhook \`${id}\`; it has ${known}`,
    fix:
      nearest === undefined
        ? 'ask the service to announce the event under `webhooks`'
        : `write \`${contract.service}.${nearest}\``,
  });
}

/** The body of a webhook, seen as an answer that came without being asked for. */
function eventOf(
  site: FieldSite,
  node: ConstDirectiveNode,
  webhook: Operation,
): (SuccessAnswer & { readonly schema: NonNullable<SuccessAnswer['schema']> }) | undefined {
  const schema = jsonBodyOf(webhook)?.schema;
  if (schema !== undefined)
    return { isEvent: true, schema, bodiless: false, headers: new Map(), place: undefined };
  const types = [...(webhook.requestBody?.content.keys() ?? [])];
  return reportAt(site, {
    code: 'GH171',
    node,
    message: `${webhook.coordinate} carries ${types.length === 0 ? 'nothing' : `${types.join(', ')} without a JSON schema`}`,
    fix: 'ask the service to describe the event as JSON',
    place: webhook,
  });
}
