/** What a list can be paged through: `order` grows with each thing created. */
export interface Ordered {
  readonly order: number;
}
