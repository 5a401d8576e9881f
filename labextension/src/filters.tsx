import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { SuggestionKind } from './records';
import type { IFilter } from './tokens';

/** Which variable and which kind of suggestion is shown. */
export function Filters(props: {
  variables: readonly string[];
  filter: IFilter;
  change: (filter: IFilter) => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { variables, filter, change, trans } = props;
  const kinds: readonly [SuggestionKind, string][] = [
    ['hypothesis', trans.__('Hypotheses')],
    ['analysis', trans.__('Analyses')],
    ['caution', trans.__('Cautions')],
    ['next step', trans.__('Next steps')]
  ];
  return (
    <div className="jp-sciassist-filters">
      <Select
        label={trans.__('Variable')}
        all={trans.__('All variables')}
        value={filter.variable}
        options={variables.map(name => [
          name,
          name === '' ? trans.__('(cells)') : name
        ])}
        change={variable => {
          change({ ...filter, variable });
        }}
      />
      <Select
        label={trans.__('Kind')}
        all={trans.__('All kinds')}
        value={filter.kind}
        options={kinds}
        change={kind => {
          change({ ...filter, kind: kind as SuggestionKind | null });
        }}
      />
    </div>
  );
}

const ALL = '*';

/** A choice of one value, or of all. */
export function Select(props: {
  label: string;
  all: string;
  value: string | null;
  options: readonly (readonly [string, string])[];
  change: (value: string | null) => void;
}): JSX.Element {
  const { label, all, value, options, change } = props;
  return (
    <select
      aria-label={label}
      value={value ?? ALL}
      onChange={event => {
        const chosen = event.target.value;
        change(chosen === ALL ? null : chosen);
      }}
    >
      <option value={ALL}>{all}</option>
      {options.map(([key, name]) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </select>
  );
}
