import { z } from 'zod';
import type { Contract } from '#contract';
import type { World } from './behaviour/world.ts';
import type { Calls } from './calls.ts';
import { checkFault } from './fault.ts';
import type { Faults } from './faults.ts';
import { presentProblem } from './present-problem.ts';

/** What the control paths of one service look at and change. */
export interface ControlledService {
  readonly calls: Calls;
  readonly faults: Faults;
  readonly contract: Contract;
  readonly world: World;
}

export interface ControlRequest {
  readonly method: string;
  readonly body: string;
}

type ControlPath = Readonly<
  Record<string, (service: ControlledService, body: string) => Response | Promise<Response>>
>;

const CONTROL_PATHS: Readonly<Record<string, ControlPath>> = {
  '/__calls': {
    GET: ({ calls }) => Response.json(calls.list()),
    DELETE({ calls }) {
      calls.clear();
      return done();
    },
  },
  '/__faults': {
    GET: ({ faults }) => Response.json(faults.list()),
    PUT: (service, body) => takeFault(service, body, 'replace'),
    POST: (service, body) => takeFault(service, body, 'add'),
    DELETE({ faults }) {
      faults.clear();
      return done();
    },
  },
  '/__events': {
    GET: ({ world, contract }) => Response.json(world.events.of(contract.service)),
  },
  '/__advance': {
    POST: ({ world }, body) => advance(world, body),
  },
  '/__reset': {
    async POST({ calls, faults, world }) {
      calls.clear();
      faults.clear();
      await world.reset();
      return done();
    },
  },
};

/** The control path that a request names, below the service's own prefix or above it; undefined for any other path. */
export function controlPathOf(pathname: string, prefix: string): string | undefined {
  const path =
    prefix !== '' && pathname.startsWith(`${prefix}/__`) ? pathname.slice(prefix.length) : pathname;
  return Object.hasOwn(CONTROL_PATHS, path) ? path : undefined;
}

/** Answers a request for a control path. */
export async function answerControl(
  path: string,
  { method, body }: ControlRequest,
  service: ControlledService,
): Promise<Response> {
  const methods = CONTROL_PATHS[path] ?? {};
  const answer = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (answer !== undefined) return await answer(service, body);
  const allow = Object.keys(methods).join(', ');
  return presentProblem({ status: 405, detail: `This control path answers ${allow}.`, headers: { allow } });
}

const ADVANCE = z.strictObject({
  seconds: z
    .int()
    .min(1)
    .max(366 * 24 * 3_600)
    .optional(),
});

/** To the next planned event, or for so many seconds. */
function advance({ agenda }: World, body: string): Response {
  const checked = ADVANCE.safeParse(body === '' ? {} : parseJson(body));
  if (!checked.success) {
    const errors = checked.error.issues.map(({ path, message }) => ({
      pointer: ['#', ...path].join('/'),
      detail: message,
      rule: 'advance',
    }));
    return presentProblem({ status: 400, detail: 'This is no time.', instance: '/__advance', errors });
  }
  const { seconds } = checked.data;
  const happened = agenda.advance(seconds === undefined ? undefined : seconds * 1_000);
  return Response.json({ now: new Date(agenda.now()).toISOString(), happened });
}

function takeFault({ faults, contract }: ControlledService, body: string, how: 'add' | 'replace'): Response {
  const checked = checkFault(parseJson(body), contract.operations);
  if ('mistakes' in checked) {
    const errors = checked.mistakes.map(({ pointer, message }) => ({
      pointer,
      detail: message,
      rule: 'fault',
    }));
    return presentProblem({ status: 400, detail: 'This is no fault.', instance: '/__faults', errors });
  }
  faults[how](checked.fault);
  return Response.json(faults.list());
}

/** Text that is no JSON is checked, and refused, as a fault that is a string. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function done(): Response {
  return new Response(null, { status: 204 });
}
