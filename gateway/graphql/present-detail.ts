import type { PublicDetail } from '../errors.ts';

/**
 * The details of an error that may leave the process, each only in the shape it is meant to have: extensions may
 * have been filled by anybody, with anything.
 */
export function presentDetail(detail: object): PublicDetail {
  const { service, fields, pointer, limit, retryAfterSeconds }: Partial<Record<keyof PublicDetail, unknown>> =
    detail;
  return {
    ...(typeof service === 'string' ? { service } : {}),
    ...(Array.isArray(fields) ? { fields: fields.flatMap(presentField) } : {}),
    ...(typeof pointer === 'string' ? { pointer } : {}),
    ...(isLimit(limit) ? { limit: { name: limit.name, max: limit.max } } : {}),
    ...(typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {}),
  };
}

type Field = NonNullable<PublicDetail['fields']>[number];

function presentField(field: unknown): Field[] {
  if (typeof field !== 'object' || field === null) return [];
  const { pointer, reason }: { pointer?: unknown; reason?: unknown } = field;
  if (typeof pointer !== 'string') return [];
  return [{ pointer, ...(typeof reason === 'string' ? { reason } : {}) }];
}

function isLimit(limit: unknown): limit is NonNullable<PublicDetail['limit']> {
  if (typeof limit !== 'object' || limit === null) return false;
  return 'name' in limit && typeof limit.name === 'string' && 'max' in limit && typeof limit.max === 'number';
}
