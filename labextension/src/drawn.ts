/** The cards as they are drawn: the suggestions and what the parts of the model know of each. */

import type { Confirming } from './confirming';
import type { NotesStream } from './notes';
import type { Recorder } from './recorder';
import type { ISuggestion } from './records';
import type { ICard, IFilter, INotebook } from './tokens';

export function drawn(
  shown: readonly ISuggestion[],
  filter: IFilter,
  notes: NotesStream,
  recorder: Recorder,
  confirming: Confirming,
  notebook: INotebook
): ICard[] {
  const { variable, kind } = filter;
  return shown
    .filter(one => variable === null || one.subject.variable === variable)
    .filter(one => kind === null || one.kind === kind)
    .map(suggestion => ({
      suggestion,
      note: notes.stateOf(suggestion),
      recording: recorder.isRecording(suggestion.id),
      testing: confirming.isTesting(suggestion.id),
      fault:
        recorder.faultOf(suggestion.id) ?? confirming.faultOf(suggestion.id),
      doneIn: bracket(suggestion.done_in, notebook)
    }));
}

/** What stands in the brackets of a cell. */
function bracket(cellId: string | null, notebook: INotebook): string | null {
  return cellId === null ? null : (notebook.count(cellId)?.toString() ?? ' ');
}
