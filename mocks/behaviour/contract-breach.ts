import type { Violation } from '#contract';

/** A handler wrote a row, announced an event or gave an answer that its contract does not allow. */
export class ContractBreach extends Error {
  readonly violation: Violation;

  /** @param subject what breaks it: `inventory.ArticleStock KTL-CU12` */
  constructor(subject: string, violation: Violation) {
    super(
      `${subject} breaks the contract at ${violation.pointer || 'its root'}: ${violation.message} (${violation.rule})`,
    );
    this.name = 'ContractBreach';
    this.violation = violation;
  }
}
