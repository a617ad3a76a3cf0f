/** The most valued of what is offered, the most valued first; among equals what was offered first. */
export class Best {
  readonly ids: number[] = [];
  readonly #values: number[] = [];

  constructor(private readonly most: number) {}

  offer(id: number, value: number): void {
    const values = this.#values;
    if (values.length === this.most) {
      if (!(value > values[this.most - 1]!)) return;
      values.pop();
      this.ids.pop();
    }
    let place = values.length;
    while (place > 0 && value > values[place - 1]!) place--;
    values.splice(place, 0, value);
    this.ids.splice(place, 0, id);
  }
}
