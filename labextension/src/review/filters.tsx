import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { Select } from '../filters';
import { DRIFTS } from './drift';
import type { IReviewFilter, Standing } from './filter';
import { EVERYTHING, choices, isNarrow } from './filter';
import type { IReviewView } from './tokens';
import { kindWord, standingWord, typeWord, whoWord } from './words';

/** Who, what, kind, status, when and free words; and how many records are left. */
export function ReviewFilters(props: {
  view: IReviewView;
  change: (filter: IReviewFilter) => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { view, change, trans } = props;
  const { filter, rows, shown } = view;
  const found = React.useMemo(() => choices(rows), [rows]);
  const standings: readonly Standing[] = [
    ...found.tags,
    ...(view.drifts.size > 0 ? DRIFTS : [])
  ];
  const set = (part: Partial<IReviewFilter>): void => {
    change({ ...filter, ...part });
  };
  return (
    <div role="search" className="jp-sciassist-reviewFilters">
      <input
        type="search"
        aria-label={trans.__('Search the records')}
        placeholder={trans.__('Title, claim, variable, name, hash')}
        value={filter.words}
        onChange={event => {
          set({ words: event.target.value });
        }}
      />
      <Select
        label={trans.__('What')}
        all={trans.__('All records')}
        value={filter.type}
        options={found.types.map(type => [type, typeWord(type, trans).word])}
        change={type => {
          set({ type });
        }}
      />
      <Select
        label={trans.__('Status')}
        all={trans.__('Any status')}
        value={filter.status}
        options={standings.map(one => [one, standingWord(one, trans).word])}
        change={status => {
          set({ status: status as Standing | null });
        }}
      />
      <Select
        label={trans.__('Kind of suggestion')}
        all={trans.__('All kinds')}
        value={filter.kind}
        options={found.kinds.map(kind => [kind, kindWord(kind, trans)])}
        change={kind => {
          set({ kind });
        }}
      />
      <Select
        label={trans.__('Who')}
        all={trans.__('Anybody')}
        value={filter.who}
        options={found.who.map(who => [who, whoWord(who, trans)])}
        change={who => {
          set({ who });
        }}
      />
      <Day
        label={trans.__('From')}
        value={filter.from}
        change={from => {
          set({ from });
        }}
      />
      <Day
        label={trans.__('Until')}
        value={filter.until}
        change={until => {
          set({ until });
        }}
      />
      <span role="status" className="jp-sciassist-faint">
        {shown.length === rows.length
          ? trans._n('%1 record', '%1 records', rows.length)
          : trans.__('%1 of %2 records', shown.length, rows.length)}
      </span>
      {isNarrow(filter) && (
        <button
          className="jp-sciassist-button jp-mod-plain"
          onClick={() => {
            change(EVERYTHING);
          }}
        >
          {trans.__('Show all')}
        </button>
      )}
    </div>
  );
}

function Day(props: {
  label: string;
  value: string | null;
  change: (value: string | null) => void;
}): JSX.Element {
  return (
    <label className="jp-sciassist-day">
      {props.label}
      <input
        type="date"
        value={props.value ?? ''}
        onChange={event => {
          props.change(event.target.value || null);
        }}
      />
    </label>
  );
}
