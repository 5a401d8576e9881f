import { KernelLink } from '../kernel';
import type { Push } from '../tokens';
import { FakeKernel } from './fakeKernel';

/** A link to a kernel, with the states and pushes that it told. */
export function linkTo(change: Partial<FakeKernel> = {}): {
  kernel: FakeKernel;
  link: KernelLink;
  states: string[];
  pushes: Push[];
} {
  const kernel = Object.assign(new FakeKernel(), change);
  const link = new KernelLink(kernel.connection);
  const states: string[] = [];
  const pushes: Push[] = [];
  link.changed.connect(() => {
    if (states.at(-1) !== link.state.name) {
      states.push(link.state.name);
    }
  });
  link.pushed.connect((_, push) => {
    pushes.push(push);
  });
  return { kernel, link, states, pushes };
}

/** The same, attached. */
export async function attached(
  change: Partial<FakeKernel> = {}
): Promise<ReturnType<typeof linkTo>> {
  const all = linkTo(change);
  all.kernel.answerInfo();
  await all.link.attach();
  return all;
}
