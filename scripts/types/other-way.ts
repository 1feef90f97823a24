import { childNode, propertyOf, type SchemaNode } from '#contract';
import { memberOf } from './schema-children.ts';

/** What `readOnly` and `writeOnly` mean depends on it. */
export type Way = 'request' | 'answer';

/** Does this property travel the other way only? The mark may stand beside the property's `$ref`, or where that leads. */
export function isOtherWay(node: SchemaNode, name: string, way: Way): boolean {
  const mark = way === 'request' ? 'readOnly' : 'writeOnly';
  if (memberOf(memberOf(memberOf(node.json, 'properties'), name), mark) === true) return true;
  const property = childNode(node, 'properties', name) ?? propertyOf(node, name)?.node;
  return property !== undefined && memberOf(property.json, mark) === true;
}
