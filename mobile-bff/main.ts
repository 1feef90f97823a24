import { runGateway } from '#gateway';
import { mobileConfig } from './config.ts';

const schemas = new URL('..', import.meta.resolve('#schemas/clients/mobile.graphql'));
await runGateway(process, { ...mobileConfig, schemas });
