import { Trouble } from '../tokens';
import { settle } from './fakes';
import { registering } from './fakeKernel';
import { attached } from './linked';

const READY = { name: 'ready', version: '0.1.0' };

describe('attaching', () => {
  it('that is cut off is told as that, not as another version', async () => {
    const { link } = await attached({
      breaks: new Error('Canceled future for execute_request message')
    });
    expect(link.state).toEqual({
      name: 'failed',
      fault: new Trouble(
        'The kernel did not answer: Error: Canceled future for execute_request message',
        'Try again. If it stays, restart the kernel from the Kernel menu.'
      )
    });
  });

  it('that is cut off with the connection begins anew when that is back', async () => {
    const { kernel, link } = await attached({
      breaks: new Error('Could not send message')
    });
    kernel.connect('connecting');
    expect(link.state).toEqual({ name: 'disconnected' });
    kernel.breaks = null;
    kernel.connect('connected');
    await settle(10);
    expect(link.state).toEqual(READY);
  });

  it.each(['sofa', '{"version": 1}'])(
    'of a kernel side that speaks otherwise is another version: %s',
    async said => {
      const { link } = await attached({ replies: [registering(said)] });
      expect(link.state).toMatchObject({
        name: 'failed',
        fault: {
          message: expect.stringMatching(/does not understand/),
          cure: expect.stringMatching(/^Install the same version/)
        }
      });
    }
  );
});
