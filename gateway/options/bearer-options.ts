/** Whose access tokens a process takes. */
export interface BearerOptions {
  /** What `aud` of an access token must name. */
  readonly audience: string;
  /** Clients of the provider that users sign in with: `aud` of its logout tokens names one of them. */
  readonly apps: readonly string[];
}
