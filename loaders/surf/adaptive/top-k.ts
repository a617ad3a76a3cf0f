/** Keeps the k ids with the highest values, highest first; ties keep the order in which they were offered. */
export class TopK {
  readonly ids: number[] = [];
  readonly #values: number[] = [];

  constructor(private readonly k: number) {}

  offer(id: number, value: number): void {
    const values = this.#values;
    if (values.length === this.k) {
      if (!(value > values[this.k - 1]!)) return;
      values.pop();
      this.ids.pop();
    }
    let place = values.length;
    while (place > 0 && value > values[place - 1]!) place--;
    values.splice(place, 0, value);
    this.ids.splice(place, 0, id);
  }
}
