import type { Redis as Client } from 'ioredis';

/**
 * Ends a connection that answers what nobody asked. ioredis 6.0 would end the process when that is a null (it
 * describes the reply by its `toString` and throws outside of every promise), and would else give each later answer to
 * the wrong command. So while bytes are read, the queue of commands has one more at its end, which takes what is left.
 */
export function refuseStrayReplies(client: Client): void {
  client.on('connect', () => {
    const { stream } = client;
    let isStray = false;
    const command = {
      name: 'stray',
      args: [],
      resolve: () => {
        isStray = true;
        client.commandQueue.push(catcher);
      },
      reject: () => {
        isStray = true;
      },
    };
    const catcher = { command, stream, select: 0 };
    // Before and after what ioredis itself does with these bytes.
    stream.prependListener('data', () => client.commandQueue.push(catcher));
    stream.on('data', () => {
      while (client.commandQueue.peekBack() === catcher) client.commandQueue.pop();
      if (isStray) stream.destroy(new Error('Redis answered what nobody asked'));
    });
  });
}
