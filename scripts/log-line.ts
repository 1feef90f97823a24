/** One line of a child's standard output that is a JSON object with a message. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string };

/** Undefined for any other text. */
export function parseLogLine(text: string): LogLine | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isLogLine(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isLogLine(value: unknown): value is LogLine {
  return typeof value === 'object' && value !== null && 'msg' in value && typeof value.msg === 'string';
}

/** pino writes levels as numbers unless it is told otherwise. */
const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/** Fields that say in every line what the reader knows: who writes is told in front. */
const KNOWN = ['msg', 'time', 'level', 'pid', 'hostname', 'client'];

/** `10:41:07.123 info  request answered  status=200 ms=12` */
export function presentLogLine(line: LogLine): string {
  const { msg, time, level } = line;
  const fields = Object.entries(line).filter(([name, value]) => !KNOWN.includes(name) && value !== undefined);
  const parts = [
    presentTime(time),
    presentLevel(level),
    msg,
    ...fields.map(([name, value]) => `${name}=${presentValue(value)}`),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function presentTime(time: unknown): string {
  if (typeof time !== 'string' && typeof time !== 'number') return '';
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(11, 23);
}

function presentLevel(level: unknown): string {
  const name = typeof level === 'number' ? LEVELS[level] : level;
  return typeof name === 'string' ? name.padEnd(5) : '';
}

function presentValue(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}
