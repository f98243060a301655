/** Cases in which Orochi answers differently on purpose. A listed case that passes fails the run. */
export interface Deviation {
  readonly ids: readonly string[];
  /** What Orochi does instead, and why. */
  readonly reason: string;
  /** The requirement ID or the oddity whose advice is followed. */
  readonly spec: string;
}
