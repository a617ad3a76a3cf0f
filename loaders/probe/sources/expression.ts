import jsep from "jsep";
import {UserError} from "../../util/user-error.js";

/** What a variable or an expression can be. */
export type ExpressionValue = number | string | boolean;
export type Variables = Readonly<Record<string, ExpressionValue>>;

/** A parsed and checked expression: no calls, no members, no assignment; only the variables it names. */
export interface Expression {
  names: string[];
  evaluate(variables: Variables): ExpressionValue;
}

type ExpressionNode = jsep.Expression;

const maxLength = 500; // characters of one expression

/**
 * Parses arithmetic, comparison, logic, `a ? b : c` and joining of texts. Throws a UserError that says what is not
 * allowed.
 */
export function parseExpression(text: string): Expression {
  if (text.length > maxLength) throw new UserError(`expression too long: expected at most ${maxLength} characters`);
  let tree: ExpressionNode;
  try {
    tree = jsep(text);
  } catch (error) {
    throw new UserError(`not an expression: {${text}}: ${(error as Error).message}`);
  }
  const names = new Set<string>();
  check(tree, text, names);
  return {names: [...names], evaluate: (variables) => evaluate(tree, variables, text)};
}

const binary: Record<string, (a: number, b: number) => ExpressionValue> = {
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b
};
const equality = ["==", "!=", "===", "!=="];
const logical = ["&&", "||"];
const unary = ["-", "+", "!"];

function check(node: ExpressionNode, text: string, names: Set<string>): void {
  const each = (...nodes: unknown[]) => nodes.forEach((child) => check(child as ExpressionNode, text, names));
  const operator = String(node.operator);
  if (node.type === "Literal" && ["number", "string", "boolean"].includes(typeof node.value)) return;
  if (node.type === "Identifier") return void names.add(String(node.name));
  if (node.type === "UnaryExpression" && unary.includes(operator)) return each(node.argument);
  if (node.type === "BinaryExpression" && (operator === "+" || operator in binary || isTest(operator)))
    return each(node.left, node.right);
  if (node.type === "ConditionalExpression") return each(node.test, node.consequent, node.alternate);
  throw new UserError(
    `not allowed in {${text}}: ${described(node)}; expected numbers, texts, variables, + - * / %, comparisons, ` +
      "&& || ! and a ? b : c"
  );
}

const isTest = (operator: string): boolean => equality.includes(operator) || logical.includes(operator);

function described({type, operator}: ExpressionNode): string {
  const words: Record<string, string> = {
    CallExpression: "a call",
    MemberExpression: "a member of something",
    ThisExpression: "this",
    ArrayExpression: "a list",
    Compound: "several expressions"
  };
  return words[type] ?? (operator === undefined ? type : `the operator ${String(operator)}`);
}

function evaluate(node: ExpressionNode, variables: Variables, text: string): ExpressionValue {
  const value = (child: unknown) => evaluate(child as ExpressionNode, variables, text);
  switch (node.type) {
    case "Literal":
      return node.value as ExpressionValue;
    case "Identifier":
      return variableOf(String(node.name), variables, text);
    case "UnaryExpression":
      return node.operator === "!" ? !value(node.argument) : signed(node, numberIn(value(node.argument), text));
    case "ConditionalExpression":
      return value(node.test) ? value(node.consequent) : value(node.alternate);
    default: {
      const sides = [() => value(node.left), () => value(node.right)] as const;
      return operate(String(node.operator), sides, text);
    }
  }
}

const signed = ({operator}: ExpressionNode, value: number): number => (operator === "-" ? -value : value);

function operate(
  operator: string,
  [left, right]: readonly [() => ExpressionValue, () => ExpressionValue],
  text: string
): ExpressionValue {
  if (operator === "&&") return Boolean(left()) && Boolean(right());
  if (operator === "||") return Boolean(left()) || Boolean(right());
  const [a, b] = [left(), right()];
  if (equality.includes(operator)) return (a === b) !== operator.startsWith("!");
  if (operator === "+")
    return typeof a === "number" && typeof b === "number" ? a + b : `${toShortText(a)}${toShortText(b)}`;
  return binary[operator]!(numberIn(a, text), numberIn(b, text));
}

function variableOf(name: string, variables: Variables, text: string): ExpressionValue {
  if (Object.hasOwn(variables, name)) return variables[name]!;
  throw new UserError(`undefined variable ${name} in {${text}}: expected one of ${Object.keys(variables).join(", ")}`);
}

function numberIn(value: ExpressionValue, text: string): number {
  if (typeof value === "number") return value;
  throw new UserError(`not a number in {${text}}: ${JSON.stringify(value)}`);
}

/** A value as prompts have it: whole numbers plain, others with up to six decimals. */
export const toShortText = (value: ExpressionValue): string =>
  typeof value === "number" ? String(Number(value.toFixed(6))) : String(value);
