import { BFFS } from '../support/bffs.ts';
import { defineBffContract } from './bff-contract.ts';

BFFS.forEach(defineBffContract);
