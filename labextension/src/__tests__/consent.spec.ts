import type { IDialogs, IPlace } from '../consent';
import { Consent, isCode, placesOf } from '../consent';
import type { IFinding, IRepository } from '../recording';
import type { IFault } from '../tokens';
import { Trouble } from '../tokens';
import { FakeServer, SECRET } from './fakes';

const TITLE: IFinding = { ...SECRET, pointer: '/suggestion/title' };
const BY: IFinding = {
  ...SECRET,
  pointer: '/by',
  kind: 'e-mail',
  what: 'e-mail address',
  excerpt: 'ada… (15 characters)'
};
const NAME: IFinding = {
  ...TITLE,
  kind: 'name',
  what: 'name of a person',
  proposed: false
};
const REPOSITORY: IRepository = { folder: '/r', line: '*.x merge=union' };

class FakeDialogs implements IDialogs {
  answer: (places: readonly IPlace[]) => readonly IPlace[] | null = places =>
    places.filter(place => place.proposed);
  yes = true;
  readonly chosen: (readonly IPlace[])[] = [];
  readonly offered: IRepository[] = [];
  readonly faults: IFault[] = [];

  async choose(places: readonly IPlace[]): Promise<readonly IPlace[] | null> {
    this.chosen.push(places);
    return this.answer(places);
  }

  async addLine(repository: IRepository): Promise<boolean> {
    this.offered.push(repository);
    return this.yes;
  }

  async failed(fault: IFault): Promise<void> {
    this.faults.push(fault);
  }
}

function setUp(): {
  consent: Consent;
  dialogs: FakeDialogs;
  server: FakeServer;
  declined: string[];
} {
  const server = new FakeServer();
  const dialogs = new FakeDialogs();
  const declined: string[] = [];
  const consent = new Consent(server, dialogs, {
    folders: () => declined,
    add: folder => {
      declined.push(folder);
    }
  });
  return { consent, dialogs, server, declined };
}

describe('consent', () => {
  it('makes one question of the code that stands twice', () => {
    const inserted = { ...SECRET, pointer: '/acceptance/text' };
    const [place, ...more] = placesOf([inserted, SECRET]);
    expect(more).toEqual([]);
    expect(place?.pointers).toEqual(['/acceptance/text', '/suggestion/text']);
    const { what, excerpt } = SECRET;
    expect(place?.found).toEqual([{ what, excerpt, times: 1 }]);
    expect(place !== undefined && isCode(place)).toBe(true);
  });

  it('proposes a place when any finding in it is proposed', () => {
    expect(placesOf([NAME])[0]?.proposed).toBe(false);
    expect(placesOf([NAME, TITLE])[0]?.proposed).toBe(true);
    expect(placesOf([NAME, TITLE])[0]?.found).toHaveLength(2);
  });

  it('tells once what stands there often', () => {
    const again = { ...TITLE, start: 90, end: 110 };
    const [place] = placesOf([TITLE, again, { ...again, start: 120 }]);
    expect(place?.found.map(one => one.times)).toEqual([3]);
  });

  it('leaves out what stays ticked', async () => {
    const { consent, dialogs } = setUp();
    expect(await consent.withhold([SECRET, NAME])).toEqual([
      '/suggestion/text'
    ]);
    dialogs.answer = places => places;
    expect(await consent.withhold([SECRET, NAME])).toEqual([
      '/suggestion/text',
      '/suggestion/title'
    ]);
    dialogs.answer = () => [];
    expect(await consent.withhold([SECRET])).toEqual([]);
    dialogs.answer = () => null;
    expect(await consent.withhold([SECRET])).toBeNull();
    expect(dialogs.chosen).toHaveLength(4);
  });

  it('asks about name and path once, but about every code', async () => {
    const { consent, dialogs } = setUp();
    expect(await consent.withhold([BY])).toEqual(['/by']);
    expect(await consent.withhold([BY])).toEqual(['/by']);
    expect(dialogs.chosen).toHaveLength(1);
    expect(await consent.withhold([BY, SECRET])).toEqual([
      '/suggestion/text',
      '/by'
    ]);
    expect(dialogs.chosen[1]?.flatMap(place => place.pointers)).toEqual([
      '/suggestion/text'
    ]);
    const other = { ...BY, excerpt: 'bob… (15 characters)' };
    dialogs.answer = () => [];
    expect(await consent.withhold([other])).toEqual([]);
    expect(await consent.withhold([other])).toEqual([]);
    expect(dialogs.chosen).toHaveLength(3);
  });

  it('forgets the answers of a decision that was given up', async () => {
    const { consent, dialogs } = setUp();
    dialogs.answer = () => null;
    expect(await consent.withhold([BY])).toBeNull();
    dialogs.answer = places => places;
    expect(await consent.withhold([BY])).toEqual(['/by']);
  });

  it('adds the line on a yes, and offers it once', async () => {
    const { consent, dialogs, server, declined } = setUp();
    await consent.offer(REPOSITORY, 'a.ipynb');
    await consent.offer(REPOSITORY, 'b.ipynb');
    expect(server.rules).toEqual(['a.ipynb']);
    expect(dialogs.offered).toEqual([REPOSITORY]);
    expect(declined).toEqual([]);
  });

  it('remembers a no in the settings', async () => {
    const { consent, dialogs, server, declined } = setUp();
    dialogs.yes = false;
    await consent.offer(REPOSITORY, 'a.ipynb');
    expect(declined).toEqual(['/r']);
    expect(server.rules).toEqual([]);
    declined.push('/s');
    await consent.offer({ ...REPOSITORY, folder: '/s' }, 'a.ipynb');
    expect(dialogs.offered).toHaveLength(1);
  });

  it('tells why the line could not be added', async () => {
    const { consent, dialogs, server } = setUp();
    server.ruled = new Trouble('It is read-only.', 'Make it writable.');
    await consent.offer(REPOSITORY, 'a.ipynb');
    expect(dialogs.faults).toEqual([
      { message: 'It is read-only.', cure: 'Make it writable.' }
    ]);
  });
});
