import { describe, expect, it } from '@jest/globals';
import { projectFiles, readProjectFile } from './source-files.ts';

const records = projectFiles()
  .filter((file) => /^docs\/decisions\/\d+-[^/]+\.md$/.test(file))
  .toSorted();

describe('docs/decisions', () => {
  it('has one record for each number, without a gap', () => {
    const numbers = records.map((file) => Number(/(\d+)-[^/]+$/.exec(file)?.[1]));
    expect(numbers).toEqual(records.map((_, index) => index + 1));
  });

  it('numbers each record in its title as in its name', () => {
    const differing = records.filter((file) => {
      const number = Number(/(\d+)-[^/]+$/.exec(file)?.[1]);
      return !readProjectFile(file).startsWith(`# ${number}. `);
    });
    expect(differing).toEqual([]);
  });

  it('has records in the order of their dates', () => {
    const dates = records.map(
      (file) => /^Date: (\d{4}-\d\d-\d\d)\./m.exec(readProjectFile(file))?.[1] ?? 'none',
    );
    expect(dates).toEqual(dates.toSorted((one, other) => one.localeCompare(other)));
  });
});
