/** The cards as they are drawn: the suggestions and what the parts of the model know of each. */

import type { Confirming } from './confirming';
import type { NotesStream } from './notes';
import type { Recorder } from './recorder';
import type { ISuggestion } from './records';
import type { ICard, IFilter, INotebook } from './tokens';

/** The suggestions that the filter lets through. */
export function filtered(
  shown: readonly ISuggestion[],
  { variable, kind }: IFilter
): ISuggestion[] {
  return shown
    .filter(one => variable === null || one.subject.variable === variable)
    .filter(one => kind === null || one.kind === kind);
}

export function drawn(
  shown: readonly ISuggestion[],
  [notes, recorder, confirming]: readonly [NotesStream, Recorder, Confirming],
  notebook: INotebook
): ICard[] {
  return shown.map(suggestion => ({
    suggestion,
    note: notes.stateOf(suggestion),
    recording: recorder.isRecording(suggestion.id),
    testing: confirming.isTesting(suggestion.id),
    fault: recorder.faultOf(suggestion.id) ?? confirming.faultOf(suggestion.id),
    doneIn: bracket(suggestion.done_in, notebook)
  }));
}

/** What stands in the brackets of a cell. */
function bracket(cellId: string | null, notebook: INotebook): string | null {
  return cellId === null ? null : (notebook.count(cellId)?.toString() ?? ' ');
}
