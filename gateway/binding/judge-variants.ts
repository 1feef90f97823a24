import type { Alternative } from '../contract/index.ts';
import type { VariantCandidate, VariantChoice } from './variant-candidate.ts';
import { holds, isForeseen, type World, worldsOf } from './variant-worlds.ts';

/** What becomes of the values that a contract may send. */
export interface VariantVerdict {
  /** By candidate, the alternatives whose values are it. */
  readonly won: ReadonlyMap<VariantCandidate, readonly Alternative[]>;
  readonly faults: readonly VariantFault[];
}

export type VariantFault =
  /** Two candidates take the same value, and neither has more conditions. */
  | {
      readonly kind: 'tie';
      readonly world: World;
      readonly between: readonly [VariantCandidate, VariantCandidate];
    }
  /** A candidate by name takes values of an alternative with another name. */
  | { readonly kind: 'stranger'; readonly candidate: VariantCandidate; readonly alternative: Alternative }
  /** No value of the alternative is anything. */
  | { readonly kind: 'uncovered'; readonly alternative: Alternative }
  /** Some values are nothing; unforeseen ones are those that the contract allows without naming them. */
  | {
      readonly kind: 'gap';
      readonly world: World;
      readonly alternative: Alternative;
      readonly isForeseen: boolean;
    }
  | { readonly kind: 'too many' };

/** Tries every way in which a value of each alternative can stand to the conditions of all candidates. */
export function judgeVariants(
  candidates: readonly VariantCandidate[],
  { alternatives, telling }: Pick<VariantChoice, 'alternatives' | 'telling'>,
): VariantVerdict {
  const won = new Map<VariantCandidate, Alternative[]>();
  const faults: VariantFault[] = [];
  const conditions = candidates.flatMap(({ when }) => when);
  for (const [index, alternative] of alternatives.entries()) {
    const values = telling && { property: telling.property, values: telling.values[index] ?? [] };
    const worlds = worldsOf({ alternative, telling: values }, conditions);
    if (worlds === undefined) faults.push({ kind: 'too many' });
    else {
      const judged = judgeAlternative(candidates, alternative, worlds);
      for (const winner of judged.winners) won.set(winner, [...(won.get(winner) ?? []), alternative]);
      faults.push(...judged.faults);
    }
  }
  return { won, faults };
}

function judgeAlternative(
  candidates: readonly VariantCandidate[],
  alternative: Alternative,
  worlds: readonly World[],
): { readonly winners: ReadonlySet<VariantCandidate>; readonly faults: readonly VariantFault[] } {
  const winners = new Set<VariantCandidate>();
  const ties = new Map<string, VariantFault>();
  const strangers = new Set<VariantCandidate>();
  const gaps: World[] = [];
  for (const world of worlds) {
    const [first, second] = bestIn(candidates, world);
    if (first === undefined) gaps.push(world);
    else if (second !== undefined)
      ties.set(`${first.type.name} ${second.type.name}`, { kind: 'tie', world, between: [first, second] });
    else if (first.claims?.has(alternative) === false) strangers.add(first);
    else winners.add(first);
  }
  const faults: VariantFault[] = [
    ...ties.values(),
    ...[...strangers].map((candidate) => ({ kind: 'stranger', candidate, alternative }) as const),
  ];
  const [gap] = [...gaps.filter(isForeseen), ...gaps];
  if (gap === undefined) return { winners, faults };
  if (winners.size === 0 && faults.length === 0) faults.push({ kind: 'uncovered', alternative });
  else faults.push({ kind: 'gap', world: gap, alternative, isForeseen: isForeseen(gap) });
  return { winners, faults };
}

/** The candidates with the most conditions among those whose conditions hold. */
function bestIn(candidates: readonly VariantCandidate[], world: World): readonly VariantCandidate[] {
  const holding = candidates.filter(({ when }) => when.every((condition) => holds(condition, world)));
  const most = Math.max(...holding.map(({ when }) => when.length));
  return holding.filter(({ when }) => when.length === most);
}
