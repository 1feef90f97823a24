import type { Operation, Parameter } from '../contract/index.ts';

/** By name, or by `query.name` where parameters in different places share one. */
export type Parameters = ReadonlyMap<string, Parameter>;

export function parametersByName({ parameters }: Operation): Parameters {
  const namesakes = Map.groupBy(parameters, ({ name }) => name);
  return new Map(
    parameters.map((parameter) => {
      const isShared = (namesakes.get(parameter.name)?.length ?? 0) > 1;
      return [isShared ? `${parameter.in}.${parameter.name}` : parameter.name, parameter];
    }),
  );
}
