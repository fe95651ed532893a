export interface FieldFault {
  /** Dotted path from the root, such as `doses.0.amount`. */
  field: string;
  message: string;
  /** Name of the rule that it breaks, such as `isInt`, by which a page says it in its own language. */
  rule?: string;
}

/** What class-validator answers, as far as it is read here. */
interface ValidationAnswer {
  property: string;
  constraints?: Record<string, string>;
  children?: ValidationAnswer[];
}

/** Flattens class-validator's tree: one fault for each broken rule, never with the value. */
export function fieldFaults(answers: readonly ValidationAnswer[], parent = ''): FieldFault[] {
  return answers.flatMap(({ property, constraints = {}, children = [] }) => {
    const field = parent ? `${parent}.${property}` : property;
    const own = Object.entries(constraints).map(([rule, message]) => ({ field, message, rule }));
    return [...own, ...fieldFaults(children, field)];
  });
}
