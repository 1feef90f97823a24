import { spawnSync } from 'node:child_process';

/** Debian packages by the program that the suites need of them. */
const TOOLS = { chromium: 'chromium', nginx: 'nginx', openssl: 'openssl', 'redis-server': 'redis-server' };

/**
 * Before any test: installs what suites need besides Node, where that is possible (root on Debian). What is still
 * missing is named, and the suites that need it fail with its name: a test that did not run is not one that passed.
 */
// oxlint-disable-next-line import/no-default-export -- Jest takes a set-up's default export
export default function installTools() {
  const missing = Object.keys(TOOLS).filter((program) => !isThere(program));
  if (missing.length === 0) return;
  const packages = missing.map((program) => TOOLS[program]);
  if (process.getuid?.() === 0 && isThere('apt-get')) {
    run('apt-get', 'update', '-qq');
    run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages);
  }
  const still = missing.filter((program) => !isThere(program));
  if (still.length > 0) process.stderr.write(`not installed, and needed by tests: ${still.join(', ')}\n`);
}

function isThere(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}

function run(...[command, ...args]) {
  spawnSync(command, args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
