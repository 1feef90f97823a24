import type { Contract, OverlayClaim } from '#contract';

const LONGEST_UPDATE = 200;

/** What overlays say in the place of contracts, as requests to the teams that publish them. Empty where there are none. */
export function presentOverlays(contracts: readonly Contract[]): readonly string[] {
  const overlays = contracts.flatMap(({ overlay }) => overlay ?? []);
  const claims = overlays.flatMap((overlay) => overlay.claims);
  if (claims.length === 0) return [];
  const open = claims.filter(({ isGranted }) => !isGranted).length;
  const head = `overlays  ${open === 1 ? '1 request' : `${open} requests`} to the teams of the contracts`;
  return [[head, ...claims.flatMap(presentClaim), ''].join('\n')];
}

function presentClaim(claim: OverlayClaim): readonly string[] {
  const { position, description, target, places } = claim;
  const { file, line, column } = position;
  const why = description === undefined ? '' : `  ${description.trim().replaceAll(/\s*\n\s*/g, ' ')}`;
  const where = places === 1 ? '' : ` (${places} places)`;
  return [`  ${file}:${line}:${column}${why}`, `    ${target}${where}  ${presentRequest(claim)}`];
}

function presentRequest({ update, isGranted }: OverlayClaim): string {
  if (isGranted) return 'the contract says so by now: remove this action';
  if (update === undefined) return 'remove it';
  const text = JSON.stringify(update);
  return `say ${text.length > LONGEST_UPDATE ? `${text.slice(0, LONGEST_UPDATE)}…` : text}`;
}
