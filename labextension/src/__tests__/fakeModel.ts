/** A model among stand-ins. */

import { NotebookModel } from '../model';
import { DEFAULTS } from '../settings';
import type { ISettings } from '../tokens';
import {
  about,
  FakeConsent,
  FakeLink,
  FakeNotebook,
  FakeServer,
  profile,
  suggestion
} from './fakes';

/** A model with a link that is not attached yet. */
export function setUp(change: Partial<ISettings> = {}): {
  model: NotebookModel;
  link: FakeLink;
  server: FakeServer;
  consent: FakeConsent;
  notebook: FakeNotebook;
  clock: { now: number };
  settings: { value: ISettings };
} {
  const server = new FakeServer();
  const consent = new FakeConsent();
  const notebook = new FakeNotebook();
  const clock = { now: 1000 };
  const settings = { value: { ...DEFAULTS, ...change } };
  const model = new NotebookModel({
    notebook,
    server,
    consent,
    settings: () => settings.value,
    setName: name => {
      settings.value = { ...settings.value, name };
    },
    now: () => clock.now
  });
  const link = new FakeLink();
  model.setLink(link);
  return { model, link, server, consent, notebook, clock, settings };
}

/** A model whose first scan found the cards `a` and `b` about `x`. */
export function scanned(
  change: Partial<ISettings> = {}
): ReturnType<typeof setUp> {
  const all = setUp(change);
  all.model.setActive(true);
  all.link.ready();
  all.link.push({ event: 'variables', variables: [profile('x')] });
  all.link.suggestions(
    'x',
    suggestion('a', { subject: about('x') }),
    suggestion('b', { subject: about('x') })
  );
  all.link.done();
  return all;
}

/** Ids of the cards as shown. */
export function ids(model: NotebookModel): string[] {
  return model.view.cards.map(card => card.suggestion.id);
}
