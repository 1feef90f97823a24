import type { Json } from '#contract';
import { isObject, listOf } from '../read-pointer.ts';

/** Equality as JSON Schema means it: the order of an object's members does not count. */
export function isSameJson(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) return isSameList(left, right);
  const [names, others] = [Object.keys(left), Object.keys(right)];
  if (!isObject(left) || !isObject(right) || names.length !== others.length) return false;
  return names.every(
    (name) => Object.hasOwn(right, name) && isSameJson(left[name] ?? null, right[name] ?? null),
  );
}

function isSameList(left: Json, right: Json): boolean {
  if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
  const others = listOf(right);
  return listOf(left).every((item, index) => isSameJson(item, others[index] ?? null));
}
