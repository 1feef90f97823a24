import type { Chance } from './chance.ts';
import { WORDS } from './words.ts';

/** A text of a format, longer or shorter by `effort` (0 is the usual form, then shorter ones); undefined for unknown formats. */
export function textOfFormat(format: string, chance: Chance, effort: number): string | undefined {
  return Object.hasOwn(FORMATS, format) ? FORMATS[format]?.(chance, effort) : undefined;
}

type Writer = (chance: Chance, effort: number) => string;

const two = (value: number): string => String(value).padStart(2, '0');
const word: Writer = (chance) => chance.pick(WORDS);
const letters = (chance: Chance, count: number): string =>
  Array.from({ length: count }, () => String.fromCharCode(chance.int(97, 122))).join('');
const hex = (chance: Chance, count: number): string =>
  Array.from({ length: count }, () => chance.int(0, 15).toString(16)).join('');

const date: Writer = (chance) =>
  `${chance.int(2023, 2027)}-${two(chance.int(1, 12))}-${two(chance.int(1, 28))}`;
const time: Writer = (chance, effort) => {
  const clock = `${two(chance.int(0, 23))}:${two(chance.int(0, 59))}:${two(chance.int(0, 59))}`;
  return effort % 3 === 1
    ? `${clock}.${chance.int(100, 999)}Z`
    : effort % 3 === 2
      ? `${clock}+00:00`
      : `${clock}Z`;
};
const dateTime: Writer = (chance, effort) => `${date(chance, effort)}T${time(chance, effort)}`;

const hostname: Writer = (chance, effort) => {
  if (effort % 4 === 3) return letters(chance, 1);
  return effort % 4 === 2 ? `${letters(chance, 1)}.co` : `${word(chance, effort)}.example.com`;
};
const email: Writer = (chance, effort) =>
  effort % 3 === 2 ? `${letters(chance, 1)}@${letters(chance, 1)}.co` : `${word(chance, effort)}@example.com`;
const uri: Writer = (chance, effort) => {
  const forms = [
    () => `https://example.com/${word(chance, 0)}/${chance.int(1, 999)}`,
    () => `https://example.com/${word(chance, 0)}`,
    () => `http://${letters(chance, 2)}.co`,
    () => `${letters(chance, 1)}:${letters(chance, 1)}`,
    () => `https://example.com/${word(chance, 0)}.png`,
    () => `https://example.com/${Array.from({ length: 12 }, () => word(chance, 0)).join('/')}`,
  ];
  return forms[effort % forms.length]?.() ?? 'https://example.com';
};
const uuid: Writer = (chance) =>
  [
    hex(chance, 8),
    hex(chance, 4),
    `4${hex(chance, 3)}`,
    `${chance.pick(['8', '9', 'a', 'b'])}${hex(chance, 3)}`,
    hex(chance, 12),
  ].join('-');
const duration: Writer = (chance, effort) =>
  effort % 3 === 0
    ? `P${chance.int(1, 30)}DT${chance.int(1, 23)}H`
    : effort % 3 === 1
      ? `PT${chance.int(1, 59)}M`
      : `P${chance.int(1, 9)}D`;

const FORMATS: Readonly<Record<string, Writer>> = {
  date,
  time,
  'date-time': dateTime,
  datetime: dateTime,
  'iso-time': time,
  'iso-date-time': dateTime,
  duration,
  email,
  'idn-email': email,
  hostname,
  'idn-hostname': hostname,
  ipv4: (chance) => `192.0.2.${chance.int(1, 254)}`,
  ip: (chance) => `192.0.2.${chance.int(1, 254)}`,
  ipv6: (chance, effort) => (effort % 2 === 1 ? '::1' : `2001:db8::${hex(chance, 4)}`),
  cidr: (chance) => `192.0.2.${chance.int(0, 254)}/32`,
  mac: (chance) => Array.from({ length: 6 }, () => hex(chance, 2)).join(':'),
  uri,
  url: (chance, effort) => uri(chance, [0, 1, 4, 5][effort % 4] ?? 0),
  iri: uri,
  'uri-reference': (chance, effort) =>
    effort % 2 === 1 ? letters(chance, 1) : `/${word(chance, 0)}/${chance.int(1, 999)}`,
  'iri-reference': (chance, effort) =>
    effort % 2 === 1 ? letters(chance, 1) : `/${word(chance, 0)}/${chance.int(1, 999)}`,
  'uri-template': (chance) => `https://example.com/${word(chance, 0)}/{id}`,
  uuid,
  guid: uuid,
  'json-pointer': (chance) => `/${word(chance, 0)}/${chance.int(0, 9)}`,
  'json-pointer-uri-fragment': (chance) => `#/${word(chance, 0)}`,
  'relative-json-pointer': (chance) => `${chance.int(0, 3)}/${word(chance, 0)}`,
  regex: (chance) => `^${word(chance, 0)}$`,
  byte: (chance, effort) => Buffer.from(letters(chance, effort % 2 === 1 ? 1 : 12)).toString('base64'),
  base64: (chance) => Buffer.from(letters(chance, 12)).toString('base64'),
  base64url: (chance) => Buffer.from(letters(chance, 12)).toString('base64url'),
  binary: (chance) => letters(chance, 12),
  decimal: (chance) => `${chance.int(0, 9_999)}.${chance.int(10, 99)}`,
  int32: (chance) => String(chance.int(0, 2_147_483_647)),
  int64: (chance) => String(chance.int(0, Number.MAX_SAFE_INTEGER)),
  color: (chance) => `#${hex(chance, 6)}`,
  phone: (chance) => `+4930555${chance.int(1000, 9999)}`,
};
