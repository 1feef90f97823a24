/** A fault proxy in a process of its own: told its faults in lines of JSON, answers each with a line. */
import { createInterface } from 'node:readline';
import { startFaultProxy } from './fault-proxy.ts';

const proxy = await startFaultProxy({ port: Number(process.argv[2]) });
process.stdout.write(`${proxy.port}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  await proxy.set(JSON.parse(line));
  process.stdout.write('set\n');
}
await proxy.stop();
