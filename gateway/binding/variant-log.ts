import type { GraphQLAbstractType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { isUnionType } from 'graphql';
import type { Findings } from './findings.ts';

/** Why no value of one place can be a certain member. */
export interface NotYielded {
  /** Goes on where the member's name ended. */
  readonly reason: string;
  readonly fix: string;
}

/** Remembers which members of unions and interfaces some contract yields: a type may be used in many places. */
export interface VariantLog {
  add(type: GraphQLAbstractType, member: GraphQLObjectType, missing?: NotYielded): void;
  /** Names of the unions and interfaces that some bound field leads to. */
  used(): ReadonlySet<string>;
  /** Reports every member that no place yields. */
  report(schema: GraphQLSchema, findings: Findings): void;
}

export function createVariantLog(): VariantLog {
  const members = new Map<GraphQLAbstractType, Map<GraphQLObjectType, NotYielded | 'yielded'>>();
  return {
    add(type, member, missing) {
      const known = members.get(type) ?? new Map<GraphQLObjectType, NotYielded | 'yielded'>();
      members.set(type, known);
      if (missing === undefined) known.set(member, 'yielded');
      else if (!known.has(member)) known.set(member, missing);
    },
    used: () => new Set([...members.keys()].map(({ name }) => name)),
    report(schema, findings) {
      // What a mistaken field would have led to is not known.
      if (findings.hasErrors(OURS)) return;
      for (const [type, ofType] of members) {
        for (const member of schema.getPossibleTypes(type)) {
          const state = ofType.get(member);
          if (state !== undefined && state !== 'yielded') reportMember(type, member, state, findings);
        }
      }
    },
  };
}

const OURS: ReadonlySet<string> = new Set(['GH100', 'GH102', 'GH103']);

function reportMember(
  type: GraphQLAbstractType,
  member: GraphQLObjectType,
  { reason, fix }: NotYielded,
  findings: Findings,
): void {
  findings.report({
    code: 'GH101',
    node: listedAt(type, member),
    message: `no value is ever the ${member.name} of ${type.name}: ${member.name} ${reason}`,
    fix,
  });
}

/** Where the schema says that the member is one. */
function listedAt(type: GraphQLAbstractType, member: GraphQLObjectType) {
  const named = isUnionType(type)
    ? [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.types ?? [])
    : [member.astNode, ...member.extensionASTNodes].flatMap((node) => node?.interfaces ?? []);
  const wanted = isUnionType(type) ? member.name : type.name;
  return named.find(({ name }) => name.value === wanted) ?? member.astNode ?? undefined;
}
