/** The exit code: 0 when all is well, 1 when something that was looked at is wrong, 2 when the call makes no sense. */
export type ExitCode = 0 | 1 | 2;

/** What a command says goes to `out`, what is wrong with how it was called to `error`. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly surroundings: Surroundings;
}

/** What a command that runs on needs of the world. */
export interface Surroundings {
  readonly clock: {
    /** Milliseconds since the epoch. */
    readonly now: () => number;
    /** Settles after so many milliseconds; rejects as soon as the signal aborts. */
    wait(delayMs: number, signal: AbortSignal): Promise<void>;
  };
  readonly send: typeof fetch;
  /** Where the command was called. */
  readonly directory: string;
  /** Aborts when the person presses Ctrl-C, which from now on does nothing else. */
  readonly stopped: () => AbortSignal;
}

/** One word after `gatehouse`. A new one is a file in `cli/commands/` and a line in `cli/commands.ts`. */
export interface Command {
  /** `check` */
  readonly name: string;
  /** What may stand after the name: `[--schemas DIR]`. */
  readonly takes: string;
  /** What it does, in half a sentence. */
  readonly does: string;
  /** One line for each option: what it means, and its default. */
  readonly options: readonly { readonly name: string; readonly means: string }[];
  /**
   * @param args what stands after the name
   * @throws CallError, or what `parseArgs` throws, when they make no sense
   */
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>;
}
