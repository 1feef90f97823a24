import type { Json } from '#contract';
import { createChance, mixSeed } from './chance.ts';
import { createName } from './create-name.ts';
import type { Goal } from './goal.ts';
import { isTight, MAX_DEPTH, type Place, placeWithin } from './place.ts';
import type { Solver } from './solver.ts';

/** Of ten members that may be left out, eight or nine are there. */
const PROBABILITY = 0.85;
const MAX_LEVELS = 16;
const MAX_MEMBERS = 2_000;

/** An object with all required members and some others; undefined where none was found. */
export function createObject(solver: Solver, goal: Goal, place: Place): Json | undefined {
  const { object } = goal;
  if (object.min > object.max || object.min > MAX_MEMBERS) return undefined;
  const maker = new ObjectMaker(solver, goal, place);
  return maker.addRequired() && maker.addOptional() && maker.addExtra() ? maker.present() : undefined;
}

class ObjectMaker {
  readonly #solver: Solver;
  readonly #goal: Goal;
  readonly #place: Place;
  readonly #members = new Map<string, Json>();
  readonly #share: number;

  constructor(solver: Solver, goal: Goal, place: Place) {
    this.#solver = solver;
    this.#goal = goal;
    this.#place = place;
    const count = Math.max(1, goal.object.properties.size);
    this.#share = (place.allowance - count) / count;
  }

  /** False when a member that must be there cannot be made. */
  addRequired(): boolean {
    const { required, hidden } = this.#goal.object;
    return [...required].every((name) => (hidden.has(name) ? true : this.#require(name)));
  }

  addOptional(): boolean {
    const { object } = this.#goal;
    const chance = createChance(mixSeed(this.#place.seed, 'members'));
    for (const name of object.properties.keys()) {
      const isLeftOut = chance.real() > PROBABILITY;
      if (this.#members.has(name) || object.hidden.has(name) || this.#members.size >= object.max) continue;
      const isNeeded = this.#members.size < object.min || this.#goal.preferred.has(name);
      if (isNeeded || (!isLeftOut && this.#hasRoomFor(name))) this.#addWithDependents(name);
    }
    return true;
  }

  /** Members that the contract does not name: as many as it demands, and something to see in a map. */
  addExtra(): boolean {
    const { object } = this.#goal;
    const wanted = Math.max(object.min, this.#isMap() && !this.#isFull() ? Math.min(2, object.max) : 0);
    for (let attempt = 0; this.#members.size < wanted && attempt < wanted * 8; attempt += 1) {
      const name = createName(this.#solver, object, mixSeed(this.#place.seed, `name ${attempt}`), attempt);
      if (name !== undefined && !this.#members.has(name)) this.#add(name);
    }
    return this.#members.size >= object.min;
  }

  /** In the contract's order. */
  present(): Json {
    const { properties } = this.#goal.object;
    const known = [...properties.keys()].filter((name) => this.#members.has(name));
    const others = [...this.#members.keys()].filter((name) => !properties.has(name));
    return Object.fromEntries([...known, ...others].map((name) => [name, this.#members.get(name) ?? null]));
  }

  #require(name: string): boolean {
    if (this.#members.has(name)) return true;
    if (this.#members.size >= this.#goal.object.max || !this.#add(name)) return false;
    return (this.#goal.object.dependents.get(name) ?? []).every((other) => this.#require(other));
  }

  /** All of them or none. */
  #addWithDependents(name: string): void {
    const before = new Map(this.#members);
    if (this.#require(name)) return;
    this.#members.clear();
    for (const [kept, value] of before) this.#members.set(kept, value);
  }

  #add(name: string): boolean {
    const { object, scope, preferred } = this.#goal;
    if (object.forbidden.has(name)) return false;
    if (!object.names.every((schema) => this.#solver.fits(schema, name))) return false;
    const schemas = object.schemasOf(name, scope);
    const wish = preferred.get(name);
    const isWishFit = wish !== undefined && schemas.every((schema) => this.#solver.fits(schema, wish));
    const value = isWishFit
      ? wish
      : this.#solver.solveAll(schemas, placeWithin(this.#place, name, this.#share));
    if (value === undefined) return false;
    this.#members.set(name, value);
    return true;
  }

  /** Scalars fit nearly everywhere; what has an inside needs room, and an end. */
  #hasRoomFor(name: string): boolean {
    if (isTight(this.#place)) return false;
    const schemas = this.#goal.object.schemasOf(name, this.#goal.scope);
    const levels = Math.max(0, ...schemas.map((schema) => this.#solver.finishLevels(schema)));
    if (levels === 0) return true;
    return this.#place.depth < MAX_DEPTH && this.#place.depth + levels < MAX_LEVELS && this.#share >= 0;
  }

  #isMap(): boolean {
    const { properties, rests, patterned } = this.#goal.object;
    const isOpen = rests.some(({ schema }) => typeof schema === 'object') || patterned.length > 0;
    return properties.size === 0 && isOpen;
  }

  #isFull(): boolean {
    return isTight(this.#place) || this.#place.depth >= MAX_DEPTH;
  }
}
