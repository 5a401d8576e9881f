/** Numbers as people read them. */

import type { IEffect, IProfile } from './records';

/** Three significant digits, with a real minus sign. */
export function number(value: number): string {
  const size = Math.abs(value);
  let text: string;
  if (Number.isInteger(value) && size < 1e6) {
    text = String(value);
  } else if (size !== 0 && (size >= 1e6 || size < 1e-3)) {
    text = value.toExponential(2).replace('e+', 'e');
  } else {
    text = size >= 1000 ? value.toFixed(0) : value.toPrecision(3);
  }
  return text.replace(/-/g, '−');
}

/** Six significant digits, whole numbers in full: the value of an answer is no estimate. */
export function exact(value: number): string {
  const text = Number.isInteger(value)
    ? String(value)
    : String(Number(value.toPrecision(6)));
  return text.replace(/-/g, '−');
}

/** ` = 0.012`, or ` < 0.0001` for what is smaller. */
export function probability(value: number): string {
  return value < 1e-4 ? '< 0.0001' : `= ${Number(value.toPrecision(2))}`;
}

/** `[−0.61, −0.44]`, empty where there is no interval. */
export function interval(low: number | null, high: number | null): string {
  return low === null || high === null
    ? ''
    : `[${number(low)}, ${number(high)}]`;
}

/** `344 × 8`. */
export function shape(profile: IProfile): string {
  return profile.shape.map(size => size.toLocaleString('en')).join(' × ');
}

/** Where an effect and its interval lie on a line from 0 to 1, and where "no effect" is. */
export interface IScale {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly zero: number;
}

/** Effects that cannot be negative: shares of variance and the like. */
const UNSIGNED = /squared|²|cram[eé]r|entropy|information/i;

/**
 * Places on the line of the plot. Effects between -1 and 1 share one scale so that cards can be
 * compared; larger ones get a symmetric scale of their own. What cannot be negative starts at the
 * left. Ratios are laid out by their logarithm, with no effect at 1.
 */
export function scale(effect: IEffect): IScale | null {
  const ratio = /ratio/i.test(effect.name);
  const [value, low, high] = [
    effect.value,
    effect.low ?? effect.value,
    effect.high ?? effect.value
  ].map(x => (ratio ? Math.log(x) : x)) as [number, number, number];
  if (![value, low, high].every(Number.isFinite)) {
    return null;
  }
  const most = Math.max(Math.abs(value), Math.abs(low), Math.abs(high));
  const half = most <= 1 ? 1 : most * 1.1;
  const unsigned = UNSIGNED.test(effect.name) && value >= 0 && low >= 0;
  const place = (x: number): number =>
    unsigned ? x / half : (x + half) / (2 * half);
  return {
    value: place(value),
    low: place(low),
    high: place(high),
    zero: place(0)
  };
}
