import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { interval, number, scale } from './format';
import type { IEffect } from './records';

const WIDTH = 240;
const HEIGHT = 22;
const MARGIN = 5;

/** An effect with its 95 % interval on a line, and the line of no effect. */
export function IntervalPlot(props: {
  effect: IEffect;
  asserted: boolean;
  trans: TranslationBundle;
}): JSX.Element {
  const { effect, asserted, trans } = props;
  const range = interval(effect.low, effect.high);
  const told = `${effect.name} ${number(effect.value)}`;
  return (
    <div className="jp-sciassist-effect">
      <div className="jp-sciassist-effectText">
        <span className="jp-sciassist-effectName">{effect.name}</span>
        <strong>{number(effect.value)}</strong>
        {range !== '' && (
          <span title={trans.__('95 % confidence interval')}>{range}</span>
        )}
      </div>
      <Line
        effect={effect}
        asserted={asserted}
        label={
          range === '' ? told : trans.__('%1, 95 % interval %2', told, range)
        }
      />
    </div>
  );
}

function Line(props: {
  effect: IEffect;
  asserted: boolean;
  label: string;
}): JSX.Element | null {
  const places = scale(props.effect);
  if (places === null) {
    return null;
  }
  const x = (place: number): number => MARGIN + place * (WIDTH - 2 * MARGIN);
  const middle = HEIGHT / 2;
  const { low, high, value, zero } = places;
  return (
    <svg
      className="jp-sciassist-plot"
      data-asserted={props.asserted}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMinYMid meet"
      role="img"
      aria-label={props.label}
    >
      <line
        className="jp-sciassist-plotAxis"
        x1={MARGIN}
        x2={WIDTH - MARGIN}
        y1={middle}
        y2={middle}
      />
      <line
        className="jp-sciassist-plotZero"
        x1={x(zero)}
        x2={x(zero)}
        y1={1}
        y2={HEIGHT - 1}
      />
      {high > low && (
        <path
          className="jp-sciassist-plotInterval"
          d={`M${x(low)} ${middle - 4}v8M${x(low)} ${middle}H${x(high)}M${x(high)} ${middle - 4}v8`}
        />
      )}
      <circle
        className="jp-sciassist-plotValue"
        cx={x(value)}
        cy={middle}
        r={4}
      />
    </svg>
  );
}
