import {InvalidArgumentError} from "commander";

// Parsers of options. Each throws an InvalidArgumentError, which the command line shows with the option's name.

/** A whole number from `min`. */
export function wholeFrom(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text.trim()) || value < min)
      throw new InvalidArgumentError(`expected a whole number from ${min} up.`);
    return value;
  };
}

/** A number from `min` to `max`. */
export function between(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= min && value <= max))
      throw new InvalidArgumentError(`expected a number from ${min} to ${max}.`);
    return value;
  };
}

/** An amount of US dollars above 0. */
export function dollars(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0)) throw new InvalidArgumentError("expected US dollars, more than 0.");
  return value;
}
