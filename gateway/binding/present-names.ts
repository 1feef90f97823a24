const SHOWN = 8;

/** `Card, BankAccount and 12 more` */
export function presentNames(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return more > 0 ? `${names.slice(0, SHOWN).join(', ')} and ${more} more` : names.join(', ');
}
