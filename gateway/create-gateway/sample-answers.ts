import type { Randomness } from '../clock.ts';
import { type Contract, restsOnOverlay } from '../contract/index.ts';
import type { GatewaySettings } from '../options.ts';

/**
 * Whether an answer of an operation is held against its contract: as often as the settings say, and always where the
 * contract rests on an overlay, whose claims nobody else answers for.
 *
 * @param contracts those that are served now
 */
export function sampleAnswers(
  { validateAnswers }: Pick<GatewaySettings, 'validateAnswers'>,
  randomness: Randomness,
  contracts: () => readonly Contract[],
): (operation: string) => boolean {
  if (validateAnswers === 'always') return () => true;
  const claimed = new WeakMap<readonly Contract[], ReadonlySet<string>>();
  const claimedNow = () => {
    const served = contracts();
    const before = claimed.get(served) ?? claimedIn(served);
    claimed.set(served, before);
    return before;
  };
  return (operation) => claimedNow().has(operation) || randomness.fraction() < validateAnswers;
}

function claimedIn(contracts: readonly Contract[]): ReadonlySet<string> {
  const operations = contracts.flatMap((contract) => contract.operations.filter(restsOnOverlay));
  return new Set(operations.map(({ coordinate }) => coordinate));
}
