/** A region that fails now and then, with its rate: a set that has it and more may be worse. */
export interface PartialRegion {
  readonly set: readonly number[];
  readonly rate: number;
}
