import { defineEnvironment, type EnvironmentSchema } from '../environment.ts';
import { type Variable, variable } from './variable.ts';

/** By name, as a client's `config.yaml` declares them. */
export type Constants = Readonly<Record<string, unknown>>;

/** Stands for a constant in the name of a variable that exists once for each. */
export const CONSTANT = '<CONSTANT>';

/**
 * The schema of a process whose client declares these constants: each text, number and boolean gets a variable of its
 * own, which replaces its value in one deployment. `WEB_CONFIG_MAIN_WAREHOUSE` is `mainWarehouse` of web.
 */
export function expandConstants(schema: EnvironmentSchema, constants: Constants): EnvironmentSchema {
  const variables = Object.entries(schema.variables).flatMap(([name, entry]) =>
    name.endsWith(CONSTANT)
      ? Object.entries(constants).flatMap(([constant, value]) => {
          const own = ownVariable(value, entry);
          return own === undefined ? [] : [[variableOf(name, constant), own] as const];
        })
      : [[name, entry] as const],
  );
  return defineEnvironment({ prefixes: schema.prefixes, variables: Object.fromEntries(variables) });
}

/** The constants that the environment replaces. @param values of a schema that `expandConstants` gave for them */
export function replacedConstants(
  template: string,
  constants: Constants,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string | number | boolean>> {
  return Object.fromEntries(
    Object.keys(constants).flatMap((constant) => {
      const value = values[variableOf(template, constant)];
      return isScalar(value) ? [[constant, value] as const] : [];
    }),
  );
}

/** `mainWarehouse`, `main-warehouse` and `main_warehouse` are `MAIN_WAREHOUSE`. */
function variableOf(template: string, constant: string): string {
  const words = constant.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').replaceAll(/\W+/g, '_');
  return template.replace(CONSTANT, words.toUpperCase());
}

function ownVariable(value: unknown, { meaning }: Variable<unknown>): Variable<unknown> | undefined {
  if (typeof value === 'string') return variable.text({ meaning });
  if (typeof value === 'boolean') return variable.flag({ meaning });
  return typeof value === 'number' ? variable.number({ meaning }) : undefined;
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
