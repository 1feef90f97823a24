import { runGateway } from '#gateway';
import { webConfig } from './config.ts';

const schemas = new URL('..', import.meta.resolve('#schemas/clients/web.graphql'));
await runGateway(process, { ...webConfig, schemas });
