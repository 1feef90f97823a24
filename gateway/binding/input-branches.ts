import type { GraphQLInputObjectType } from 'graphql';
import type { SchemaNode } from '../contract/index.ts';
import { alternativesOf, propertiesOf } from '../contract/index.ts';
import { isObject } from './describe-schema.ts';
import { foldName } from './fold-name.ts';
import type { WrittenConstant } from './input-constants.ts';
import { takesConstant } from './input-constants.ts';
import type { BoundConstant } from './model.ts';
import { tellApart } from './tell-apart.ts';
import { namesOf } from './variant-candidate.ts';

/** One of several things that the contract takes. */
export interface InputBranch {
  readonly node: SchemaNode;
  readonly names: readonly string[];
  /** What the contract itself says that such a value holds: the one value of its discriminator, or its constant. */
  readonly implied: readonly BoundConstant[];
}

/** Empty where the contract takes one thing. */
export function inputBranchesOf(node: SchemaNode): readonly InputBranch[] {
  const alternatives = alternativesOf(node);
  const objects = alternatives.filter((alternative) => isObject(alternative.node));
  const telling = tellApart(objects);
  return alternatives.map((alternative) => {
    const values = telling?.values[objects.indexOf(alternative)] ?? [];
    const [value, ...others] = values;
    const isImplied = telling !== undefined && value !== undefined && others.length === 0;
    return {
      node: alternative.node,
      names: namesOf(alternative, values),
      implied: isImplied ? [{ path: [telling.property], value }] : [],
    };
  });
}

/** Those that one of the names means: exactly, else when they fold alike. */
export function branchesNamed(
  branches: readonly InputBranch[],
  wanted: readonly string[],
): readonly InputBranch[] {
  for (const name of wanted) {
    const exact = branches.filter(({ names }) => names.includes(name));
    const folded = foldName(name);
    const found =
      exact.length > 0
        ? exact
        : branches.filter(({ names }) => names.some((one) => foldName(one) === folded));
    if (found.length > 0) return found;
  }
  return [];
}

/** `CardInput` is also `Card`. */
export function namesOfInput({ name }: GraphQLInputObjectType): readonly string[] {
  return name.length > 5 && name.endsWith('Input') ? [name, name.slice(0, -5)] : [name];
}

/**
 * The branch that an input type is: by the constants that it writes, by its name, or because it is the only object.
 * `plain` where the schema itself has properties, which count for all of its branches.
 */
export function branchOfInput(
  type: GraphQLInputObjectType,
  constants: readonly WrittenConstant[],
  node: SchemaNode,
  branches: readonly InputBranch[],
): InputBranch | 'plain' | undefined {
  const taking = branches.filter(
    (branch) => isObject(branch.node) && constants.every((constant) => takesConstant(branch.node, constant)),
  );
  const named = branchesNamed(taking, namesOfInput(type));
  for (const found of [constants.length > 0 ? taking : [], named, taking]) {
    const [only, ...others] = found;
    if (only !== undefined && others.length === 0) return only;
  }
  return propertiesOf(node).size > 0 ? 'plain' : undefined;
}
