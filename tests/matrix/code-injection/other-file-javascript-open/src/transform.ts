import * as vm from "node:vm";

export function transform(formula: string, values: number[]): number[] {
  return values.map((value) => vm.runInNewContext(formula, { value })); // expect: code-injection
}
