/** `--schemas DIR`, for every command that reads client schemas or documents. */
export const SCHEMAS_OPTION = {
  config: { type: 'string', default: 'schemas' },
  usage: {
    name: '--schemas DIR',
    means: 'the folder that holds services/, clients/ and documents/ (default: schemas)',
  },
} as const;
