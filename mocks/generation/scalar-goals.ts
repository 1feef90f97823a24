import type { JsonObject } from '#contract';

/** What schemas together say about numbers. */
export class NumberGoal {
  min = -Infinity;
  max = Infinity;
  /** Bounds that the number may not reach itself. */
  above = -Infinity;
  below = Infinity;
  steps: number[] = [];

  add({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: JsonObject): void {
    if (typeof minimum === 'number') this.min = Math.max(this.min, minimum);
    if (typeof maximum === 'number') this.max = Math.min(this.max, maximum);
    if (typeof exclusiveMinimum === 'number') this.above = Math.max(this.above, exclusiveMinimum);
    if (typeof exclusiveMaximum === 'number') this.below = Math.min(this.below, exclusiveMaximum);
    if (typeof multipleOf === 'number' && multipleOf > 0) this.steps.push(multipleOf);
  }

  addAll(other: NumberGoal): void {
    this.min = Math.max(this.min, other.min);
    this.max = Math.min(this.max, other.max);
    this.above = Math.max(this.above, other.above);
    this.below = Math.min(this.below, other.below);
    this.steps.push(...other.steps);
  }
}

/** What schemas together say about text; formats of numbers are among the formats. */
export class TextGoal {
  /** Characters. */
  min = 0;
  max = Infinity;
  patterns: string[] = [];
  formats: string[] = [];

  add({ minLength, maxLength, pattern, format }: JsonObject): void {
    if (typeof minLength === 'number') this.min = Math.max(this.min, minLength);
    if (typeof maxLength === 'number') this.max = Math.min(this.max, maxLength);
    if (typeof pattern === 'string' && !this.patterns.includes(pattern)) this.patterns.push(pattern);
    if (typeof format === 'string' && !this.formats.includes(format)) this.formats.push(format);
  }

  addAll(other: TextGoal): void {
    this.min = Math.max(this.min, other.min);
    this.max = Math.min(this.max, other.max);
    this.patterns = [...new Set([...this.patterns, ...other.patterns])];
    this.formats = [...new Set([...this.formats, ...other.formats])];
  }
}
