import { type GatewayOptions, type GatewaySettings, OptionsError, resolveOptions } from '../options.ts';
import { resolveServiceSettings } from '../upstream/resolve-service-settings.ts';
import type { ServiceOptions, ServiceSettings } from '../upstream/service-settings.ts';

export interface CheckedParts {
  readonly settings: GatewaySettings;
  readonly services: ReadonlyMap<string, ServiceSettings>;
}

/**
 * Options and services with every default in place. Every contract needs a service.
 * @throws OptionsError with the problems of all of them
 */
export function checkParts(
  options: GatewayOptions,
  services: Readonly<Record<string, ServiceOptions>>,
  contracts: readonly { readonly service: string }[],
): CheckedParts {
  const problems: string[] = [];
  const settings = collect(problems, () => resolveOptions(options));
  const resolved = new Map<string, ServiceSettings>();
  for (const [service, given] of Object.entries(services)) {
    const one = collect(problems, () => resolveServiceSettings(service, given));
    if (one !== undefined) resolved.set(service, one);
  }
  collect(problems, () => requireServices(contracts, new Map(Object.entries(services))));
  if (settings === undefined || problems.length > 0) throw new OptionsError(problems);
  return { settings, services: resolved };
}

/** @throws OptionsError for every contract whose service nobody said the address of */
export function requireServices(
  contracts: readonly { readonly service: string }[],
  services: ReadonlyMap<string, unknown>,
): void {
  const missing = contracts.filter(({ service }) => !services.has(service));
  if (missing.length > 0)
    throw new OptionsError(missing.map(({ service }) => `Service ${service}: has no url`));
}

function collect<T>(problems: string[], resolve: () => T): T | undefined {
  try {
    return resolve();
  } catch (error) {
    if (error instanceof OptionsError) problems.push(...error.problems);
    else if (error instanceof TypeError) problems.push(error.message);
    else throw error;
    return undefined;
  }
}
