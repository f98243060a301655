// What the points are drawn from. Configs give the shape (`_partial_: true`), the data module the x.

/** The height of a curve at x. */
export type Curve = (x: number) => number;

export function line(x: number, slope: number, intercept: number): number {
  return slope * x + intercept;
}

/** @param coefficients - of 1, x, x², … */
export function polynomial(x: number, coefficients: readonly number[]): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

export function wave(x: number, amplitude: number, period: number, phase = 0): number {
  return amplitude * Math.sin((2 * Math.PI * x) / period + phase);
}

/** Two straight lines that meet. */
export function hinge(x: number, at: number, left: number, right: number): number {
  return x < at ? left * (x - at) : right * (x - at);
}
