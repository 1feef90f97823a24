import type { StoredFile } from './file-store.ts';

/** An answer whose body is a file, and which is never in memory as a whole. */
export interface FileAnswer {
  readonly file: StoredFile;
  readonly mediaType: string;
  /** 200 when left out. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function isFileAnswer(answer: Response | FileAnswer | undefined): answer is FileAnswer {
  return answer !== undefined && !(answer instanceof Response);
}

/** Status and headers of an answer, without its body. */
export function headOf(answer: Response | FileAnswer): Response {
  if (!isFileAnswer(answer)) return new Response(null, { status: answer.status, headers: answer.headers });
  const { status = 200, headers = {}, mediaType, file } = answer;
  const own = { ...headers, 'content-type': mediaType, 'content-length': String(file.size) };
  return new Response(null, { status, headers: own });
}
