/**
 * What goes wrong between a client and its server. Everything that is left out goes well; several may be given at once.
 * What is said of replies leaves requests alone.
 */
export interface Faults {
  /** Nobody listens, and whoever is connected is cut off. */
  readonly down?: boolean;
  /** Connections are taken, and bytes are lost on their way, as with a firewall that drops packets. Later, those that lost any are cut off. */
  readonly blackHole?: boolean;
  /** Bytes wait on their way, and arrive when the fault is over, as with a process that was stopped for a while. */
  readonly stall?: boolean;
  /** Whoever is connected is forgotten without a word, as by a NAT: nothing arrives on these connections ever again. Others do well. */
  readonly halfOpen?: boolean;
  /** RST, once that many bytes of replies have passed; 0 is at once, for those who are connected and those who come. */
  readonly resetAfterBytes?: number;
  /** Replies end in the middle, after that many bytes of them. */
  readonly limitBytes?: number;
  /** Replies come that much later, plus up to `jitterMs`. */
  readonly latencyMs?: number;
  readonly jitterMs?: number;
  readonly bytesPerSecond?: number;
  /** Replies come in pieces of so many bytes. */
  readonly sliceBytes?: number;
  /** The end of a reply, and of a request, is told that much later. */
  readonly slowCloseMs?: number;
  /** Replies are random bytes of the same length. */
  readonly garbage?: boolean;
}
