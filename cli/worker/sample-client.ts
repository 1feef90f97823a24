import type { BoundSchema } from '#binding';
import type { ClientDocument } from '../read-documents.ts';
import type { ListSizing, WorkerSamples } from './create-worker-endpoint.ts';
import { type AnswersOf, sampleObjects } from './sample-objects.ts';

export interface SampledClient {
  readonly bound: BoundSchema;
  readonly documents: readonly ClientDocument[];
  readonly answersOf: AnswersOf;
}

/** Everything that the handlers of one client answer from. */
export function sampleClient({ bound, documents, answersOf }: SampledClient): WorkerSamples {
  return {
    sdl: bound.publicSdl,
    documents: Object.fromEntries(
      documents.map(({ documentId, operation }) => [documentId, operation.loc?.source.body ?? '']),
    ),
    sizes: Object.fromEntries(
      [...bound.listSizes].flatMap(([field, { slicingArguments, sizedFields }]): [string, ListSizing][] =>
        slicingArguments.length === 0 ? [] : [[field, { slicingArguments, sizedFields }]],
      ),
    ),
    objects: sampleObjects(bound, answersOf),
  };
}
